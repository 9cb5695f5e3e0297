import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { digestOf, type Digest } from '../model/digest.ts'
import { freeDroppedBuffers } from '../runtime/free-dropped-buffers.ts'
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openOwnSync,
  readFileSync,
  readSync,
  renameSync,
  writeAll,
} from './disk.ts'
import { fsyncPath } from './durable-file.ts'
import { FrameReader } from './frame-reader.ts'
import {
  checkedObjects,
  decodeFrame,
  encodeFrame,
  FrameError,
  MAX_LENGTH,
  type FrameHead,
  type FrameObject,
  type FrameKind,
  type ObjectBytes,
} from './frame.ts'

/** Every pack begins with these bytes; frames follow without gaps. */
const PACK_MAGIC = Buffer.from('JSNAPPK1', 'latin1')

/** A pack is sealed when it has grown past this. Larger packs lose more read work to a power cut, smaller ones cost more fsyncs. */
export const PACK_TARGET = 32 * 1024 * 1024

/** Where a frame lies in a pack, and what it holds. */
export interface FrameRef {
  readonly offset: number
  readonly kind: FrameKind
  readonly objects: readonly FrameObject[]
}

/** A pack file that is being written, as it is passed between threads. */
export interface OpenPack {
  readonly file: string
  readonly size: number
}

/** What one append has written to one pack file. */
export interface PackPart extends OpenPack {
  readonly frames: readonly FrameRef[]
}

/** Writes frames to pack files in the store's `tmp` folder, continuing with a new file when one is full. */
export class PackAppender {
  readonly #folder: string
  readonly #parts: { file: string; size: number; frames: FrameRef[] }[] = []
  #fd: number | undefined

  /** Goes on in `open` when it is given. */
  constructor(folder: string, open: OpenPack | null) {
    this.#folder = folder
    if (open !== null) {
      this.#fd = openOwnSync(open.file, 'r+')
      this.#parts.push({ file: open.file, size: open.size, frames: [] })
    }
  }

