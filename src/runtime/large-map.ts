import { MOST_MEMBERS } from './large-set.ts'

/** A map by texts that may have more members than a `Map`: as many maps as it takes. */
export class LargeMap<Value> {
  readonly #maps = [new Map<string, Value>()]
  readonly #most: number

  constructor(most = MOST_MEMBERS) {
    this.#most = most
  }

  get size(): number {
    return this.#maps.reduce((sum, map) => sum + map.size, 0)
  }

  get(text: string): Value | undefined {
    return this.#maps.find((map) => map.has(text))?.get(text)
  }

  set(text: string, value: Value): void {
    const map = this.#maps.find((map) => map.has(text)) ?? this.#maps.find((map) => map.size < this.#most)
    if (map === undefined) this.#maps.push(new Map([[text, value]]))
    else map.set(text, value)
  }

  *entries(): Generator<[string, Value]> {
    for (const map of this.#maps) yield* map
  }
}
