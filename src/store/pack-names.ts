import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import { isDigest, type Digest } from '../model/digest.ts'
import { codeOf } from '../runtime/errors.ts'
import { readdirSync } from './disk.ts'
import { kindOf, notPlain } from './plain-file.ts'

/** The names of the packs in a folder, which may be links where this process has made them; none where there is no such folder. @throws JsnapError Corrupt */
export function packNamesIn(packsFolder: string, mayBeLinks = false): Digest[] {
  return entriesOf(packsFolder).flatMap((entry) => {
    const name = entry.name.slice(0, -'.pack'.length)
    if (!entry.name.endsWith('.pack') || !isDigest(name)) return []
    const isPack = entry.isFile() || (mayBeLinks && entry.isSymbolicLink())
    if (!isPack) throw notPlain(join(packsFolder, entry.name), kindOf(entry))
    return [name]
  })
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    // The store was copied without its empty folders to where nothing can be made.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw error
  }
}
