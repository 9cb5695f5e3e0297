import { crc32, zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib'
import { digestOf, type Digest } from '../model/digest.ts'

/**
 * A frame is the record that packs are made of: objects that share one compressed payload.
 *
 *     0   4  magic "JSF1"
 *     4   1  kind
 *     5   1  codec: 0 raw, 1 zstd
 *     6   2  zero
 *     8   4  number of objects n
 *     12  4  length of the payload when decoded
 *     16  4  length of the payload as stored
 *     20  4  CRC-32 of bytes 0 to 19, the table and the payload as stored
 *     24     table: n times SHA-256 (32) and length (4)
 *            payload: the objects' bytes one after the other
 *
 * Numbers are unsigned and little-endian.
 */
const FRAME_HEADER = 24
const MAGIC = 0x3146534a
const TABLE_ROW = 36
const RAW = 0
const ZSTD = 1
/**
 * What one frame may be decoded to. A writer makes some MiB of it: only a document or a commit is one frame however large
 * it is, and those are far below. A list of chunks has some four million rows so, for objects of 200 GiB and more.
 */
export const MAX_LENGTH = 128 * 1024 * 1024
const MAX_OBJECTS = 1 << 20

/** What a frame's objects are. */
export const FrameKind = {
  /** Whole content, or a chunk of large content: the SHA-256 is that of the bytes. */
  content: 1,
  /** The list of a large content's chunks, keyed by the SHA-256 of the whole: rows of SHA-256 and length as in the table. */
  chunks: 2,
  /** A tree node. */
  node: 3,
  /** A commit object. */
  commit: 4,
} as const
/** The kind of a frame. */
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind]

/** An object inside a decoded frame. */
export interface FrameObject {
  readonly sha256: Digest
  readonly offset: number
  readonly length: number
}

/** An object that is to be written. */
export interface ObjectBytes {
  readonly sha256: Digest
  readonly bytes: Uint8Array
}

/** The head of a frame: all but its payload. */
export interface FrameHead {
  readonly kind: FrameKind
  readonly codec: number
  /** The rows that say what the payload holds, for `decodeRows`: who reads one object does not need them. */
  readonly table: Buffer
  readonly rawLength: number
  readonly storedLength: number
  /** Bytes of the whole frame. */
  readonly frameLength: number
}

/** Says where in a frame or pack the damage is; callers add which pack. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

/** zstd level 1 won the comparison of docs/decisions/0002-frames.md. */
const ZSTD_PARAMS = { [constants.ZSTD_c_compressionLevel]: 1 }
/** The output buffer that zlib makes at once: more than any frame needs, so that nothing is joined from pieces. */
const SLACK = 1024
/** Content that shrinks by less is stored raw: reading it back costs nothing then. */
const WORTHWHILE = 0.97

/** Encodes objects as one frame; compresses when that pays. */
export function encodeFrame(kind: FrameKind, objects: readonly ObjectBytes[]): Buffer {
  const rawLength = objects.reduce((sum, object) => sum + object.bytes.length, 0)
  const [only] = objects
  const raw =
    objects.length === 1 && only !== undefined
      ? only.bytes
      : Buffer.concat(
          objects.map((object) => object.bytes),
          rawLength,
        )
  const packed =
    rawLength > 64
      ? zstdCompressSync(raw, {
          params: ZSTD_PARAMS,
          pledgedSrcSize: rawLength,
          chunkSize: rawLength + SLACK,
        })
      : undefined
  const useful = packed !== undefined && packed.length < rawLength * WORTHWHILE
  const payload = useful ? packed : raw

  const tableEnd = FRAME_HEADER + objects.length * TABLE_ROW
  const frame = Buffer.allocUnsafe(tableEnd + payload.length)
  frame.writeUInt32LE(MAGIC, 0)
  frame.writeUInt8(kind, 4)
  frame.writeUInt8(useful ? ZSTD : RAW, 5)
  frame.writeUInt16LE(0, 6)
  frame.writeUInt32LE(objects.length, 8)
  frame.writeUInt32LE(rawLength, 12)
  frame.writeUInt32LE(payload.length, 16)
  objects.forEach(({ sha256, bytes }, i) => {
    writeRow(frame, FRAME_HEADER + i * TABLE_ROW, sha256, bytes.length)
  })
  frame.set(payload, tableEnd)
  frame.writeUInt32LE(frameCrc(frame), 20)
  return frame
}

