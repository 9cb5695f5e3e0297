import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { digestOf, type Digest } from '../model/digest.ts'
import { codeOf } from '../runtime/errors.ts'

const PIECE = 1024 * 1024
let buffer: Buffer | undefined

/** Opens a regular file without following a link and hands it to `use`; undefined when there is none at the path. */
export function withFile<T>(path: string | Buffer, use: (fd: number, stats: Stats) => T): T | undefined {
  let fd: number
  try {
    // Without O_NONBLOCK a pipe would wait for a writer.
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (NOT_A_FILE.has(codeOf(error) ?? '')) return undefined
    throw error
  }
  try {
    const stats = fstatSync(fd)
    return stats.isFile() ? use(fd, stats) : undefined
  } finally {
    closeSync(fd)
  }
}

/** ELOOP and EMLINK (FreeBSD) mean a link, ENXIO a socket; what may not be read cannot be compared either. */
const NOT_A_FILE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO', 'EACCES'])

/** The SHA-256 of what an open file holds. */
export function digestOfFile(fd: number): Digest {
  buffer ??= Buffer.allocUnsafeSlow(PIECE)
  let filled = fill(buffer, fd, 0)
  if (filled < PIECE) return digestOf(buffer.subarray(0, filled))
  const whole = createHash('sha256')
  for (let at = 0; filled > 0; filled = fill(buffer, fd, at)) {
    whole.update(buffer.subarray(0, filled))
    at += filled
  }
  return whole.digest('hex') as Digest
}

/** Reads from a position until the buffer is full or the file ends. */
function fill(into: Buffer, fd: number, at: number): number {
  let filled = 0
  while (filled < into.length) {
    const read = readSync(fd, into, filled, into.length - filled, at + filled)
    if (read === 0) break
    filled += read
  }
  return filled
}
