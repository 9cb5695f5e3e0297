import { createHash } from 'node:crypto'
import type { Digest } from '../model/digest.ts'
import type { Entry } from '../model/entry.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { LargeMap } from '../runtime/large-map.ts'
import { LargeSet } from '../runtime/large-set.ts'
import { sizeMismatch } from './entry-content.ts'
import { eachRow, FrameKind } from './frame.ts'
import type { Store } from './store.ts'

/** Says of each content whether it can be had whole. */
export class Contents {
  readonly #store: Store
  readonly #damaged: LargeSet
  readonly #full: boolean
  /** What is wrong with contents, and those with which nothing is. */
  readonly #wrong = new LargeMap<string>()
  readonly #sound = new LargeSet()

  constructor(store: Store, damaged: LargeSet, full: boolean) {
    this.#store = store
    this.#damaged = damaged
    this.#full = full
  }

  /** What is wrong with a content, or undefined. */
  wrongWith(sha256: Digest): string | undefined {
    if (this.#sound.has(sha256)) return undefined
    const known = this.#wrong.get(sha256)
    if (known !== undefined) return known
    const wrong = this.#examine(sha256)
    if (wrong === undefined) this.#sound.add(sha256)
    else this.#wrong.set(sha256, wrong)
    return wrong
  }

  /** What is wrong with an entry: with its content, or that it says another size. */
  wrongWithEntry(entry: Entry): string | undefined {
    const { sha256, size } = entry
    if (sha256 === null) return undefined
    const wrong = this.wrongWith(sha256)
    if (wrong !== undefined) return wrong
    const length = this.#store.contentLength(sha256)
    return length === size ? undefined : sizeMismatch(entry, length)
  }

  #examine(sha256: Digest): string | undefined {
    if (this.#damaged.has(sha256)) return 'is damaged'
    const location = this.#store.catalog.locate(sha256)
    if (location === undefined) return 'is in no pack'
    if (location.kind !== FrameKind.chunks) return undefined
    try {
      const list = this.#store.readChunkList(location)
      const seen = new LargeSet()
      for (const { sha256 } of eachRow(list)) {
        if (seen.has(sha256)) continue
        seen.add(sha256)
        if (this.#damaged.has(sha256)) return 'has a damaged chunk'
        if (!this.#store.catalog.has(sha256)) return 'has a chunk that is in no pack'
      }
      return this.#full && !this.#isWhole(sha256) ? 'does not match its chunks' : undefined
    } catch (error) {
      if (!isCorrupt(error)) throw error
      return `cannot be read: ${error.message}`
    }
  }

  #isWhole(sha256: Digest): boolean {
    const whole = createHash('sha256')
    for (const piece of this.#store.streamContent(sha256)) whole.update(piece)
    return whole.digest('hex') === sha256
  }
}
