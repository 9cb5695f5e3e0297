import type { Change } from '../diff/compare/change.ts'
import { compare, type Comparison, type EntryPair } from '../diff/compare/compare.ts'
import { hiddenPlaces } from '../diff/compare/unknown-places.ts'
import { summarise } from '../diff/compare/summary.ts'
import { askedPath, parseEntry, pathOfLine, type Entry } from '../model/entry.ts'
import { gapBase } from '../model/gap-matcher.ts'
import type { Matcher } from '../runtime/glob.ts'
import type { ListsAt } from '../services/lists-at.ts'
import { askedApart } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { treeChanges } from '../store/tree-changes.ts'
import { TreeReader } from '../store/tree.ts'
import { unreadEntries, unreadReason } from '../store/unread-entries.ts'
import { lineage } from '../versions/lineage.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'
import { overlapping } from './overlapping.ts'
import { readSince } from './read-since.ts'

/** What changed in a version since one of those before. */
export interface Since {
  /** Undefined of what is seen for the first time. */
  readonly before: Version | undefined
  readonly comparison: Comparison
}

/**
 * What changed from one version to a later one, each path once: what only the earlier one does not know since the last
 * version that does; where there is none, it is seen for the first time.
 */
export function changesSince(
  store: Store,
  before: Version,
  version: Version,
  listsAt: ListsAt,
  paths: readonly string[] = [],
): Since[] {
  const parts: Since[] = []
  const lacks: Lack[] = []
  const isOpen = lackedByAll(lacks)
  let isBelow: Matcher = () => true
  let last: Version | undefined = before
  while (last !== undefined) {
    const one: Version = last
    const comparison = compare(store, one, version, paths, { within: isOpen, namesOtherRules: true })
    const lack = lackOf(store, one, version)
    const unread = [
      ...lack.places,
      ...comparison.changes.flatMap(({ type, path }) =>
        type === 'unknown' && lack.reasonAt(path) !== undefined ? [path] : [],
      ),
    ].filter(isBelow)
    const unasked = [
      ...(lack.isAskedLess ? [''] : []),
      ...comparison.notCompared.flatMap(({ version: side, path }) => (side === 'from' ? [path] : [])),
    ].filter(isBelow)
    const isAll = unread.length + unasked.length === 0
    const known = isAll
      ? comparison
      : compare(store, one, version, paths, {
          namesOtherRules: true,
          within: (path) => isOpen(path) && lack.reasonAt(path) === undefined,
        })
    parts.push({ before: one, comparison: asRead(store, known, one, version, listsAt) })
    if (isAll) return parts
    lacks.push(lack)
    isBelow = overlapping([...unread, ...unasked])
    last = lastThatSaysOther(store, one, isBelow, unread.length === 0)
  }
  const reasonAt = (path: string) => (isOpen(path) ? lacks.at(-1)?.reasonAt(path) : undefined)
  const wasThere: Matcher = (path) => lacks.some((lack) => lack.wasThere(path))
  const lines = linesSince(store, parts.at(-1)?.before ?? before, version, paths)
  return [...parts, { before: undefined, comparison: firstSeen(lines, paths, reasonAt, wasThere) }]
}

/** Matches what none of the versions that were asked already knows; each is asked once for a path. */
function lackedByAll(lacks: readonly Lack[]): Matcher {
  /** How many of them do not know a path; -1 for what one knows. */
  const counts = new Map<string, number>()
  return (path) => {
    let count = counts.get(path) ?? 0
    for (; count >= 0 && count < lacks.length; counts.set(path, count))
      count = lacks[count]?.reasonAt(path) === undefined ? -1 : count + 1
    return count >= 0
  }
}

/** A comparison in which members that only the earlier version could not read are compared with what was last read. */
function asRead(
  store: Store,
  comparison: Comparison,
  before: Version,
  version: Version,
  listsAt: ListsAt,
): Comparison {
  const entries = new Map(comparison.entries)
  const changes = comparison.changes.flatMap((change): Change[] => {
    const now = readSince(store, change, entries.get(change.path) ?? {}, before, version, listsAt)
    // What changed is reported: the entries of the two would show more.
    if (now !== change) entries.delete(change.path)
    return now === undefined ? [] : [now]
  })
  return { ...comparison, changes, summary: summarise(changes), entries }
}

function linesSince(
  store: Store,
  before: Version,
  version: Version,
  paths: readonly string[],
): readonly string[] {
  return treeChanges(store, before.commit, version.commit, commonPrefix(paths)).after
}

/** What a version does not know, and a later one says something of, be it that it could not read it. */
interface Lack {
  /** The places that it could not list or left out, and the later one did not. */
  readonly places: readonly string[]
  /** It was not asked for all that the later one was. */
  readonly isAskedLess: boolean
  /** The earlier version has it, and may not have read it. */
  readonly wasThere: Matcher
  /** Why the earlier version has no information about a path; undefined where it does, or the later one does not either. */
  readonly reasonAt: (path: string) => string | undefined
}

