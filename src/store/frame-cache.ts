import type { Digest } from '../model/digest.ts'
import { codeOf, DAMAGE_HINT, JsnapError } from '../runtime/errors.ts'
import { freeDroppedBuffers } from '../runtime/free-dropped-buffers.ts'
import { closeSync, openSync } from './disk.ts'
import { FrameReader } from './frame-reader.ts'
import { FrameError } from './frame.ts'
import { packFile } from './pack.ts'

const MAX_BYTES = 8 * 1024 * 1024
const MAX_OPEN_PACKS = 64

/** Reads decoded frames and keeps the last few: neighbours are mostly wanted together. */
export class FrameCache {
  readonly #packsFolder: string
  readonly #frames = new Map<string, Buffer>()
  readonly #packs = new Map<Digest, number>()
  readonly #reader = new FrameReader()
  #bytes = 0

  constructor(packsFolder: string) {
    this.#packsFolder = packsFolder
  }

  /** @throws JsnapError Corrupt when the pack is missing or the frame is damaged */
  read(pack: Digest, offset: number): Buffer {
    const name = `${pack}:${offset}`
    const cached = this.#frames.get(name)
    if (cached !== undefined) {
      this.#frames.delete(name)
      this.#frames.set(name, cached)
      return cached
    }
    if (this.#bytes > MAX_BYTES) {
      // A large one is freed before the next is decoded.
      this.#frames.clear()
      this.#bytes = 0
      freeDroppedBuffers()
    }
    const frame = this.#decode(pack, offset)
    this.#frames.set(name, frame)
    this.#bytes += frame.length
    for (const [oldest, bytes] of this.#frames) {
      if (this.#bytes <= MAX_BYTES || oldest === name) break
      this.#frames.delete(oldest)
      this.#bytes -= bytes.length
    }
    return frame
  }

  close(): void {
    for (const fd of this.#packs.values()) closeSync(fd)
    this.#packs.clear()
    this.#frames.clear()
    this.#bytes = 0
  }

  #decode(pack: Digest, offset: number): Buffer {
    try {
      return this.#reader.readPayload(this.#open(pack), offset)
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      throw new JsnapError('Corrupt', `damaged frame at byte ${offset} of pack ${pack}: ${error.message}`, {
        hint: DAMAGE_HINT,
        cause: error,
      })
    }
  }

  #open(pack: Digest): number {
    let fd = this.#packs.get(pack)
    if (fd !== undefined) return fd
    const [oldest] = this.#packs
    if (oldest !== undefined && this.#packs.size >= MAX_OPEN_PACKS) {
      closeSync(oldest[1])
      this.#packs.delete(oldest[0])
    }
    const file = packFile(this.#packsFolder, pack)
    try {
      fd = openSync(file, 'r')
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      throw new JsnapError('Corrupt', `pack ${pack} is missing`, {
        hint: "restore the file, or run 'jsnap fsck --repair' to see what is lost",
        cause: error,
      })
    }
    this.#packs.set(pack, fd)
    return fd
  }
}
