import { createHash } from 'node:crypto'

/** Content of at least this size is stored as chunks. Below it, whole-content deduplication already finds what repeats. */
export const CHUNKED_FROM = 1024 * 1024

const MIN = 16 * 1024
const MEAN_BITS = 16
/** No chunk is larger. */
export const CHUNK_MAX = 256 * 1024
/**
 * Normalised chunking (FastCDC): a stricter mask before the mean size and a looser one after it draw the sizes
 * together. The high bits are used because the gear hash's low bits know only the last few bytes.
 */
const STRICT = (0xffffffff << (32 - (MEAN_BITS + 2))) | 0
const LOOSE = (0xffffffff << (32 - (MEAN_BITS - 2))) | 0

/** Splits content where its own bytes say so, so that an insertion changes the chunks around it and no others. */
export class Chunker {
  readonly #gear: Int32Array

  /** The seed is the store's own: chunk sizes then reveal nothing about known content. */
  constructor(seed: string) {
    this.#gear = Int32Array.from({ length: 256 }, (_, i) =>
      createHash('sha256').update(`${seed}:${i}`).digest().readInt32LE(0),
    )
  }

  /**
   * The chunks at the beginning of content that are certain, as views of it; unless it is the content's end, what
   * follows them is to be given again with more behind it.
   */
  split(bytes: Buffer, isEnd: boolean): Buffer[] {
    const chunks: Buffer[] = []
    let start = 0
    while (isEnd ? start < bytes.length : bytes.length - start >= CHUNK_MAX) {
      const end = start + this.#cut(bytes, start)
      chunks.push(bytes.subarray(start, end))
      start = end
    }
    return chunks
  }

  /** The length of the chunk that begins at `start`. */
  #cut(bytes: Buffer, start: number): number {
    const gear = this.#gear
    const limit = Math.min(bytes.length, start + CHUNK_MAX)
    const mean = Math.min(limit, start + (1 << MEAN_BITS))
    let hash = 0
    let at = Math.min(limit, start + MIN)
    // Indexes stay inside the buffer and the table, so the assertions cannot be wrong; a check per byte would cost a third of the speed.
    for (; at < mean; at++) {
      hash = ((hash << 1) + (gear[bytes[at] as number] as number)) | 0
      if ((hash & STRICT) === 0) return at + 1 - start
    }
    for (; at < limit; at++) {
      hash = ((hash << 1) + (gear[bytes[at] as number] as number)) | 0
      if ((hash & LOOSE) === 0) return at + 1 - start
    }
    return limit - start
  }
}
