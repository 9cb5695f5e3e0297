import { writeSync } from 'node:fs'

/** Writes all of the bytes, at a position or, for null, where the file stands, however many calls it takes. */
export function writeAll(fd: number, bytes: Uint8Array, position: number | null): void {
  let done = 0
  while (done < bytes.length)
    done += writeSync(fd, bytes, done, bytes.length - done, position === null ? null : position + done)
}
