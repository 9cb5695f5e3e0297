import { dirname } from 'node:path'
import { closeSync, fsyncSync, openOwnSync, renameSync, rmSync, writeAll } from './disk.ts'

/** Flushes a file or a folder to the disk. */
export function fsyncPath(path: string): void {
  const fd = openOwnSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Replaces a small file in one step: a reader sees the old content or the new, also after a power cut. No link is followed. */
export function replaceFile(path: string, content: string): void {
  const temporary = `${path}.new`
  rmSync(temporary, { force: true })
  const fd = openOwnSync(temporary, 'wx', 0o600)
  try {
    writeAll(fd, Buffer.from(content), 0)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(temporary, path)
  fsyncPath(dirname(path))
}
