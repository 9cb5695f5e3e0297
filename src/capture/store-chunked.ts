import { createHash } from 'node:crypto'
import { digestOf, type Digest } from '../model/digest.ts'
import { Chunker, CHUNKED_FROM } from '../store/chunker.ts'
import { encodeChunkList, Kind } from '../store/frame.ts'
import type { PackAppender } from '../store/pack.ts'
import type { Claim } from './store-batch.ts'

/** Chunks are claimed and written in groups of about this size, which bounds the memory a large object takes. */
const GROUP = 4 * 1024 * 1024
/** Neighbouring chunks share a frame: reading goes through them in order anyway. */
const FRAME_TARGET = 256 * 1024

/** Stores large content as chunks and the list of them. Content that turns out to be small is stored whole, as all small content is. */
export async function storeChunked(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  seed: string,
  claim: Claim,
  appender: PackAppender,
): Promise<{ sha256: Digest; size: number }> {
  const whole = createHash('sha256')
  const chunker = new Chunker(seed)
  const list: { sha256: Digest; length: number }[] = []
  let group: { sha256: Digest; bytes: Uint8Array }[] = []
  let groupBytes = 0
  let size = 0

  const add = async (chunks: readonly Buffer[]) => {
    for (const bytes of chunks) {
      const sha256 = digestOf(bytes)
      list.push({ sha256, length: bytes.length })
      group.push({ sha256, bytes })
      groupBytes += bytes.length
      if (groupBytes >= GROUP) await flush()
    }
  }
  const flush = async () => {
    const wanted = await claim(group.map(({ sha256 }) => sha256))
    appendFrames(
      group.filter((_, i) => wanted[i]),
      appender,
    )
    group = []
    groupBytes = 0
  }

  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    whole.update(piece)
    size += piece.length
    await add(chunker.push(piece))
  }
  await add(chunker.end())
  const sha256 = whole.digest('hex') as Digest

  if (size < CHUNKED_FROM) {
    // Less than a group, so nothing has been written yet.
    const bytes = Buffer.concat(group.map((chunk) => chunk.bytes))
    const [wanted] = await claim([sha256])
    if (wanted === true) appender.append(Kind.content, [{ sha256, bytes }])
    return { sha256, size }
  }
  await flush()
  const [wanted] = await claim([sha256])
  if (wanted === true) appender.append(Kind.chunks, [{ sha256, bytes: encodeChunkList(list) }])
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
      appender.append(Kind.content, frame)
      frame = []
      size = 0
    }
    frame.push(chunk)
    size += chunk.bytes.length
  }
  if (frame.length > 0) appender.append(Kind.content, frame)
}
