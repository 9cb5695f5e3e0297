import picomatch from 'picomatch'
import type { Source } from '../sources/source.ts'

/**
 * What `--only` and `--skip` leave of an estate. Each takes names of sources and path globs; a glob that names a folder
 * takes in everything below it.
 */
export class Selection {
  readonly #only: Rule[]
  readonly #skip: Rule[]

  constructor(only: readonly string[], skip: readonly string[], sources: readonly Source[]) {
    this.#only = only.map((text) => ruleOf(text, sources))
    this.#skip = skip.map((text) => ruleOf(text, sources))
  }

  /** Says whether an entry at this path is wanted. */
  includes(path: string): boolean {
    if (this.#skip.some((rule) => rule.matches(path))) return false
    return this.#only.length === 0 || this.#only.some((rule) => rule.matches(path))
  }

  /** Says whether every path that begins with the prefix is wanted. */
  includesAll(prefix: string): boolean {
    if (this.#skip.some((rule) => rule.reaches(prefix))) return false
    return this.#only.length === 0 || this.#only.some((rule) => rule.covers(prefix))
  }

  /** Says whether any path that begins with the prefix can be wanted. */
  reaches(prefix: string): boolean {
    if (this.#skip.some((rule) => rule.covers(prefix))) return false
    return this.#only.length === 0 || this.#only.some((rule) => rule.reaches(prefix))
  }
}

interface Rule {
  matches(path: string): boolean
  /** Every path that begins with the prefix matches. */
  covers(prefix: string): boolean
  /** Some path that begins with the prefix may match. */
  reaches(prefix: string): boolean
}

function ruleOf(text: string, sources: readonly Source[]): Rule {
  const source = sources.find(({ name }) => name === text)
  if (source !== undefined) {
    const matches = (path: string) => source.prefixes.some((prefix) => path.startsWith(prefix))
    return { matches, covers: matches, reaches: matches }
  }
  const glob = text.replace(/\/+$/, '')
  const exact = picomatch(glob, { dot: true })
  const below = picomatch(`${glob}/**`, { dot: true })
  const { base } = picomatch.scan(glob)
  const matches = (path: string) => exact(path) || below(path)
  return {
    matches,
    covers: (prefix) => matches(prefix.replace(/\/$/, '')),
    reaches: (prefix) => prefix.startsWith(base) || `${base}/`.startsWith(prefix) || base.startsWith(prefix),
  }
}

/** The words of `--only` and `--skip` that name neither a source nor a path of one. */
export function unknownWords(words: readonly string[], sources: readonly Source[]): string[] {
  const prefixes = sources.flatMap((source) => source.prefixes)
  return words.filter((word) => {
    if (sources.some(({ name }) => name === word)) return false
    const first = word.split('/')[0] ?? ''
    return !prefixes.some((prefix) => picomatch.isMatch(prefix.slice(0, -1), first))
  })
}
