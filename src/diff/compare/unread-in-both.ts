import { areNamedApart, type Asked } from '../../model/asked.ts'
import { parseEntry } from '../../model/entry.ts'
import { comparePaths } from '../../model/paths.ts'
import { askedApart } from '../../store/asked-of.ts'
import type { Store } from '../../store/store.ts'
import { findLine } from '../../store/tree.ts'
import { basePath, pathFilter } from '../../versions/path-filter.ts'
import type { Version } from '../../versions/version.ts'
import type { Change } from './change.ts'
import type { Comparison } from './compare.ts'
import { summarise } from './summary.ts'

/**
 * A comparison with the places that neither version could read, each an `unknown` change with `inBoth`: the trees do not
 * differ there, and yet nothing is known of them.
 */
export function withUnreadInBoth(
  store: Store,
  comparison: Comparison,
  [a, b]: readonly [Version, Version],
  paths: readonly string[] = [],
): Comparison {
  const isWanted = pathFilter(paths)
  const told = new Set(comparison.changes.map(({ path }) => path))
  const [inA, inB] = unreadPaths(store, a, b)
  const places = [...inB].filter(([path]) => inA.has(path) && !told.has(path))
  const unread = places.flatMap(([path, own]): Change[] => {
    if (!isWanted(path) && !paths.some((named) => isBelow(basePath(named), path))) return []
    const before = findLine(store, a.commit.tree, inA.get(path) ?? path)
    const after = findLine(store, b.commit.tree, own)
    // A problem can be of a path that is not in the version, as when it was left out of it.
    if (before === undefined || after === undefined) return []
    const { type } = parseEntry(after)
    const reason = type === 'unknown' || type === 'stub' ? UNREAD : PARTLY
    return [{ type: 'unknown', path, reason, inBoth: true, entries: 0 }]
  })
  if (unread.length === 0) return comparison
  const changes = [...comparison.changes, ...unread].sort((x, y) => comparePaths(x.path, y.path))
  return { ...comparison, changes, summary: summarise(changes) }
}

/** The paths of the problems of two versions, by what a comparison of them calls the same: with the region where paths have one and the primary ones differ. */
function unreadPaths(
  store: Store,
  a: Version,
  b: Version,
): readonly [Map<string, string>, Map<string, string>] {
  const asked = askedApart(store, a.commit, b.commit)
  const isApart = asked !== undefined && areNamedApart(asked.before, asked.after)
  const named = ({ commit: { problems } }: Version, own: Asked | undefined) =>
    new Map(
      problems.map(
        ({ path }) => [isApart && own !== undefined ? own.namedByRegion(path) : path, path] as const,
      ),
    )
  return [named(a, asked?.before), named(b, asked?.after)]
}

const UNREAD = 'could not be read in either version'
const PARTLY = 'part of it could not be read in either version'

function isBelow(path: string, place: string): boolean {
  return place.endsWith('/') && path.startsWith(place)
}

/**
 * Says whether changes count as differences (`--exit-code`). What neither version could read counts where its path was
 * asked for: an account may have items that nobody can ever read, as a folder whose path is too long.
 */
export function areDifferent(changes: readonly Change[], paths: readonly string[]): boolean {
  return changes.some(({ inBoth }) => inBoth === undefined || paths.length > 0)
}