function lackOf(store: Store, before: Version, version: Version): Lack {
  const asked = askedApart(store, before.commit, version.commit)
  const [was, is] = [
    unsaidOf(store, before, (path) => asked?.before.reasonAgainst(path, asked.after)),
    unsaidOf(store, version, (path) => asked?.after.reasonAgainst(path, asked.before)),
  ]
  const placesNow = new Set(is.places)
  return {
    places: was.places.filter((place) => !placesNow.has(place)),
    isAskedLess: asked !== undefined && !asked.before.covers(asked.after),
    wasThere: (path) => was.entryAt(path) !== undefined,
    reasonAt: (path) => {
      const named = askedPath(is.entryAt(path) ?? { path, type: 'file' })
      const unsaid = was.at(path, named)
      if (unsaid === undefined) return undefined
      const unsaidNow = is.at(path, named)
      // That it could not be read is reported for each version that was the first to ask.
      const isTold = unsaidNow === undefined || (unsaidNow.isUnread && !unsaid.isUnread)
      return isTold ? unsaid.reason : undefined
    },
  }
}

/** Why a version has no information about a path. */
interface Unsaid {
  readonly reason: string
  /** It was asked for, and could not be read. */
  readonly isUnread: boolean
}

interface UnsaidOf {
  readonly places: readonly string[]
  readonly entryAt: (path: string) => Entry | undefined
  readonly at: (path: string, named: string) => Unsaid | undefined
}

function unsaidOf(store: Store, version: Version, unasked: (path: string) => string | undefined): UnsaidOf {
  const { commit } = version
  const hidden = hiddenPlaces(unreadEntries(store, commit), commit)
  const entryAt = knownEntries(store, version)
  return {
    // Nothing is below a region that was not asked for: the scope says that.
    places: hidden.map(gapBase).filter((place) => !place.startsWith('@')),
    entryAt,
    at: (path, named) => {
      const entry = entryAt(path)
      if (entry !== undefined)
        return entry.type === 'stub' ? { reason: unreadReason(entry), isUnread: true } : undefined
      const place = hidden.find(({ matches }) => matches(path))
      if (place !== undefined) return { reason: place.reason, isUnread: place.isEntry }
      const reason = unasked(named)
      return reason === undefined ? undefined : { reason, isUnread: false }
    },
  }
}

/** Finds the entry at a path, be it a stub; undefined also at a place that could not be listed. */
function knownEntries(store: Store, { commit }: Version): (path: string) => Entry | undefined {
  const reader = new TreeReader(store, commit.tree)
  return (path) => {
    const line = reader.find(path)
    const entry = line === undefined ? undefined : parseEntry(line)
    return entry?.type === 'unknown' ? undefined : entry
  }
}

/**
 * The last version before one that has no information about something else, as far as places go that `isBelow` matches;
 * of what is not asked for alone, one of another scope. Why it has no information about a place is not a difference:
 * there are counts in it.
 */
function lastThatSaysOther(
  store: Store,
  { commit }: Version,
  isBelow: Matcher,
  isOfScope: boolean,
): Version | undefined {
  const textOf = ({ scope, notCovered, problems, tree }: Version['commit']): string =>
    JSON.stringify([
      scope,
      ...(isOfScope
        ? []
        : [
            notCovered.filter((gap) => isBelow(gapBase(gap))).map(({ path, except }) => [path, except]),
            problems.map(({ path }) => path).filter(isBelow),
          ]),
      // Which objects are above a size limit, only the tree says.
      ...(scope?.s3?.buckets === undefined ? [] : [tree]),
    ])
  const text = textOf(commit)
  return commit.parent === null
    ? undefined
    : lineage(store, commit.parent).find((one) => textOf(one.commit) !== text)
}

/**
 * The lines of a version that no version before knows, by why the last of these does not. Of what one of them has and
 * could not read, nothing can be said.
 */
export function firstSeen(
  lines: Iterable<string>,
  paths: readonly string[],
  reasonAt: (path: string) => string | undefined,
  wasThere: Matcher = () => false,
): Comparison {
  const isWanted = pathFilter(paths)
  const changes: Change[] = []
  const pairs = new Map<string, EntryPair>()
  for (const line of lines) {
    const path = pathOfLine(line)
    const reason = isWanted(path) ? reasonAt(path) : undefined
    if (reason === undefined) continue
    const entry = parseEntry(line)
    const { type, sha256, size } = entry
    if (type === 'unknown' || type === 'stub')
      changes.push({ type: 'unknown', path, reason: unreadReason(entry) })
    else
      changes.push({ type: wasThere(path) ? 'unknown' : 'firstSeen', path, after: { sha256, size }, reason })
    pairs.set(path, { after: entry })
  }
  return { changes, summary: summarise(changes), entries: pairs, notCompared: [] }
}
