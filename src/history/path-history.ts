import type { Change } from '../diff/change.ts'
import { compare, type Comparison, type EntryPair } from '../diff/compare.ts'
import { explain, type Explained, type Explaining } from '../diff/explain.ts'
import { summarise } from '../diff/summary.ts'
import { parseEntry, pathOfLine } from '../model/entry.ts'
import { gapMatcher } from '../model/gap-matcher.ts'
import { isGlob, type Matcher } from '../model/glob.ts'
import { comparePaths } from '../model/paths.ts'
import { askedOf, unaskedReason } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { treeChanges } from '../store/tree-changes.ts'
import { entries } from '../store/tree.ts'
import { history } from '../versions/history.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'
import { blindReason, blindReasonAt } from '../versions/blind.ts'

/** A version in which something changed, or which says nothing of it. */
export type Step =
  | {
      readonly kind: 'changed'
      readonly version: Version
      /** The version that it is compared with: its parent, or the nearest before that says something of the paths. */
      readonly before: Version | undefined
      readonly explained: Explained
    }
  | { readonly kind: 'blind'; readonly version: Version; readonly reason: string }

/**
 * The versions in which any of these paths changed, or what is below them, newest first. Only nodes of the trees that
 * differ are read. A version that says nothing of the paths is passed over, and told; where it says nothing of a part,
 * that part is compared with the nearest before that does.
 */
export function* pathHistory(
  store: Store,
  paths: readonly string[],
  explaining: Pick<Explaining, 'ignore' | 'sortKey'>,
): Generator<Step, void, undefined> {
  let version: Version | undefined
  for (const before of history(store)) {
    const reason = paths.length === 0 ? undefined : blindReason(store, before, paths)
    if (reason !== undefined) {
      yield { kind: 'blind', version: before, reason }
      continue
    }
    if (version !== undefined && differs(store, before, version, paths)) {
      const direct = compare(store, before, version, paths)
      const asked = askedEarlier(store, direct, before, version, paths)
      const comparison = lookingBack(store, asked, before, version, paths)
      const versions = [before, version] as const
      const explained = explain(store, comparison, { ...explaining, versions, where: () => true })
      if (explained.changes.length > 0) yield { kind: 'changed', version, before, explained }
    }
    version = before
  }
  if (version === undefined) return
  const explained = allAdded(store, version, paths)
  if (explained.changes.length > 0) yield { kind: 'changed', version, before: undefined, explained }
}

/** A comparison in which what the earlier version was not asked for is compared with the last one that was. */
function askedEarlier(
  store: Store,
  comparison: Comparison,
  before: Version,
  version: Version,
  paths: readonly string[],
  within: Matcher = () => true,
): Comparison {
  const isMissing = comparison.notCompared.some((left) => left.version === 'from')
  const { parent } = before.commit
  if (!isMissing || parent === null) return comparison
  const says = saysOf(store, before)
  const last = history(store, parent).find((one) => saysOf(store, one).what !== says.what)
  if (last === undefined) return comparison
  const isLeft: Matcher = (path) => within(path) && says.nothingOf(path)
  const since = askedEarlier(
    store,
    compare(store, last, version, paths, { within: isLeft }),
    last,
    version,
    paths,
    isLeft,
  )
  const changes = [...comparison.changes, ...since.changes].sort((a, b) => comparePaths(a.path, b.path))
  return {
    ...comparison,
    changes,
    summary: summarise(changes),
    entries: new Map([...comparison.entries, ...since.entries]),
    notCompared: [...comparison.notCompared.filter((left) => left.version !== 'from'), ...since.notCompared],
  }
}

/** What a version was asked for and covers, as a text, and of which paths it says nothing for that. */
function saysOf(store: Store, { commit }: Version): { readonly what: string; readonly nothingOf: Matcher } {
  const asked = askedOf(store, commit)
  const gaps = commit.notCovered.map(gapMatcher)
  return {
    what: JSON.stringify([asked.scope, commit.notCovered]),
    nothingOf: (path) => gaps.some((matches) => matches(path)) || unaskedReason(asked, path) !== undefined,
  }
}

/** A comparison in which the places that only the earlier version does not know are compared with the last one that does. */
function lookingBack(
  store: Store,
  comparison: Comparison,
  before: Version,
  version: Version,
  paths: readonly string[],
): Comparison {
  const isWanted = pathFilter(paths)
  const pairs = new Map(comparison.entries)
  const unknown = new Set(comparison.changes.flatMap(({ type, path }) => (type === 'unknown' ? [path] : [])))
  const changes = comparison.changes.flatMap((change): readonly Change[] => {
    const { type, path } = change
    if (type !== 'unknown' || isGlob(path)) return [change]
    const knows = (one: Version) => blindReasonAt(store, one, path.replace(/\/$/, '')) === undefined
    const { parent } = before.commit
    const last =
      parent === null || knows(before) || !knows(version) ? undefined : history(store, parent).find(knows)
    if (last === undefined) return [change]
    const { changes: since, entries: entriesSince } = compare(store, last, version, [path])
    for (const [at, pair] of entriesSince) pairs.set(at, pair)
    return since.filter(
      (one) =>
        (isWanted(one.path) || (one.from !== undefined && isWanted(one.from))) &&
        !(one.type === 'unknown' && unknown.has(one.path)),
    )
  })
  changes.sort((a, b) => comparePaths(a.path, b.path))
  return { ...comparison, changes, summary: summarise(changes), entries: pairs }
}

function differs(store: Store, a: Version, b: Version, paths: readonly string[]): boolean {
  const isWanted = pathFilter(paths)
  const lines = treeChanges(store, a.commit, b.commit, commonPrefix(paths))
  return [lines.before, lines.after].some((side) => side.some((line) => isWanted(pathOfLine(line))))
}

/** The first version, in which everything is new. */
function allAdded(store: Store, { commit }: Version, paths: readonly string[]): Explained {
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
    ignored: { details: 0, changes: 0 },
  }
}
