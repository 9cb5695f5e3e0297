/** A small, fast generator of numbers that are the same on every machine for the same seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 ≤ number < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** 0 ≤ integer < limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** Fills and returns a buffer of bytes that do not compress. */
  bytes(length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length + (-length & 3))
    for (let i = 0; i < buffer.length; i += 4) buffer.writeUInt32LE(this.below(0x1_0000_0000), i)
    return buffer.subarray(0, length)
  }
}
