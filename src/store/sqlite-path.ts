import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { JsnapError } from '../runtime/errors.ts'

/** SQLite takes no longer path, the suffix of the longest file that it puts beside its own included. */
const LONGEST = 511 - '-journal'.length

/** Says whether SQLite can open a file of this path, which it follows through all links. */
export function fitsSqlite(file: string): boolean {
  const folder = dirname(file)
  const path = existsSync(folder) ? join(realpathSync(folder), basename(file)) : file
  return Buffer.byteLength(path) <= LONGEST
}

/** @throws JsnapError Usage when SQLite cannot open the file */
export function checkFitsSqlite(file: string): void {
  if (fitsSqlite(file)) return
  throw new JsnapError('Usage', `the path of the store is too long to write to it: '${dirname(file)}'`, {
    hint: `SQLite, which locks it, supports paths of at most ${LONGEST} bytes: move the store, or name another with --store`,
  })
}
