import { pathOfLine } from '../../model/entry.ts'
import { askedApart } from '../../store/asked-of.ts'
import type { Store } from '../../store/store.ts'
import { entries } from '../../store/tree.ts'
import { commonPrefix, pathFilter } from '../../versions/path-filter.ts'
import type { Version } from '../../versions/version.ts'
import { compare, type Comparison } from './compare.ts'
import { namesApart } from './names-apart.ts'

/**
 * The paths of a comparison at which nothing was compared, since only one version was asked for what is there; an empty
 * one where no path was named and nothing was compared at all.
 */
export function uncomparedPaths(
  store: Store,
  { notCompared }: Pick<Comparison, 'notCompared'>,
  versions: readonly [Version, Version],
  paths: readonly string[],
): string[] {
  if (notCompared.length === 0) return []
  if (paths.length > 1)
    return paths.flatMap((path) =>
      uncomparedPaths(store, compare(store, ...versions, [path]), versions, [path]),
    )
  return hasCompared(store, notCompared, versions, paths) ? [] : [paths[0] ?? '']
}

/** Says whether versions have more at some paths than what was not compared. */
export function hasCompared(
  store: Store,
  notCompared: Comparison['notCompared'],
  [a, b]: readonly [Version, Version],
  paths: readonly string[],
): boolean {
  const asked = askedApart(store, a.commit, b.commit)
  const namesOf = namesApart(asked)
  const isNamed = pathFilter(paths)
  const isWanted = namesOf === undefined ? isNamed : (path: string) => namesOf(path).some(isNamed)
  const prefix = namesOf === undefined ? commonPrefix(paths) : ''
  const aside = notCompared.reduce(
    (sum, { members, entries }) => sum + (members === undefined ? entries : 0),
    0,
  )
  const found = new Set<string>()
  const sides = [
    [a, asked?.before],
    [b, asked?.after],
  ] as const
  for (const [{ commit }, own] of sides)
    for (const line of entries(store, commit.tree, prefix)) {
      const path = pathOfLine(line)
      // As they are compared: what two primary regions have at one path are two items.
      const named = namesOf === undefined ? path : (own?.namedByRegion(path) ?? path)
      if (isWanted(named) && found.add(named).size > aside) return true
    }
  return false
}
