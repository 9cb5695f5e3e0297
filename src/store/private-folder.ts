import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from '../runtime/errors.ts'
import { isTrustedOwner, type User } from '../runtime/user.ts'
import { isRefusedByDisk } from './refused-by-disk.ts'

const WRITABLE_BY_OTHERS = 0o022

/**
 * A folder in which nobody else can put anything, created when it is missing. Undefined where there is none: it cannot be
 * made, it is a link, or it belongs to somebody else or is writable for others.
 */
export function privateFolder(dir: string | undefined, user: User): string | undefined {
  if (dir === undefined) return undefined
  try {
    if (!existsSync(dir)) {
      // The home may be that of whoever called sudo: a folder of root's there would lock its owner out.
      if (isUnderSudo(user) && statSync(nearestAbove(dir)).uid !== user.uid) return undefined
      makeFolder(dir)
    }
    const stats = lstatSync(dir)
    const isPrivate =
      isTrustedOwner(stats.uid, user) && (user.uid === undefined || (stats.mode & WRITABLE_BY_OTHERS) === 0)
    return stats.isDirectory() && isPrivate ? dir : undefined
  } catch (error) {
    if (!isRefusedByDisk(error)) throw error
    return undefined
  }
}

function isUnderSudo({ uid, trustedUids }: User): boolean {
  return uid === 0 && (trustedUids?.size ?? 0) > 1
}

/** Step by step: Node's own way to make parents never ends below a folder such as /proc, in which nothing can be made. */
function makeFolder(dir: string): void {
  if (!existsSync(dirname(dir))) makeFolder(dirname(dir))
  try {
    mkdirSync(dir, { mode: 0o700 })
  } catch (error) {
    // Of several processes at once, one makes it.
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

function nearestAbove(dir: string): string {
  let above = dirname(dir)
  while (!existsSync(above)) above = dirname(above)
  return above
}
