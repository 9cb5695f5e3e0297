import { chmodSync, lstatSync, readdirSync, realpathSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { SECRET_KEY_FILE } from './secret-key.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import type { User } from '../runtime/user.ts'

const [ANYTHING, WRITE] = [0o077, 0o022]

/**
 * Takes away what others may do with a store of this user's that was copied without its modes. They may go on reading
 * all but the key, until a commit closes the store; `note` is called with what is done.
 */
export function tightenModes(
  dir: string,
  isWriting: boolean,
  user: User | undefined,
  note: (text: string) => void,
): void {
  if (user?.uid === undefined) return
  const { uid } = user
  const key = join(dir, SECRET_KEY_FILE)
  if (isTightened(key, ANYTHING, uid)) note(`${key} was accessible to others; now only its owner may use it`)
  // The folder may be reached by a link of the user's, whose own mode says nothing.
  const folder = realpathSync(dir)
  // Others do not get into a closed folder: what is in it is looked at when it is written to.
  if (!isWriting && (lstatSync(folder).mode & ANYTHING) === 0) return
  const forbidden = isWriting ? ANYTHING : WRITE
  const inside = listing(folder).flatMap((entry) => [
    join(folder, entry.name),
    ...(entry.isDirectory() ? listing(join(folder, entry.name)) : []).map(({ parentPath, name }) =>
      join(parentPath, name),
    ),
  ])
  const open = [folder, ...inside].filter((path) => isTightened(path, forbidden, uid))
  if (open.length === 0) return
  const [were, their] = open.length === 1 ? ['was', 'its'] : ['were', 'their']
  const what = `${formatCountOf(open.length, 'path')} of the store ${folder} ${were} accessible to others`
  note(`${what}: only ${their} owner may ${isWriting ? 'read or write' : 'write'} there now`)
}

/** Says whether something of this user's was open, and is no longer. */
function isTightened(path: string, forbidden: number, uid: number): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined || stats.isSymbolicLink()) return false
  if (stats.uid !== uid || (stats.mode & forbidden) === 0) return false
  try {
    chmodSync(path, stats.mode & 0o777 & ~forbidden)
    return true
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return false
  }
}

function listing(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return []
  }
}
