import type { Gap } from '../../model/commit.ts'
import { gitignoreMatcher } from '../../runtime/gitignore.ts'
import type { Matcher } from '../../runtime/glob.ts'
import { formatCountOf } from '../../runtime/format-count.ts'

/** The patterns of a folder, as of a .gitignore, and what they have left out of it so far. */
export class Ignored {
  readonly #ignores: Matcher
  readonly #rules: readonly (readonly [pattern: string, matches: Matcher])[]
  readonly #counts = new Map<string, number>()
  readonly #patterns: readonly string[]

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns
    this.#ignores = gitignoreMatcher(patterns)
    this.#rules = patterns.map((pattern) => [pattern, gitignoreMatcher([pattern])])
  }

  /** Says whether a path is left out; that of a folder ends in `/`, and nothing below it is asked about. */
  ignores(path: string): boolean {
    if (!this.#ignores(path)) return false
    const [pattern = ''] = this.#rules.findLast(([, matches]) => matches(path)) ?? []
    this.#counts.set(pattern, (this.#counts.get(pattern) ?? 0) + 1)
    return true
  }

  /** What was left out below a prefix, by pattern. */
  gaps(prefix: string): Gap[] {
    const kept = this.#patterns
      .filter((pattern) => pattern.startsWith('!'))
      .map((pattern) => globOf(pattern.slice(1), prefix))
    return [...this.#counts].map(([pattern, count]) => ({
      path: globOf(pattern, prefix),
      reason: `${formatCountOf(count, 'file or folder', 'files and folders')} left out by the ignore pattern '${pattern}'`,
      ...(kept.length === 0 ? {} : { except: kept }),
    }))
  }
}

/** The glob over paths that means about the same as a pattern. */
function globOf(pattern: string, prefix: string): string {
  // Braces and parentheses are signs of a glob and none of a .gitignore.
  const core = pattern.replace(/^\/|\/$/g, '').replace(/\\.|[{(]/gs, (sign) => sign.padStart(2, '\\'))
  const place = pattern.startsWith('/') || core.includes('/') ? core : `**/${core}`
  return `${prefix}${place}${pattern.endsWith('/') ? '/**/*' : '{,/**}'}`
}
