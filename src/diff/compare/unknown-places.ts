import type { Commit } from '../../model/commit.ts'
import type { Entry } from '../../model/entry.ts'
import { gapMatcher } from '../../model/gap-matcher.ts'
import type { Matcher } from '../../runtime/glob.ts'

/** A place of a version of which nothing is known, and what the other version has there. */
export interface HiddenPlace {
  readonly path: string
  readonly reason: string
  readonly matches: Matcher
  /** An entry of its own says so, rather than the commit. */
  readonly isEntry: boolean
}

/** The places of which a version says that it does not know them: `unknown` entries, and what its commit does not cover. */
export function hiddenPlaces(
  unknown: readonly Entry[],
  { notCovered }: Pick<Commit, 'notCovered'>,
): HiddenPlace[] {
  const places: HiddenPlace[] = unknown.map(({ path, meta }) => ({
    path,
    reason: typeof meta['code'] === 'string' ? meta['code'] : 'unknown',
    matches: (other) => (path.endsWith('/') ? other.startsWith(path) : other === path),
    isEntry: true,
  }))
  for (const gap of notCovered) {
    const { path, reason } = gap
    places.push({ path, reason, matches: gapMatcher(gap), isEntry: false })
  }
  return places
}
