import { pathOfLine } from '../model/entry.ts'
import { comparePaths } from '../model/paths.ts'

/** Finds lines by their paths, which must be asked for in order. */
export class LinesInOrder {
  readonly #lines: Iterator<string, void>
  #line: string | undefined
  #path = ''

  constructor(lines: Iterable<string, void>) {
    this.#lines = lines[Symbol.iterator]()
    this.#advance()
  }

  find(path: string): string | undefined {
    while (this.#line !== undefined && comparePaths(this.#path, path) < 0) this.#advance()
    return this.#path === path ? this.#line : undefined
  }

  #advance(): void {
    this.#line = this.#lines.next().value ?? undefined
    if (this.#line !== undefined) this.#path = pathOfLine(this.#line)
  }
}