/** Reads a frame's head from a buffer that begins with it. @throws FrameError when it is not one, or the buffer ends before the table does */
function decodeHead(buffer: Buffer): FrameHead {
  const count = objectCount(buffer)
  const tableEnd = FRAME_HEADER + count * TABLE_ROW
  if (buffer.length < tableEnd) throw new FrameError('frame is cut off in its table')
  const kind = buffer.readUInt8(4)
  const codec = buffer.readUInt8(5)
  const rawLength = buffer.readUInt32LE(12)
  const storedLength = buffer.readUInt32LE(16)
  if (kind < 1 || kind > 4) throw new FrameError(`frame has the unknown kind ${kind}`)
  if (codec !== RAW && codec !== ZSTD) throw new FrameError(`frame has the unknown codec ${codec}`)
  if (rawLength > MAX_LENGTH || storedLength > MAX_LENGTH)
    throw new FrameError('frame has an impossible length')
  const table = buffer.subarray(FRAME_HEADER, tableEnd)
  if (lengthOfRows(table) !== rawLength) {
    throw new FrameError('lengths of the objects do not add up to the frame')
  }
  return {
    kind: kind as FrameKind,
    codec,
    table,
    rawLength,
    storedLength,
    frameLength: tableEnd + storedLength,
  }
}

/** The length of the frame that a buffer of at least its header begins with. @throws FrameError when none begins there */
export function frameLengthOf(buffer: Buffer): number {
  const length = FRAME_HEADER + objectCount(buffer) * TABLE_ROW + buffer.readUInt32LE(16)
  if (length > MAX_LENGTH) throw new FrameError('frame has an impossible length')
  return length
}

function objectCount(buffer: Buffer): number {
  if (buffer.length < FRAME_HEADER) throw new FrameError('frame is cut off in its header')
  if (buffer.readUInt32LE(0) !== MAGIC) throw new FrameError('no frame begins here')
  const count = buffer.readUInt32LE(8)
  if (count > MAX_OBJECTS) throw new FrameError('frame has an impossible number of objects')
  return count
}

/** Decodes a whole frame; a payload that is not compressed lies in it. Each object's own SHA-256 is still to be checked by who uses it. @throws FrameError */
export function decodeFrame(frame: Buffer): { head: FrameHead; payload: Buffer } {
  const head = decodeHead(frame)
  if (frame.length < head.frameLength) throw new FrameError('frame is cut off in its payload')
  const whole = frame.subarray(0, head.frameLength)
  if (frameCrc(whole) !== frame.readUInt32LE(20)) throw new FrameError('checksum of the frame does not match')
  const stored = whole.subarray(head.frameLength - head.storedLength)
  if (head.codec === RAW) {
    if (head.storedLength !== head.rawLength) throw new FrameError('raw frame has two lengths')
    return { head, payload: stored }
  }
  let payload: Buffer
  try {
    payload = zstdDecompressSync(stored, {
      maxOutputLength: head.rawLength + 1,
      chunkSize: head.rawLength + SLACK,
    })
  } catch (error) {
    throw new FrameError('payload of the frame does not decompress', { cause: error })
  }
  if (payload.length !== head.rawLength) throw new FrameError('payload of the frame has the wrong length')
  return { head, payload }
}

/** The objects of a decoded frame, and those among them that are not what their SHA-256 says. */
export interface CheckedObjects {
  readonly sound: readonly FrameObject[]
  readonly damaged: readonly FrameObject[]
}

/** Checks every object of a decoded frame. A chunk list has no hash of its own: the CRC covers it. */
export function checkedObjects(head: FrameHead, payload: Buffer): CheckedObjects {
  const objects = decodeRows(head.table)
  if (head.kind === FrameKind.chunks) return { sound: objects, damaged: [] }
  const isSound = ({ sha256, offset, length }: FrameObject) =>
    digestOf(payload.subarray(offset, offset + length)) === sha256
  const [sound, damaged]: [FrameObject[], FrameObject[]] = [[], []]
  for (const object of objects) (isSound(object) ? sound : damaged).push(object)
  return { sound, damaged }
}

/** The payload of a chunk list: each chunk's SHA-256 and length, in order. */
export function encodeChunkList(chunks: readonly { sha256: Digest; length: number }[]): Buffer {
  const list = Buffer.allocUnsafe(chunks.length * TABLE_ROW)
  chunks.forEach(({ sha256, length }, i) => writeRow(list, i * TABLE_ROW, sha256, length))
  return list
}

/** The rows of a chunk list or of a frame's table; `offset` counts up from 0. */
export function decodeRows(rows: Buffer): FrameObject[] {
  return [...eachRow(rows)]
}

/** The same one by one: a chunk list may have millions. */
export function* eachRow(rows: Buffer): Generator<FrameObject, void, undefined> {
  let offset = 0
  for (let at = 0; at + TABLE_ROW <= rows.length; at += TABLE_ROW) {
    const length = rows.readUInt32LE(at + 32)
    yield { sha256: rows.toString('hex', at, at + 32) as Digest, offset, length }
    offset += length
  }
}

/** What the objects of rows come to. */
export function lengthOfRows(rows: Buffer): number {
  let length = 0
  for (let at = 0; at < rows.length; at += TABLE_ROW) length += rows.readUInt32LE(at + 32)
  return length
}

function writeRow(buffer: Buffer, at: number, sha256: Digest, length: number): void {
  buffer.write(sha256, at, 'hex')
  buffer.writeUInt32LE(length, at + 32)
}

function frameCrc(frame: Buffer): number {
  return crc32(frame.subarray(FRAME_HEADER), crc32(frame.subarray(0, 20)))
}
