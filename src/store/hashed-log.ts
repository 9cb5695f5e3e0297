import { createHash, type Hash } from 'node:crypto'
import { closeSync, fstatSync, readSync } from './disk.ts'
import { openPlainFile } from './plain-file.ts'

/** https://www.sqlite.org/fileformat2.html#walformat */
const [HEADER, FRAME_HEADER] = [32, 24]
const MAGIC = [0x377f0682, 0x377f0683]
const AT_ONCE = 1024 * 1024

/** What SQLite would read of a write-ahead log, hashed: its header, and its frames up to the last that ends a transaction. */
export interface HashedLog {
  readonly header: Buffer
  readonly hash: Hash
  /** The number of bytes that are hashed. */
  readonly length: number
}

/**
 * Hashes a write-ahead log, undefined when SQLite would read nothing of it. A log only grows until it begins again, with
 * other salts in its header: what is in `known` is not read again.
 */
export function hashLog(file: string, known: HashedLog | undefined): HashedLog | undefined {
  const fd = openPlainFile(file)
  try {
    const header = Buffer.alloc(HEADER)
    if (readSync(fd, header, 0, HEADER, 0) < HEADER) return undefined
    const size = fstatSync(fd).size
    const from =
      known?.header.equals(header) === true && known.length <= size
        ? known
        : { header, hash: createHash('sha256').update(header), length: HEADER }
    // SQLite takes no such log for one, and jsnap marks none.
    if (!MAGIC.includes(header.readUInt32BE(0))) return from
    const log = hashFrames(fd, from, FRAME_HEADER + header.readUInt32BE(8))
    return log.length > HEADER ? log : undefined
  } finally {
    closeSync(fd)
  }
}

function hashFrames(fd: number, from: HashedLog, frame: number): HashedLog {
  const { header } = from
  const salts = header.subarray(16, 24)
  const buffer = Buffer.alloc(Math.max(1, Math.floor(AT_ONCE / frame)) * frame)
  const hash = from.hash.copy()
  let known = from
  for (let at = from.length; ;) {
    const read = readSync(fd, buffer, 0, buffer.length, at)
    let [end, last] = [0, 0]
    for (; end + frame <= read; end += frame) {
      // What lies behind is of before the log began again.
      if (!buffer.subarray(end + 8, end + 16).equals(salts)) break
      // The size of the database, in the last frame of a transaction alone.
      if (buffer.readUInt32BE(end + 4) !== 0) last = end + frame
    }
    if (last > 0) known = { header, hash: hash.update(buffer.subarray(0, last)).copy(), length: at + last }
    hash.update(buffer.subarray(last, end))
    if (end < buffer.length) return known
    at += end
  }
}
