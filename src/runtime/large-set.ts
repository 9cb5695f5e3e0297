/** V8 ends a `Set` and a `Map` with a RangeError at 16,777,217 members. */
export const MOST_MEMBERS = 1 << 24

/** A set of texts that may have more members than a `Set`: as many sets as it takes. */
export class LargeSet {
  readonly #sets: Set<string>[] = [new Set()]
  readonly #most: number

  constructor(most = MOST_MEMBERS) {
    this.#most = most
  }

  get size(): number {
    return this.#sets.reduce((sum, set) => sum + set.size, 0)
  }

  has(text: string): boolean {
    return this.#sets.some((set) => set.has(text))
  }

  add(text: string): void {
    if (this.has(text)) return
    const open = this.#sets.find((set) => set.size < this.#most)
    if (open === undefined) this.#sets.push(new Set([text]))
    else open.add(text)
  }

  delete(text: string): void {
    for (const set of this.#sets) if (set.delete(text)) return
  }
}
