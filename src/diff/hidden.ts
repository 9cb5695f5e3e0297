import type { Commit } from '../model/commit.ts'
import type { Entry } from '../model/entry.ts'
import { globMatcher, type PathFilter } from '../versions/path-filter.ts'

/** A place of a version of which nothing is known, and what the other version has there. */
export interface HiddenPlace {
  readonly path: string
  readonly reason: string
  readonly matches: PathFilter
  /** An entry of its own says so, rather than the commit. */
  readonly isEntry: boolean
  entries: number
}

/** The places of which a version says that it does not know them: `unknown` entries, and what its commit does not cover. */
export async function hiddenPlaces(
  unknown: readonly Entry[],
  { notCovered }: Commit,
): Promise<HiddenPlace[]> {
  const places: HiddenPlace[] = unknown.map(({ path, meta }) => ({
    path,
    reason: typeof meta['code'] === 'string' ? meta['code'] : 'unknown',
    matches: (other) => other.startsWith(path),
    isEntry: true,
    entries: 0,
  }))
  for (const { path, reason, except } of notCovered) {
    const inside = await matcherOf(path)
    const excepted = except === undefined ? () => false : await globMatcher(except)
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

async function matcherOf(path: string): Promise<PathFilter> {
  if (path.endsWith('/')) return (other) => other.startsWith(path)
  if (!/[*?[{]/.test(path)) return (other) => other === path
  const glob = await globMatcher([path])
  return (other) => other === path || glob(other)
}
