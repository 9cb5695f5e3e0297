import { parseEntry, pathOfLine, type Entry } from '../../model/entry.ts'
import type { Asked } from '../../model/asked.ts'
import type { Matcher } from '../../runtime/glob.ts'
import { otherSecretRules } from '../../model/other-secret-rules.ts'
import { comparePaths } from '../../model/paths.ts'
import { isSizeUnasked } from '../../model/size-limit.ts'
import { askedApart } from '../../store/asked-of.ts'
import type { Store } from '../../store/store.ts'
import { treeChanges } from '../../store/tree-changes.ts'
import type { LinesOnlyIn } from '../../store/tree-diff.ts'
import { unreadEntries, unreadReason } from '../../store/unread-entries.ts'
import { commonPrefix, pathFilter } from '../../versions/path-filter.ts'
import type { Version } from '../../versions/version.ts'
import type { Change, Side } from './change.ts'
import { equalTags } from './equal-tags.ts'
import { differsOnlyInUnknown } from './unknown-members.ts'
import { linesByRegion } from './lines-by-region.ts'
import { namesApart } from './names-apart.ts'
import { markersOfTwoKeys } from './other-key.ts'
import type { HiddenPlace } from './unknown-places.ts'
import { metaDetails } from '../document/meta-details.ts'
import { NotComparedTally, type NotCompared } from './not-compared.ts'
import { OneSided } from './one-sided.ts'
import { findRenames, type Rename } from './renames.ts'
import { scopedChange } from './scoped-change.ts'
import { DocumentScope } from './scoped-documents.ts'
import { findSimilar } from './similar.ts'
import { summarise, type Summary } from './summary.ts'

/** The entries that a change is between. */
export interface EntryPair {
  readonly before?: Entry
  readonly after?: Entry
}

export interface Comparison {
  /** In path order. */
  readonly changes: readonly Change[]
  readonly summary: Summary
  /** The entries of each change, by its path. */
  readonly entries: ReadonlyMap<string, EntryPair>
  /** What only one of the versions was asked for. */
  readonly notCompared: readonly NotCompared[]
  /** How documents are brought to what both versions know; none when they were asked for the same. */
  readonly documents?: DocumentScope
  /** So many paths went and came that they were not compared with each other. */
  readonly lacksRenames?: true
}

export interface CompareOptions {
  /**
   * What is renamed may have changed so far that this percentage is as before: what went and came is read for it.
   */
  readonly similarity?: number | undefined
  /** Only what is at these paths is looked at. */
  readonly within?: Matcher
  /** What both have by other secret rules is an unknown change of each path, and not left out. */
  readonly namesOtherRules?: true
}

/**
 * Compares two versions by walking only what differs, in what both were asked for. What one of them does not know is
 * `unknown`, never removed or added. `paths` restrict it to these paths, what is below them, and globs, with what was
 * moved into or out of them.
 */
