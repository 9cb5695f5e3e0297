import { lstatSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { findStore, STORE_FOLDER } from '../store/store-folder.ts'
import { checkOwner } from './check-owner.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'

/**
 * Where the store is, or would be made: `--store`, `JSNAP_STORE`, the nearest `.jsnap` upwards, or `.jsnap` here.
 * @throws JsnapError Untrusted for one that was found and is somebody else's
 */
export function storePath(options: CommonOptions, context: Context): string {
  const { cwd } = context
  const named = namedStore(options, context)
  if (named !== undefined) return resolve(cwd, named)
  const found = findStore(cwd)
  if (found === undefined) return join(cwd, STORE_FOLDER)
  // A link is followed, as git does, when both it and what it leads to are the user's.
  checkOwner('store', found, [lstatSync(found).uid, statSync(found).uid], context)
  return found
}

/** Opens the store that a command is about. @throws JsnapError NoStore, Untrusted */
export async function openStore(options: CommonOptions, context: Context): Promise<Store> {
  const path = storePath(options, context)
  try {
    return await openStoreAt(path, options, context)
  } catch (error) {
    if (!(error instanceof JsnapError) || error.code !== 'NoStore') throw error
    if (namedStore(options, context) !== undefined) throw error
    throw new JsnapError('NoStore', `no .jsnap store in ${context.cwd} or above it`, {
      hint: "run 'jsnap commit' to create one, or name one with --store DIR or JSNAP_STORE",
    })
  }
}

/** Opens the store at the path that `storePath` has given. @throws JsnapError NoStore */
export async function openStoreAt(path: string, options: CommonOptions, context: Context): Promise<Store> {
  const { cwd, io, user, now } = context
  const { Store } = await import('../store/store.ts')
  const store = Store.open(path, (text) => io.note(text), { user, now })
  const isElsewhere = namedStore(options, context) === undefined && dirname(path) !== resolve(cwd)
  if (isElsewhere) io.note(`using the store ${path}`)
  return store
}

/** The store that was named, not looked for. */
export function namedStore({ store }: CommonOptions, { env }: Context): string | undefined {
  const named = store ?? env['JSNAP_STORE']
  return named === '' ? undefined : named
}

/** Where `init` makes a store: the one that is named, or `.jsnap` here. */
export function newStorePath(options: CommonOptions, context: Context): string {
  return resolve(context.cwd, namedStore(options, context) ?? STORE_FOLDER)
}
