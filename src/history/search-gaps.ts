import type { Asked } from '../model/asked.ts'
import { askedOf } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { hasBelow } from '../versions/entry-at.ts'
import { lineage } from '../versions/lineage.ts'
import { basePath } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'

/** A place of which a version does not say whether what is looked for is there. */
export interface SearchGap {
  readonly version: Version
  readonly path: string
  readonly reason: string
}

/**
 * What a search of these paths, or of everything, passes over in versions because they could not read it, leave it out or
 * were not asked for it. Where only paths are looked for, an entry without content is found like any other. A search of
 * everything is not about what no version ever had.
 */
export function searchGaps(
  store: Store,
  versions: readonly Version[],
  paths: readonly string[],
  looksInside: boolean,
): SearchGap[] {
  const folders = paths.map(basePath).map((base) => (base === '' ? '' : `${base}/`))
  const isSearched = (place: string) =>
    paths.length === 0 || folders.some((folder) => folder.startsWith(place) || `${place}/`.startsWith(folder))
  const all = [...lineage(store), ...versions]
  const wasThere = new Map<string, boolean>()
  const isOfInterest = (place: string) => {
    const known = wasThere.get(place) ?? all.some((version) => hasBelow(store, version, place))
    wasThere.set(place, known)
    return known || paths.length > 0
  }
  const others = differentlyAsked(store, all)
  return versions.flatMap((version) => {
    const { problems, notCovered } = version.commit
    const reasons = new Map<string, string>()
    for (const { path, code } of problems)
      if (isSearched(path) && (looksInside || path.endsWith('/')) && !reasons.has(path))
        reasons.set(path, code)
    for (const { path, reason } of notCovered)
      if (isSearched(path) && isOfInterest(path)) reasons.set(path, reason)
    const asked = askedOf(store, version.commit)
    for (const other of others) {
      for (const path of other.places) {
        const reason = isSearched(path) ? asked.reasonAgainst(path, other) : undefined
        if (reason !== undefined && isOfInterest(path) && !reasons.has(path)) reasons.set(path, reason)
      }
      if (!other.regionalPrefixes.some((prefix) => isSearched(prefix) && isOfInterest(prefix))) continue
      for (const region of other.scope.regions)
        if (!asked.scope.regions.includes(region))
          reasons.set(`**@${region}**`, `region ${region} was not asked for`)
    }
    return [...reasons].map(([path, reason]) => ({ version, path, reason }))
  })
}

/** What versions were asked for, each such scope once. */
function differentlyAsked(store: Store, versions: readonly Version[]): Asked[] {
  const byScope = new Map(
    versions.map(({ commit }) => [
      JSON.stringify([commit.scope, commit.regions, commit.sources.map(({ name }) => name)]),
      commit,
    ]),
  )
  return [...byScope.values()].map((commit) => askedOf(store, commit))
}
