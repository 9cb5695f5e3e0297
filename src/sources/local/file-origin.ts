import type { Stats } from 'node:fs'
import type { Origin } from '../../model/entry.ts'

/** What shows that a file has not been written to: all four must be as they were. Times are milliseconds with their fraction. */
export function fileOrigin(stats: Stats): Origin {
  return { ctime: stats.ctimeMs, inode: stats.ino, mtime: stats.mtimeMs, size: stats.size }
}

/** The permission bits as they are in an entry's meta, as `0644`. */
export function fileMode(stats: Stats): string {
  return (stats.mode & 0o7777).toString(8).padStart(4, '0')
}