  /** Encodes objects as one frame and writes it. */
  append(kind: FrameKind, objects: readonly ObjectBytes[]): void {
    const frame = encodeFrame(kind, objects)
    let part = this.#parts.at(-1)
    if (part === undefined || part.size >= PACK_TARGET) part = this.#next()
    writeAll(this.#fd as number, frame, part.size) // #next has opened it
    let offset = 0
    const refs = objects.map(({ sha256, bytes }) => {
      const ref = { sha256, offset, length: bytes.length }
      offset += bytes.length
      return ref
    })
    part.frames.push({ offset: part.size, kind, objects: refs })
    part.size += frame.length
  }

  #next(): { file: string; size: number; frames: FrameRef[] } {
    this.close()
    const file = join(this.#folder, `${randomUUID()}.pack`)
    this.#fd = openOwnSync(file, 'wx+', 0o600)
    writeAll(this.#fd, PACK_MAGIC, 0)
    const part = { file, size: PACK_MAGIC.length, frames: [] }
    this.#parts.push(part)
    return part
  }

  /** Closes the file under way; what was written is in `parts`, the last of which may be continued. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  get parts(): readonly PackPart[] {
    return this.#parts
  }
}

/** Thrown by seal when what is on the disk is not what was written. */
class PackDamaged extends Error {
  override readonly name = 'PackDamaged'
}

/**
 * Makes a written file a pack: reads it back and checks every object (a bit that flipped in memory or on its way is
 * found now, not at the restore), then fsync, rename to its SHA-256 and fsync of the folder. Returns the pack's name.
 */
export function sealPack(file: string, packsFolder: string): Digest {
  const name = nameOfWritten(file)
  fsyncPath(file)
  renameSync(file, packFile(packsFolder, name))
  fsyncPath(packsFolder)
  return name
}

/** Frames that are checked before what they took in memory is freed. */
const CHECKED_AT_ONCE = 16

/** The SHA-256 of a written file, frame by frame. @throws PackDamaged */
function nameOfWritten(file: string): Digest {
  const whole = createHash('sha256')
  const fd = openOwnSync(file, 'r')
  const reader = new FrameReader()
  try {
    const magic = Buffer.alloc(PACK_MAGIC.length)
    readSync(fd, magic)
    if (!magic.equals(PACK_MAGIC)) throw new PackDamaged('the file is not a pack')
    whole.update(magic)
    const { size } = fstatSync(fd)
    let offset = magic.length
    for (let frames = 1; offset < size; frames++) {
      const frame = checkedFrame(reader, fd, offset)
      whole.update(frame)
      offset += frame.length
      if (frames % CHECKED_AT_ONCE === 0) freeDroppedBuffers()
    }
  } finally {
    closeSync(fd)
  }
  return whole.digest('hex') as Digest
}

function checkedFrame(reader: FrameReader, fd: number, offset: number): Buffer {
  try {
    const frame = reader.read(fd, offset)
    const { head, payload } = decodeFrame(frame)
    const [damaged] = checkedObjects(head, payload).damaged
    if (damaged === undefined) return frame
    throw new PackDamaged(`object ${damaged.sha256} was not written correctly`)
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    throw new PackDamaged(`frame at byte ${offset}: ${error.message}`)
  }
}

/** The file of a pack. */
export function packFile(packsFolder: string, name: Digest): string {
  return join(packsFolder, `${name}.pack`)
}

/** A whole frame, or a stretch of bytes that holds none. */
export type FrameOrGap =
  | { readonly offset: number; readonly head: FrameHead; readonly payload: Buffer }
  | { readonly offset: number; readonly length: number; readonly error: string }

/** Of one this large, the memory is freed before the next is decoded. */
const LARGE_FRAME = 8 * 1024 * 1024

const FRAME_MAGIC = Buffer.from('JSF1', 'latin1')

/** A pack is full with the frame that takes it past its target. */
const LARGEST_PACK = PACK_TARGET + MAX_LENGTH

/** A pack, or a file that is to become one, as it is on the disk. */
export interface PackOnDisk {
  readonly size: number
  readonly frames: Generator<FrameOrGap>
  /** Of the whole file. */
  readonly sha256: () => Digest
}

/** Reads a pack. A file that is larger than any is damage from end to end: it need not fit into memory. */
export function readPack(file: string): PackOnDisk {
  const fd = openOwnSync(file, 'r')
  try {
    const { size } = fstatSync(fd)
    if (size > LARGEST_PACK) return { size, frames: tooLarge(size), sha256: () => digestOf('') }
    const bytes = readFileSync(fd)
    return { size: bytes.length, frames: scanFrames(bytes), sha256: () => digestOf(bytes) }
  } finally {
    closeSync(fd)
  }
}

function* tooLarge(length: number): Generator<FrameOrGap> {
  yield { offset: 0, length, error: `the file has ${length} bytes, more than any pack` }
}

/** Walks the frames of a pack's bytes. Damage is reported and skipped: the next frame is found by its magic. */
function* scanFrames(pack: Buffer): Generator<FrameOrGap> {
  let offset = PACK_MAGIC.length
  if (!pack.subarray(0, offset).equals(PACK_MAGIC)) {
    yield { offset: 0, length: offset, error: 'the file is not a pack' }
  }
  while (offset < pack.length) {
    try {
      const { head, payload } = decodeFrame(pack.subarray(offset))
      yield { offset, head, payload }
      offset += head.frameLength
      if (payload.length > LARGE_FRAME) freeDroppedBuffers()
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      const next = nextFrame(pack, offset + 1)
      yield { offset, length: next - offset, error: error.message }
      offset = next
    }
  }
}

/** The offset of the next whole frame, or the end of the pack. */
function nextFrame(pack: Buffer, from: number): number {
  for (let at = pack.indexOf(FRAME_MAGIC, from); at !== -1; at = pack.indexOf(FRAME_MAGIC, at + 1)) {
    try {
      decodeFrame(pack.subarray(at))
      return at
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
    }
  }
  return pack.length
}

/**
 * Cuts a file that a killed process left behind the last whole frame, so that it can be sealed. Returns false when
 * nothing in it is worth keeping.
 */
export function salvage(file: string): boolean {
  let end = 0
  for (const found of readPack(file).frames) {
    if ('error' in found) break
    if (checkedObjects(found.head, found.payload).damaged.length > 0) break
    end = found.offset + found.head.frameLength
  }
  if (end === 0) return false
  const fd = openOwnSync(file, 'r+')
  try {
    ftruncateSync(fd, end)
  } finally {
    closeSync(fd)
  }
  return true
}
