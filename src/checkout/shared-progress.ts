const STOP = 0
const FILES = 1
const BYTES = 2

/** Counts what the threads of a checkout have done, and asks all of them to stop. Memory that they share, so no messages. */
export class SharedProgress {
  readonly buffer: SharedArrayBuffer
  readonly #cells: BigInt64Array

  /** Begins again, or joins the progress that another thread began. */
  constructor(buffer = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer
    this.#cells = new BigInt64Array(buffer)
  }

  stop(): void {
    Atomics.store(this.#cells, STOP, 1n)
  }

  get stopped(): boolean {
    return Atomics.load(this.#cells, STOP) === 1n
  }

  addFile(): void {
    Atomics.add(this.#cells, FILES, 1n)
  }

  addBytes(bytes: number): void {
    Atomics.add(this.#cells, BYTES, BigInt(bytes))
  }

  get files(): number {
    return Number(Atomics.load(this.#cells, FILES))
  }

  get bytes(): number {
    return Number(Atomics.load(this.#cells, BYTES))
  }
}
