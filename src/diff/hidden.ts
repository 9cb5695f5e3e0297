import type { Commit } from '../model/commit.ts'
import type { Entry } from '../model/entry.ts'
import { globMatcher, isGlob, type Matcher } from '../model/glob.ts'

/** A place of a version of which nothing is known, and what the other version has there. */
export interface HiddenPlace {
  readonly path: string
  readonly reason: string
  readonly matches: Matcher
  /** An entry of its own says so, rather than the commit. */
  readonly isEntry: boolean
  entries: number
}

/** The places of which a version says that it does not know them: `unknown` entries, and what its commit does not cover. */
export function hiddenPlaces(unknown: readonly Entry[], { notCovered }: Commit): HiddenPlace[] {
  const places: HiddenPlace[] = unknown.map(({ path, meta }) => ({
    path,
    reason: typeof meta['code'] === 'string' ? meta['code'] : 'unknown',
    matches: (other) => other.startsWith(path),
    isEntry: true,
    entries: 0,
  }))
  for (const { path, reason, except } of notCovered) {
    const inside = matcherOf(path)
    const excepted = except === undefined ? () => false : globMatcher(except)
    places.push({
      path,
      reason,
      matches: (other) => inside(other) && !excepted(other),
      isEntry: false,
      entries: 0,
    })
  }
  return places
}

function matcherOf(path: string): Matcher {
  if (path.endsWith('/')) return (other) => other.startsWith(path)
  if (!isGlob(path)) return (other) => other === path
  const matches = globMatcher([path])
  return (other) => other === path || matches(other)
}
