import { pathOfLine } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import { entries } from '../store/tree.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'
import type { Comparison } from './compare.ts'

/** What a comparison that found no change shows: nothing, where neither version has an entry that was compared. */
export function asItWas(
  store: Store,
  { notCompared }: Pick<Comparison, 'notCompared'>,
  versions: readonly Version[],
  paths: readonly string[],
): string {
  if (notCompared.length === 0) return 'the account is as it was'
  const aside = notCompared.reduce(
    (sum, { version, entries }) => sum + (version === 'either' ? 0 : entries),
    0,
  )
  return hasMore(store, versions, paths, aside) ? 'what was compared is as it was' : 'nothing was compared'
}

/** Says whether versions have more entries at some paths than so many. */
function hasMore(
  store: Store,
  versions: readonly Version[],
  paths: readonly string[],
  count: number,
): boolean {
  const isWanted = pathFilter(paths)
  let left = count
  for (const { commit } of versions)
    for (const line of entries(store, commit.tree, commonPrefix(paths)))
      if (isWanted(pathOfLine(line)) && --left < 0) return true
  return false
}
