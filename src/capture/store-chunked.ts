import { createHash } from 'node:crypto'
import { digestOf, type Digest } from '../model/digest.ts'
import { CHUNK_MAX, Chunker, CHUNKED_FROM } from '../store/chunker.ts'
import { encodeChunkList, FrameKind } from '../store/frame.ts'
import { CHUNK_FRAME, FrameGatherer } from '../store/frame-gatherer.ts'
import type { PackAppender } from '../store/pack.ts'
import type { Claim } from './tasks.ts'

/** Content is gathered here, split, claimed and written; this bounds the memory that a large object takes. */
const WINDOW = 4 * 1024 * 1024 + CHUNK_MAX

/** Stores large content as chunks and the list of them. Content that turns out to be small is stored whole, as all small content is. */
export async function storeChunked(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  seed: string,
  allocate: (size: number) => Buffer,
  claim: Claim,
  appender: PackAppender,
): Promise<{ sha256: Digest; size: number }> {
  const whole = createHash('sha256')
  const chunker = new Chunker(seed)
  const frames = new FrameGatherer(CHUNK_FRAME, (chunks) => appender.append(FrameKind.content, chunks))
  const list: { sha256: Digest; length: number }[] = []
  const window = allocate(WINDOW)
  let filled = 0
  let size = 0

  const flush = async (isEnd: boolean) => {
    const chunks = chunker
      .split(window.subarray(0, filled), isEnd)
      .map((bytes) => ({ sha256: digestOf(bytes), bytes }))
    const wanted = await claim(chunks.map(({ sha256 }) => sha256))
    let used = 0
    for (const [i, { sha256, bytes }] of chunks.entries()) {
      if (wanted[i] === true) frames.add({ sha256, bytes })
      list.push({ sha256, length: bytes.length })
      used += bytes.length
    }
    // The chunks are parts of the window, which is filled again.
    frames.flush()
    window.copyWithin(0, used, filled)
    filled -= used
  }

  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    whole.update(piece)
    size += piece.length
    for (let taken = 0; taken < piece.length;) {
      const part = piece.subarray(taken, taken + WINDOW - filled)
      window.set(part, filled)
      taken += part.length
      filled += part.length
      if (filled === WINDOW) await flush(false)
    }
  }
  const sha256 = whole.digest('hex') as Digest

  if (size < CHUNKED_FROM) {
    // Less than a window, so nothing has been written yet.
    const [wanted] = await claim([sha256])
    if (wanted === true) appender.append(FrameKind.content, [{ sha256, bytes: window.subarray(0, size) }])
    return { sha256, size }
  }
  await flush(true)
  const [wanted] = await claim([sha256])
  if (wanted === true) appender.append(FrameKind.chunks, [{ sha256, bytes: encodeChunkList(list) }])
  return { sha256, size }
}
