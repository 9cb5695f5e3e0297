import { dirname, join, resolve } from 'node:path'
import { lstatSync, statSync } from './disk.ts'
import { packNamesIn } from './pack-names.ts'
import { kindOf, notPlain } from './plain-file.ts'

/** The folder's name, looked for upwards as git looks for `.git`. */
export const STORE_FOLDER = '.jsnap'

/** The store that a folder belongs to: its own `.jsnap`, or the nearest above it. */
export function findStore(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, STORE_FOLDER)
    const stats = statSync(candidate, { throwIfNoEntry: false })
    if (stats?.isDirectory() === true && isStore(candidate)) return candidate
    if (stats !== undefined && !stats.isDirectory() && !stats.isFile())
      throw notPlain(candidate, kindOf(stats))
    if (dirname(folder) === folder) return undefined
  }
}

/** Says whether there is a store; whether it is intact, opening it will say. */
export function isStore(dir: string): boolean {
  const format = lstatSync(join(dir, 'format.json'), { throwIfNoEntry: false })
  return format !== undefined || packNamesIn(join(dir, 'packs')).length > 0
}