export function compare(
  store: Store,
  a: Version,
  b: Version,
  paths: readonly string[] = [],
  { similarity, within, namesOtherRules }: CompareOptions = {},
): Comparison {
  const asked = askedApart(store, a.commit, b.commit)
  const apart = namesApart(asked)
  const namesOf = apart ?? ((path: string) => [path])
  const isNamed = pathFilter(paths)
  const isIn: Matcher = within === undefined ? isNamed : (path) => isNamed(path) && within(path)
  const isWanted: Matcher = apart === undefined ? isIn : (path) => apart(path).some(isIn)
  const lines =
    asked !== undefined && apart !== undefined
      ? linesByRegion(store, { ...a, asked: asked.before }, { ...b, asked: asked.after })
      : linesFor(store, a, b, commonPrefix(paths), isWanted)
  const before = byPath(lines.before.map(parseEntry))
  const after = byPath(lines.after.map(parseEntry))
  const documents = asked === undefined ? undefined : new DocumentScope(asked.before, asked.after)
  const hasOtherRule =
    asked === undefined ? undefined : otherSecretRules(asked.before.scope, asked.after.scope)
  const aside = new NotComparedTally()
  const changes: Change[] = []
  const pairs = new Map<string, EntryPair>()
  const removed: Entry[] = []
  const added: Entry[] = []
  const comparing: Comparing = {
    store,
    documents,
    differInMarkers: markersOfTwoKeys(store, a, b),
    aside,
    haveEqualTags: equalTags(store, a, b),
  }
  for (const entry of before.values()) {
    const now = after.get(entry.path)
    if (now === undefined) removed.push(entry)
    else if (isWanted(entry.path)) {
      if (asked !== undefined && isSizeUnasked(entry, now, asked.before, asked.after))
        aside.add(now.type === 'stub' ? 'to' : 'from', now.path, 'it is above the size limit')
      else if (hasOtherRule?.(entry, now) === true) {
        const { path } = now
        const reason = 'the secret rules changed, and with them what is stored'
        if (namesOtherRules === true)
          changes.push({ type: 'unknown', path, before: sideOf(entry), after: sideOf(now), reason })
        else aside.add('either', path, reason)
      } else changes.push(...changed(entry, now, comparing))
      pairs.set(entry.path, { before: entry, after: now })
    }
  }
  for (const entry of after.values()) if (!before.has(entry.path)) added.push(entry)

  const [asA, asB] = asked === undefined ? [] : [asked.before, asked.after]
  /** Says of what one version has and the other does not whether that one could have it. */
  const oneSided = (version: Version, own: Asked | undefined, other: Asked | undefined): OneSided =>
    new OneSided(
      unreadEntries(store, version.commit),
      version.commit,
      own === undefined || other === undefined ? undefined : [own, other],
      namesOf,
    )
  const hidden = (gone: readonly Entry[], side: 'from' | 'to'): Entry[] => {
    if (gone.length === 0) return []
    // Whether the version without them knows the place is asked of that version: most often there is nothing to ask.
    const other = side === 'to' ? oneSided(b, asB, asA) : oneSided(a, asA, asB)
    const hiding = new Map<HiddenPlace, number>()
    const visible = gone.filter((entry) => {
      const verdict = other.verdict(entry)
      if (verdict.kind === 'changed') return true
      if (verdict.kind === 'no entry' || !isWanted(entry.path)) return false
      if (verdict.kind === 'not asked') aside.add(side, entry.path, verdict.reason)
      else if (!verdict.place.isEntry) aside.add(side, entry.path, verdict.place.reason)
      else hiding.set(verdict.place, (hiding.get(verdict.place) ?? 0) + 1)
      return false
    })
    for (const [{ path, reason }, entries] of hiding) changes.push({ type: 'unknown', path, reason, entries })
    return visible
  }
  const unread = added.filter(({ type, path }) => type === 'unknown' && isWanted(path))
  const unreadIn = unread.length === 0 ? undefined : oneSided(a, asA, asB)
  const newlyUnread = unread.filter((entry) => unreadIn?.isNewlyUnread(entry) === true)
  const went = hidden(removed, 'to')
  const came = hidden(added, 'from')
  for (const entry of newlyUnread) {
    if (!changes.some(({ type, path }) => type === 'unknown' && path === entry.path)) {
      changes.push({ type: 'unknown', path: entry.path, reason: unreadReason(entry), entries: 0 })
    }
  }

  const exact = findRenames(went, came)
  const taken = new Set(exact.flatMap(({ before, after }) => [before, after]))
  const isFree = (entry: Entry) => !taken.has(entry)
  const similar =
    similarity === undefined
      ? undefined
      : findSimilar(store, went.filter(isFree), came.filter(isFree), similarity)
  const renames: readonly Rename[] = [...exact, ...(similar?.renames ?? [])]
  const renamed = new Set(renames.flatMap(({ before, after }) => [before, after]))
  for (const { before: from, after: to, similarity: percent } of renames) {
    if (!isWanted(from.path) && !isWanted(to.path)) continue
    const details = metaDetails(from.meta, to.meta)
    changes.push({
      type: 'renamed',
      path: to.path,
      from: from.path,
      ...(percent === undefined ? {} : { similarity: percent }),
      before: sideOf(from),
      after: sideOf(to),
      ...(details.length > 0 ? { details } : {}),
    })
    pairs.set(to.path, { before: from, after: to })
  }
  // Copies are looked for among what differs, which costs nothing.
  const contents = new Map([...before.values()].map(({ sha256, path }) => [sha256, path]))
  contents.delete(null)
  for (const entry of went) {
    if (renamed.has(entry) || !isWanted(entry.path)) continue
    changes.push({ type: 'removed', path: entry.path, before: sideOf(entry) })
    pairs.set(entry.path, { before: entry })
  }
  for (const entry of came) {
    if (renamed.has(entry) || !isWanted(entry.path)) continue
    const copyOf = entry.size === 0 ? undefined : contents.get(entry.sha256)
    changes.push({
      type: 'added',
      path: entry.path,
      ...(copyOf === undefined ? {} : { copyOf }),
      after: sideOf(entry),
    })
    pairs.set(entry.path, { after: entry })
  }
  changes.sort((x, y) => comparePaths(x.path, y.path))
  return {
    changes,
    summary: summarise(changes),
    entries: pairs,
    notCompared: aside.all,
    ...(documents === undefined ? {} : { documents }),
    ...(similar?.isComplete === false ? { lacksRenames: true } : {}),
  }
}

