import type { ObjectBytes } from './frame.ts'

/** Bytes that share a frame, before compression: small contents; measured, see docs/decisions/0002-frames.md. */
export const CONTENT_FRAME = 512 * 1024
/** Neighbouring chunks of one content, which are read in order anyway. */
export const CHUNK_FRAME = 256 * 1024
/** Tree nodes and documents, which are also read one by one; measured, see docs/decisions/0003-tree-nodes.md. */
export const NODE_FRAME = 128 * 1024

/** Gathers objects until the next one would make their frame larger than its target, and has them written. */
export class FrameGatherer {
  readonly #target: number
  readonly #write: (objects: readonly ObjectBytes[]) => void
  #objects: ObjectBytes[] = []
  #bytes = 0

  constructor(target: number, write: (objects: readonly ObjectBytes[]) => void) {
    this.#target = target
    this.#write = write
  }

  /** The bytes must stay as they are until they are written. */
  add(object: ObjectBytes): void {
    const { length } = object.bytes
    if (this.#bytes + length > this.#target) this.flush()
    this.#objects.push(object)
    this.#bytes += length
  }

  /** Has written what is left. */
  flush(): void {
    const objects = this.#objects
    if (objects.length === 0) return
    this.#objects = []
    this.#bytes = 0
    this.#write(objects)
  }
}
