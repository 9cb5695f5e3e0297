import type { Secret } from '../model/secret.ts'
import { comparePaths } from '../model/paths.ts'
import type { Mark, MarkAt } from '../sources/mark.ts'

/** Keeps the secret values that a capture meets, in memory, until they are sealed or dropped. */
export class SecretVault {
  readonly #mark: Mark
  /** By paths, and there by name and value. */
  readonly #secrets = new Map<string, Map<string, Secret>>()

  constructor(mark: Mark) {
    this.#mark = mark
  }

  /** Marks the values of what is at a path, and keeps them. */
  readonly markAt: MarkAt = (path) => (name, value) => {
    let here = this.#secrets.get(path)
    if (here === undefined) this.#secrets.set(path, (here = new Map<string, Secret>()))
    const key = `${name}\0${value}`
    const known = here.get(key)
    if (known !== undefined) return { $secret: known.marker }
    const marked = this.#mark(name, value)
    here.set(key, { path, name, marker: marked.$secret, value })
    return marked
  }

  get isEmpty(): boolean {
    return this.#secrets.size === 0
  }

  /** The values at these paths, in the order of paths and names. */
  at(paths: Iterable<string>): Secret[] {
    const found: Secret[] = []
    for (const path of paths) found.push(...(this.#secrets.get(path)?.values() ?? []))
    return found.sort(
      (a, b) =>
        comparePaths(a.path, b.path) || comparePaths(a.name, b.name) || comparePaths(a.marker, b.marker),
    )
  }
}
