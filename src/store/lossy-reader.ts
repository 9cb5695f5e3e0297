import type { Digest } from '../model/digest.ts'
import type { ScopeReader } from './asked-of.ts'
import type { Store } from './store.ts'

/**
 * Reads a version of which tree nodes are lost, as `fsck --repair` or a missing pack left it, or were never any: what
 * they held is skipped. What is damaged and still in the index is an error as ever: a new version would name it again.
 */
export class LossyReader implements ScopeReader {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  isLost(id: Digest): boolean {
    return !this.#store.hasContent(id)
  }

  readNode(id: Digest): string {
    return this.#store.readNode(id)
  }

  readContent(sha256: Digest): Buffer {
    return this.#store.readContent(sha256)
  }
}
