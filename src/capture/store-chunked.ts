import { createHash } from 'node:crypto'
import { digestOf, type Digest } from '../model/digest.ts'
import { CHUNK_MAX, Chunker, CHUNKED_FROM } from '../store/chunker.ts'
import { encodeChunkList, FrameKind } from '../store/frame.ts'
import type { PackAppender } from '../store/pack.ts'
import type { Claim } from './tasks.ts'

/** Content is gathered here, split, claimed and written; this bounds the memory that a large object takes. */
const WINDOW = 4 * 1024 * 1024 + CHUNK_MAX
/** Neighbouring chunks share a frame: reading goes through them in order anyway. */
const FRAME_TARGET = 256 * 1024

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
  const list: { sha256: Digest; length: number }[] = []
  const window = allocate(WINDOW)
  let filled = 0
  let size = 0

  const flush = async (isEnd: boolean) => {
    const chunks = chunker
      .split(window.subarray(0, filled), isEnd)
      .map((bytes) => ({ sha256: digestOf(bytes), bytes }))
    const wanted = await claim(chunks.map(({ sha256 }) => sha256))
    appendFrames(
      chunks.filter((_, i) => wanted[i]),
      appender,
    )
    let used = 0
    for (const { sha256, bytes } of chunks) {
      list.push({ sha256, length: bytes.length })
      used += bytes.length
    }
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

function appendFrames(
  chunks: readonly { sha256: Digest; bytes: Uint8Array }[],
  appender: PackAppender,
): void {
  let frame: { sha256: Digest; bytes: Uint8Array }[] = []
  let size = 0
  for (const chunk of chunks) {
    if (size > 0 && size + chunk.bytes.length > FRAME_TARGET) {
      appender.append(FrameKind.content, frame)
      frame = []
      size = 0
    }
    frame.push(chunk)
    size += chunk.bytes.length
  }
  if (frame.length > 0) appender.append(FrameKind.content, frame)
}
