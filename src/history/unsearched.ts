import type { Store } from '../store/store.ts'
import { hasBelow } from '../versions/entry-at.ts'
import { basePath } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'

/** A place of which a version does not say whether what is looked for is there. */
export interface Unsearched {
  readonly version: Version
  readonly path: string
  readonly reason: string
}

/**
 * What a search of these paths, or of everything, passes over in versions because they could not read it or leave it
 * out. Where only paths are looked for, an entry without content is found like any other. A search of everything is not
 * about what no version ever had.
 */
export function unsearched(
  store: Store,
  versions: readonly Version[],
  paths: readonly string[],
  looksInside: boolean,
): Unsearched[] {
  const folders = paths.map(basePath).map((base) => (base === '' ? '' : `${base}/`))
  const isSearched = (place: string) =>
    paths.length === 0 || folders.some((folder) => folder.startsWith(place) || `${place}/`.startsWith(folder))
  const wasThere = new Map<string, boolean>()
  const isOfInterest = (place: string) => {
    const known = wasThere.get(place) ?? versions.some((version) => hasBelow(store, version, place))
    wasThere.set(place, known)
    return known || paths.length > 0
  }
  return versions.flatMap((version) => {
    const { problems, notCovered } = version.commit
    const reasons = new Map<string, string>()
    for (const { path, code } of problems)
      if (isSearched(path) && (looksInside || path.endsWith('/')) && !reasons.has(path))
        reasons.set(path, code)
    for (const { path, reason } of notCovered)
      if (isSearched(path) && isOfInterest(path)) reasons.set(path, reason)
    return [...reasons].map(([path, reason]) => ({ version, path, reason }))
  })
}
