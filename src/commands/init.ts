import { dirname, resolve } from 'node:path'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { trustNewStore } from '../config/config-trust.ts'
import { namedStore } from '../config/locate-store.ts'
import { JsnapError } from '../runtime/errors.ts'
import { Store, STORE_FOLDER } from '../store/store.ts'
import type { InitOptions } from './init.flags.ts'

/** Makes an empty store in the current folder, or where `--store` says. */
export const run: Run<InitOptions> = (options, context) => {
  const { cwd, user } = context
  const dir = resolve(cwd, namedStore(options, context) ?? STORE_FOLDER)
  try {
    Store.init(dir, { user }).close()
  } catch (error) {
    if (!(error instanceof JsnapError) || error.code !== 'StoreExists') throw error
    throw new JsnapError('StoreExists', error.message, {
      hint: "'jsnap commit' adds a version to it",
      cause: error,
    })
  }
  trustNewStore(dirname(dir), context)
  if (options.json === true) context.io.json({ store: dir })
  else context.io.line(`created an empty store at ${dir}`)
  return Promise.resolve(DONE)
}
