/** As much as a batch of small contents can be expected to need, or the window over a large one. */
const BLOCK = 6 * 1024 * 1024

const idle: Arena[] = []

/**
 * Memory that a batch's contents are read into, and that the next batch uses again. A buffer for each file would be
 * 50,000 allocations outside of the heap, which the garbage collector learns of too late: it doubled peak memory.
 */
export class Arena {
  readonly #block = Buffer.allocUnsafeSlow(BLOCK)
  #used = 0

  /** Gets one that nobody uses. */
  static acquire(): Arena {
    return idle.pop() ?? new Arena()
  }

  /** Gives it back; what was allocated from it must not be used any more. */
  release(): void {
    this.#used = 0
    idle.push(this)
  }

  /** Memory with arbitrary content. */
  allocate(size: number): Buffer {
    if (this.#used + size > BLOCK) return Buffer.allocUnsafeSlow(size)
    this.#used += size
    return this.#block.subarray(this.#used - size, this.#used)
  }
}
