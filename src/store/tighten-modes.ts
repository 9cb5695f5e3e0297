import { chmodSync, lstatSync, realpathSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { SECRET_KEY_FILE } from './secret-key.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'
import type { User } from '../model/user.ts'

const [ANYTHING, WRITE] = [0o077, 0o022]

/**
 * Takes away what others may do with a store of this user's that was copied without its modes. They may go on reading
 * all but the key, until a commit closes the folder; `note` is told what is done.
 */
export function tightenModes(
  dir: string,
  isWriting: boolean,
  user: User | undefined,
  note: (text: string) => void,
): void {
  if (user?.uid === undefined) return
  const tighten = (path: string, forbidden: number, what: string) => {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined || stats.isSymbolicLink()) return
    if (stats.uid !== user.uid || (stats.mode & forbidden) === 0) return
    if (changeMode(path, stats, forbidden)) note(`${path} was open to others: ${what}`)
  }
  tighten(join(dir, SECRET_KEY_FILE), ANYTHING, 'it is for its owner only now')
  // The folder may be reached by a link of the user's, whose own mode says nothing.
  const folder = realpathSync(dir)
  if (isWriting) tighten(folder, ANYTHING, 'it is for its owner only now')
  else tighten(folder, WRITE, 'only its owner may write to it now')
}

function changeMode(path: string, { mode }: Stats, forbidden: number): boolean {
  try {
    chmodSync(path, mode & 0o777 & ~forbidden)
    return true
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return false
  }
}
