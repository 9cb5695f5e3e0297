import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { User } from '../runtime/user.ts'
import { fitsSqlite } from './sqlite-path.ts'

/** What a query's tables or a look at the account may well take. */
const ROOM_BYTES = 64 * 1024 * 1024

/** Longer than any name, a folder's of its own included. */
const LONGEST_NAME = 'x'.repeat(64)

/** Where a store puts what is not finished; what a killed run leaves there is removed by the next commit. */
export function temporaryFolderOf(dir: string): string {
  return join(dir, 'tmp')
}

/** Where files go that are gone with the process: to the store, whose kind of data they hold, or where that cannot take them, to the user's temporary folder. */
export function passingFolder(dir: string, user: User | undefined): string {
  const own = temporaryFolderOf(dir)
  return user === undefined || !existsSync(dir) || hasRoom(own) ? own : user.temporaryFolder
}

/** Says whether a folder can be written to and its disk has room for temporary files. */
export function hasRoom(dir: string): boolean {
  if (!isWritable(dir) || !fitsSqlite(join(dir, LONGEST_NAME))) return false
  const { bavail, bsize } = statfsSync(dir)
  return bavail * bsize >= ROOM_BYTES
}

/** Says whether files can be made in a folder. */
export function isWritable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
