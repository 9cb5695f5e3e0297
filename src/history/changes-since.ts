import type { Change } from '../diff/change.ts'
import { compare, type Comparison, type EntryPair } from '../diff/compare.ts'
import { hiddenPlaces } from '../diff/hidden.ts'
import { summarise } from '../diff/summary.ts'
import { askedPath, parseEntry, pathOfLine, type Entry } from '../model/entry.ts'
import { gapBase } from '../model/gap-matcher.ts'
import type { Matcher } from '../model/glob.ts'
import { askedApart } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { treeChanges } from '../store/tree-changes.ts'
import { TreeReader } from '../store/tree.ts'
import { unreadEntries, unreadReason } from '../store/unread-entries.ts'
import { history } from '../versions/history.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'
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
  paths: readonly string[] = [],
): Since[] {
  const all = since(store, before, version, paths, { isIn: () => true, below: [''], wasThere: () => false })
  return all.map(({ before: last, comparison }) => ({
    before: last,
    comparison: last === undefined ? comparison : asRead(store, comparison, last, version),
  }))
}

/** A comparison in which members that only the earlier version could not read are compared with what was last read. */
function asRead(store: Store, comparison: Comparison, before: Version, version: Version): Comparison {
  const entries = new Map(comparison.entries)
  const changes = comparison.changes.flatMap((change): Change[] => {
    const now = readSince(store, change, entries.get(change.path) ?? {}, before, version)
    // What changed is told: the entries of the two would tell of more.
    if (now !== change) entries.delete(change.path)
    return now === undefined ? [] : [now]
  })
  return { ...comparison, changes, summary: summarise(changes), entries }
}

/** What the versions that were asked already do not know. */
interface Rest {
  readonly isIn: Matcher
  /** All of it is below one of these. */
  readonly below: readonly string[]
  /** One of them has it, and could not read it. */
  readonly wasThere: Matcher
}

function since(
  store: Store,
  before: Version,
  version: Version,
  paths: readonly string[],
  rest: Rest,
): Since[] {
  const comparison = compare(store, before, version, paths, { within: rest.isIn })
  const lack = lackOf(store, before, version)
  const isInRest = (place: string) => rest.below.some((one) => place.startsWith(one) || one.startsWith(place))
  const unread = [
    ...lack.places,
    ...comparison.changes.flatMap(({ type, path }) =>
      type === 'unknown' && lack.reasonAt(path) !== undefined ? [path] : [],
    ),
  ].filter(isInRest)
  const unasked = [
    ...(lack.isAskedLess ? [''] : []),
    ...comparison.notCompared.flatMap(({ version: side, path }) => (side === 'from' ? [path] : [])),
  ].filter(isInRest)
  const left = [...unread, ...unasked]
  if (left.length === 0) return [{ before, comparison }]
  const reasonAt = (path: string) => (rest.isIn(path) ? lack.reasonAt(path) : undefined)
  const known = compare(store, before, version, paths, {
    within: (path) => rest.isIn(path) && lack.reasonAt(path) === undefined,
  })
  const wasThere: Matcher = (path) => rest.wasThere(path) || lack.wasThere(path)
  const last = lastThatSaysOther(store, before, unread.length === 0)
  const others =
    last === undefined
      ? [
          {
            before: undefined,
            comparison: firstSeen(linesSince(store, before, version, paths), paths, reasonAt, wasThere),
          },
        ]
      : since(store, last, version, paths, {
          isIn: (path) => reasonAt(path) !== undefined,
          below: left,
          wasThere,
        })
  return [{ before, comparison: known }, ...others]
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
  /** Why the earlier version says nothing of a path; undefined where it does, or the later one does not either. */
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
      // That it could not be read is told of each version that was the first to ask.
      const isTold = unsaidNow === undefined || (unsaidNow.isUnread && !unsaid.isUnread)
      return isTold ? unsaid.reason : undefined
    },
  }
}

/** Why a version says nothing of a path. */
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
    places: hidden.map(gapBase),
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

/** The last version before one that says nothing of something else; of what is not asked for alone, one of another scope. */
function lastThatSaysOther(store: Store, { commit }: Version, isOfScope: boolean): Version | undefined {
  const textOf = ({ scope, notCovered, problems, tree }: Version['commit']): string =>
    JSON.stringify([
      scope,
      ...(isOfScope ? [] : [notCovered, problems.map(({ path }) => path)]),
      // Which objects are above a size limit, only the tree says.
      ...(scope?.s3?.buckets === undefined ? [] : [tree]),
    ])
  const text = textOf(commit)
  return commit.parent === null
    ? undefined
    : history(store, commit.parent).find((one) => textOf(one.commit) !== text)
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