/** What differs below a prefix; all that differs, when something that went or came there can have been moved. */
function linesFor(store: Store, a: Version, b: Version, prefix: string, isWanted: Matcher): LinesOnlyIn {
  const lines = treeChanges(store, a.commit, b.commit, prefix)
  if (prefix === '') return lines
  const [before, after] = [new Set(lines.before.map(pathOfLine)), new Set(lines.after.map(pathOfLine))]
  const isMovable = [...before.symmetricDifference(after)].some(isWanted)
  return isMovable ? treeChanges(store, a.commit, b.commit) : lines
}

function byPath(list: readonly Entry[]): Map<string, Entry> {
  return new Map(list.map((entry) => [entry.path, entry]))
}

/** What two entries at one path are compared by. */
interface Comparing {
  readonly store: Store
  /** Undefined where both versions were asked for the same members of documents. */
  readonly documents: DocumentScope | undefined
  /** Undefined where the secrets of both versions are marked with one key. */
  readonly differInMarkers: ((before: Entry, after: Entry) => boolean) | undefined
  /** Takes the members of documents that were left out. */
  readonly aside?: NotComparedTally
  readonly haveEqualTags?: Matcher
}

/** How one path differs that both versions have; no change where they are alike as far as both know it. */
export function changed(
  before: Entry,
  after: Entry,
  { store, documents, differInMarkers, aside, haveEqualTags }: Comparing,
): Change[] {
  const { path } = after
  const sides = { before: sideOf(before), after: sideOf(after) }
  if (isUnread(after) && isUnread(before)) {
    return before.size === after.size
      ? []
      : [{ type: 'unknown', path, ...sides, reason: unreadReason(after) }]
  }
  if (isUnread(after) || isUnread(before)) {
    const reason = unreadReason(isUnread(after) ? after : before)
    const seen = haveEqualTags?.(path) === true ? ': content not read; ETag equal' : ''
    return [{ type: 'unknown', path, ...sides, reason: reason + seen }]
  }
  const scoped = documents === undefined ? undefined : scopedChange(store, before, after, documents)
  if (scoped !== undefined && scoped.leftOut.length > 0) aside?.addMembers(scoped.kind, scoped.leftOut)
  if (scoped?.verdict === 'same') return []
  if (scoped === undefined ? differsOnlyInUnknown(before, after, store) : scoped.verdict === 'unknown') {
    return [{ type: 'unknown', path, ...sides, reason: 'a part of it could not be read' }]
  }
  const details = metaDetails(before.meta, after.meta)
  if (differInMarkers?.(before, after) === true && before.sha256 !== after.sha256 && details.length === 0) {
    return [{ type: 'unknown', path, ...sides, reason: 'its secrets are marked with another key' }]
  }
  if (before.sha256 === after.sha256 && before.type === after.type)
    return [{ type: 'metadata', path, ...sides, details }]
  return [{ type: 'modified', path, ...sides, ...(details.length > 0 ? { details } : {}) }]
}

function isUnread({ type }: Entry): boolean {
  return type === 'stub' || type === 'unknown'
}

function sideOf({ sha256, size }: Entry): Side {
  return { sha256, size }
}
