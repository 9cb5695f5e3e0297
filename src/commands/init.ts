import { dirname } from 'node:path'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { trustNewStore } from '../flags/config-trust.ts'
import { newStorePath } from '../flags/locate-store.ts'
import { createStore, isJsnapError, JsnapError } from '../index.ts'
import type { InitOptions } from './init.flags.ts'

/** Makes an empty store in the current folder, or where `--store` says. */
export const run: Run<InitOptions> = async (options, context) => {
  const { user } = context
  const dir = newStorePath(options, context)
  try {
    const store = await createStore(dir, { user })
    store.close()
  } catch (error) {
    if (!isJsnapError(error, 'StoreExists')) throw error
    throw new JsnapError('StoreExists', error.message, {
      hint: "'jsnap commit' adds a version to it",
      cause: error,
    })
  }
  trustNewStore(dirname(dir), context)
  if (options.json === true) context.io.json({ store: dir })
  else context.io.line(`created an empty store at ${dir}`)
  return DONE
}
