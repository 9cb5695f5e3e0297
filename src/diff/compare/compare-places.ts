import { parseEntry, type Entry } from '../../model/entry.ts'
import { comparePaths } from '../../model/paths.ts'
import type { Store } from '../../store/store.ts'
import { entries, findLine } from '../../store/tree.ts'
import { unreadEntries } from '../../store/unread-entries.ts'
import type { Version } from '../../versions/version.ts'
import type { Change } from './change.ts'
import { checkPaths } from './check-paths.ts'
import type { Comparison, EntryPair } from './compare.ts'
import { entryChanges, sideOf } from './entry-changes.ts'
import { NotComparedTally } from './not-compared.ts'
import { OneSided } from './one-sided.ts'
import { markersOfTwoKeys } from './other-key.ts'
import { findRenames } from './renames.ts'
import { findSimilar } from './similar.ts'
import { summarise } from './summary.ts'
import type { HiddenPlace } from './unknown-places.ts'

/** A place that is compared: a path of a version, and all that is below it. */
export interface Place {
  readonly version: Version
  readonly path: string
}

/**
 * Compares two places, of one version or of two: each path below the first with the same path below the second. Changes
 * have the paths of the second; what is only in the first, its own.
 * @throws JsnapError NoSuchPath for a place that its version does not have
 */
export function comparePlaces(
  store: Store,
  from: Place,
  to: Place,
  similarity: number | undefined,
): Comparison {
  for (const { version, path } of [from, to]) checkPaths(store, [version, version], [path])
  const [before, after] = [entriesBelow(store, from), entriesBelow(store, to)]
  const pairs = new Map<string, EntryPair>()
  const aside = new NotComparedTally()
  const comparison = {
    store,
    documents: undefined,
    differInMarkers: markersOfTwoKeys(store, from.version, to.version),
    aside,
  }
  const changes: Change[] = []
  for (const [below, now] of after) {
    const was = before.get(below)
    if (was === undefined || areEqual(was, now)) continue
    pairs.set(now.path, { before: was, after: now })
    changes.push(...entryChanges(was, now, comparison))
  }
  const hide = (side: 'from' | 'to') => (path: string, place: HiddenPlace) => {
    if (!place.isEntry) aside.add(side, path, place.reason)
    else if (!changes.some((change) => change.type === 'unknown' && change.path === place.path))
      changes.push({ type: 'unknown', path: place.path, reason: place.reason, entries: 0 })
  }
  const went = visible(store, before, after, to, hide('to'))
  const came = visible(store, after, before, from, hide('from'))
  const exact = findRenames(went, came)
  const isFree = (taken: readonly { readonly before: Entry; readonly after: Entry }[]) => (entry: Entry) =>
    !taken.some(({ before, after }) => before === entry || after === entry)
  const similar =
    similarity === undefined
      ? undefined
      : findSimilar(store, went.filter(isFree(exact)), came.filter(isFree(exact)), similarity)
  const renames = [...exact, ...(similar?.renames ?? [])]
  for (const { before: was, after: now, similarity: likeness } of renames) {
    pairs.set(now.path, { before: was, after: now })
    changes.push({
      type: 'renamed',
      path: now.path,
      from: was.path,
      ...(likeness === undefined ? {} : { similarity: likeness }),
      before: sideOf(was),
      after: sideOf(now),
    })
  }
  for (const entry of went.filter(isFree(renames))) {
    pairs.set(entry.path, { before: entry })
    changes.push({ type: 'removed', path: entry.path, before: sideOf(entry) })
  }
  for (const entry of came.filter(isFree(renames))) {
    pairs.set(entry.path, { after: entry })
    changes.push({ type: 'added', path: entry.path, after: sideOf(entry) })
  }
  changes.sort((a, b) => comparePaths(a.path, b.path))
  return {
    changes,
    summary: summarise(changes),
    entries: pairs,
    notCompared: aside.all,
    ...(similar?.isComplete === false ? { lacksRenames: true } : {}),
  }
}

/** The entries of a place by what follows its path. */
function entriesBelow(store: Store, { version, path }: Place): Map<string, Entry> {
  const { tree } = version.commit
  const own = findLine(store, tree, path)
  const lines = [...(own === undefined ? [] : [own]), ...entries(store, tree, `${path}/`)]
  return new Map(lines.map(parseEntry).map((entry) => [entry.path.slice(path.length), entry]))
}

function areEqual(a: Entry, b: Entry): boolean {
  return (
    a.type === b.type &&
    a.sha256 === b.sha256 &&
    a.size === b.size &&
    JSON.stringify(a.meta) === JSON.stringify(b.meta)
  )
}

/** What one place has and the other has not, although it could; what the other's version knows nothing about goes to `hide`. */
function visible(
  store: Store,
  own: ReadonlyMap<string, Entry>,
  other: ReadonlyMap<string, Entry>,
  { version, path }: Place,
  hide: (path: string, place: HiddenPlace) => void,
): Entry[] {
  const sided = new OneSided(unreadEntries(store, version.commit), version.commit, undefined, (one) => [one])
  return [...own].flatMap(([below, entry]) => {
    if (other.has(below)) return []
    const verdict = sided.verdict({ ...entry, path: path + below })
    if (verdict.kind === 'hidden') hide(path + below, verdict.place)
    return verdict.kind === 'changed' ? [entry] : []
  })
}
