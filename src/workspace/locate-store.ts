import { join, resolve } from 'node:path'
import { JsnapError } from '../model/errors.ts'
import { findStore, Store, STORE_FOLDER } from '../store/store.ts'
import type { CommonOptions, Context } from './context.ts'

/** Where the store is, or would be made: `--store`, `JSNAP_STORE`, the nearest `.jsnap` upwards, or `.jsnap` here. */
export function storePath({ store }: CommonOptions, { cwd, env }: Context): string {
  const named = store ?? env['JSNAP_STORE']
  if (named !== undefined && named !== '') return resolve(cwd, named)
  return findStore(cwd) ?? join(cwd, STORE_FOLDER)
}

/** Opens the store that a command is about. @throws JsnapError NoStore */
export function openStore(options: CommonOptions, context: Context): Store {
  const path = storePath(options, context)
  try {
    return Store.open(path, (text) => context.io.note(text))
  } catch (error) {
    if (!(error instanceof JsnapError) || error.code !== 'NoStore') throw error
    const named = options.store ?? context.env['JSNAP_STORE']
    if (named !== undefined && named !== '') throw error
    throw new JsnapError('NoStore', `no .jsnap store in ${context.cwd} or above it`, {
      hint: "'jsnap commit' makes one; or name one with --store DIR or JSNAP_STORE",
    })
  }
}
