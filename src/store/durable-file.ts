import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes all of the bytes, at a position or, for null, where the file stands, however many calls it takes. */
export function writeAll(fd: number, bytes: Uint8Array, position: number | null): void {
  let done = 0
  while (done < bytes.length)
    done += writeSync(fd, bytes, done, bytes.length - done, position === null ? null : position + done)
}

/** Flushes a file or a folder to the disk. */
export function fsyncPath(path: string): void {
  const fd = openSync(path, 'r')
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
  const fd = openSync(temporary, 'wx', 0o600)
  try {
    writeAll(fd, Buffer.from(content), 0)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(temporary, path)
  fsyncPath(dirname(path))
}
