import type { Change } from '../diff/compare/change.ts'
import type { Comparison, EntryPair } from '../diff/compare/compare.ts'
import { explain, type Explained, type Explaining } from '../diff/compare/explain.ts'
import { summarise } from '../diff/compare/summary.ts'
import type { Digest } from '../model/digest.ts'
import { parseEntry, pathOfLine } from '../model/entry.ts'
import { comparePaths } from '../model/paths.ts'
import type { Store } from '../store/store.ts'
import { entries } from '../store/tree.ts'
import { blindReason } from '../versions/coverage-gap.ts'
import { lineage } from '../versions/lineage.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'
import { changesSince, firstSeen } from './changes-since.ts'

/** A version in which something changed, or which has no information about it. */
export type Step =
  | {
      readonly kind: 'changed'
      readonly version: Version
      /** The version that it is compared with: its parent, or the nearest before that says something of the paths. */
      readonly before: Version | undefined
      readonly explained: Explained
    }
  | {
      readonly kind: 'blind'
      readonly version: Version
      /** What of the paths it has no information about; undefined when that is all. */
      readonly path: string | undefined
      readonly reason: string
    }

/** A stretch of history. */
export interface Stretch {
  /** The newest version; HEAD when not given. */
  readonly from?: Digest | undefined
  /** Which of those before are part of it. */
  readonly isWanted?: (version: Version) => boolean
}

/**
 * The versions in which any of these paths changed, or what is below them, newest first. Only nodes of the trees that
 * differ are read. A version that has no information about the paths is skipped, and reported; where it has no
 * information about a part, that part is compared with the nearest before that does.
 */
export function* pathHistory(
  store: Store,
  paths: readonly string[],
  explaining: Pick<Explaining, 'ignore' | 'sortKey' | 'listsAt' | 'layout'>,
  { from, isWanted = () => true }: Stretch = {},
): Generator<Step, void, undefined> {
  let version: Version | undefined
  let blind: string | undefined
  for (const before of lineage(store, from)) {
    const reason = paths.length === 0 ? undefined : blindReason(store, before, paths)
    if (reason !== undefined) {
      if (isWanted(before)) yield { kind: 'blind', version: before, path: undefined, reason }
      blind ??= reason
      continue
    }
    if (version !== undefined && isWanted(version))
      yield* changedStep(store, before, version, paths, explaining)
    version = before
    blind = undefined
  }
  if (version === undefined || !isWanted(version)) return
  const comparison =
    blind === undefined
      ? allAdded(store, version, paths)
      : firstSeen(entries(store, version.commit.tree, commonPrefix(paths)), paths, () => blind)
  const explained = { ...comparison, ignored: { details: 0, changes: 0 } }
  if (explained.changes.length > 0) yield { kind: 'changed', version, before: undefined, explained }
}

function* changedStep(
  store: Store,
  before: Version,
  version: Version,
  paths: readonly string[],
  explaining: Pick<Explaining, 'ignore' | 'sortKey' | 'listsAt' | 'layout'>,
): Generator<Step, void, undefined> {
  const explained = together(
    changesSince(store, before, version, explaining.listsAt, paths).map(
      ({ before: last = before, comparison }) =>
        explain(store, comparison, { ...explaining, versions: [last, version], where: () => true }),
    ),
  )
  if (explained.changes.length > 0) yield { kind: 'changed', version, before, explained }
  else
    for (const { version: side, path, reason } of explained.notCompared)
      if (side === 'to') yield { kind: 'blind', version, path, reason }
}

/** Comparisons of one version with several before. */
function together(parts: readonly Explained[]): Explained {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  const changes = parts.flatMap((part) => part.changes).sort((a, b) => comparePaths(a.path, b.path))
  const sumOf = (count: (ignored: Explained['ignored']) => number) =>
    parts.reduce((sum, { ignored }) => sum + count(ignored), 0)
  return {
    changes,
    summary: summarise(changes),
    entries: new Map(parts.flatMap((part) => [...part.entries])),
    notCompared: parts.flatMap((part) => part.notCompared),
    ignored: { details: sumOf(({ details }) => details), changes: sumOf((ignored) => ignored.changes) },
  }
}

/** The first version, in which everything is new. */
function allAdded(store: Store, { commit }: Version, paths: readonly string[]): Comparison {
  const isWanted = pathFilter(paths)
  const changes: Change[] = []
  const pairs = new Map<string, EntryPair>()
  for (const line of entries(store, commit.tree, commonPrefix(paths))) {
    if (!isWanted(pathOfLine(line))) continue
    const entry = parseEntry(line)
    const { path, type, sha256, size } = entry
    if (type === 'unknown') changes.push({ type, path, reason: 'it could not be read' })
    else changes.push({ type: 'added', path, after: { sha256, size } })
    pairs.set(path, { after: entry })
  }
  return {
    changes,
    summary: summarise(changes),
    entries: pairs,
    notCompared: [],
  }
}
