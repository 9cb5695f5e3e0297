import { globBase, globMatcher } from '../runtime/glob.ts'

/** What a word of `--only` or `--skip` stands for: a source by its name, or a path glob, which takes in all below it. */
export interface PathRule {
  readonly word: string
  /** The rule as globs, or prefixes ending in `/`. */
  readonly globs: readonly string[]
  matches(path: string): boolean
  /** Every path that begins with the prefix matches. */
  covers(prefix: string): boolean
  /** Some path that begins with the prefix may match. */
  reaches(prefix: string): boolean
}

/** A source, as far as words and paths name it. */
export interface NamedSource {
  readonly name: string
  /** The path prefixes below which every path of it lies, each ending in `/`. */
  readonly prefixes: readonly string[]
}

/** The rule that a word makes over these sources. */
export function pathRule(word: string, sources: readonly NamedSource[]): PathRule {
  const source = sources.find(({ name }) => name === word)
  if (source !== undefined) {
    const matches = (path: string) => source.prefixes.some((prefix) => path.startsWith(prefix))
    return { word, globs: source.prefixes, matches, covers: matches, reaches: matches }
  }
  const glob = word.replace(/(?<!\/)\/+$/, '')
  const globs = [glob, `${glob}/**`]
  const matches = globMatcher(globs)
  const base = globBase(glob)
  return {
    word,
    globs,
    matches,
    covers: (prefix) => matches(prefix.replace(/\/$/, '')),
    reaches: (prefix) => prefix.startsWith(base) || `${base}/`.startsWith(prefix),
  }
}
