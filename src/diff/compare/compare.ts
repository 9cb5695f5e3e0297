import { parseEntry, pathOfLine, type Entry } from '../../model/entry.ts'
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
import type { Change } from './change.ts'
import { entryChanges, sideOf } from './entry-changes.ts'
import { equalTags } from './equal-tags.ts'
import { linesByRegion } from './lines-by-region.ts'
import { namesApart } from './names-apart.ts'
import { markersOfTwoKeys } from './other-key.ts'
import type { HiddenPlace } from './unknown-places.ts'
import { metaDetails } from '../document/meta-details.ts'
import { NotComparedTally, type NotCompared } from './not-compared.ts'
import { OneSided } from './one-sided.ts'
import { findRenames, type Rename } from './renames.ts'
import { DocumentScope } from './scoped-documents.ts'
import { findSimilar } from './similar.ts'
import { summarise, type Summary } from './summary.ts'

/** The entries that a change is between. */
export interface EntryPair {
  readonly before?: Entry
  readonly after?: Entry
}

/** What a comparison of two versions found. */
export interface Comparison {
  /** In path order. */
  readonly changes: readonly Change[]
  readonly summary: Summary
  /** The entries of each change, by its path. */
  readonly entries: ReadonlyMap<string, EntryPair>
  /** What only one of the versions was asked for. */
  readonly notCompared: readonly NotCompared[]
  /** How documents are brought to what both versions know; none when they were asked for the same. @internal */
  readonly documents?: DocumentScope
  /** Too many paths were added and removed to compare them with each other. */
  readonly lacksRenames?: true
}

/** What of two versions is compared, and how. */
export interface CompareOptions {
  /**
   * The minimum similarity of a rename, in percent: removed and added entries are read for it.
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
  options: CompareOptions = {},
): Comparison {
  return new Comparer(store, a, b, paths, options).compare()
}

type Sided = 'from' | 'to'

/** One comparison, as far as it has come. */
class Comparer {
  readonly #store: Store
  readonly #versions: Readonly<Record<Sided, Version>>
  readonly #paths: readonly string[]
  readonly #options: CompareOptions
  /** What each was asked for; undefined where that is the same. */
  readonly #asked: ReturnType<typeof askedApart>
  readonly #namesOf: ((path: string) => readonly string[]) | undefined
  readonly #isWanted: Matcher
  readonly #aside = new NotComparedTally()
  readonly #changes: Change[] = []
  readonly #pairs = new Map<string, EntryPair>()

  constructor(store: Store, a: Version, b: Version, paths: readonly string[], options: CompareOptions) {
    this.#store = store
    this.#versions = { from: a, to: b }
    this.#paths = paths
    this.#options = options
    this.#asked = askedApart(store, a.commit, b.commit)
    const namesOf = namesApart(this.#asked)
    const isNamed = pathFilter(paths)
    const { within } = options
    const isIn: Matcher = within === undefined ? isNamed : (path) => isNamed(path) && within(path)
    this.#namesOf = namesOf
    this.#isWanted = namesOf === undefined ? isIn : (path) => namesOf(path).some(isIn)
  }

  compare(): Comparison {
    const lines = this.#lines()
    const before = byPath(lines.before.map(parseEntry))
    const after = byPath(lines.after.map(parseEntry))
    const documents =
      this.#asked === undefined ? undefined : new DocumentScope(this.#asked.before, this.#asked.after)
    this.#compareBoth(before, after, documents)
    const removed = [...before.values()].filter(({ path }) => !after.has(path))
    const added = [...after.values()].filter(({ path }) => !before.has(path))
    const newlyUnread = this.#newlyUnread(added)
    const went = this.#visible(removed, 'to')
    const came = this.#visible(added, 'from')
    this.#addUnread(newlyUnread)
    const { renamed, isComplete } = this.#addRenames(went, came)
    // Copies are looked for among what differs, which costs nothing.
    const contents = new Map([...before.values()].map(({ sha256, path }) => [sha256, path]))
    contents.delete(null)
    const isFree = (entry: Entry) => !renamed.has(entry) && this.#isWanted(entry.path)
    for (const entry of went.filter(isFree)) this.#addRemoved(entry)
    for (const entry of came.filter(isFree)) this.#addAdded(entry, contents)
    this.#changes.sort((x, y) => comparePaths(x.path, y.path))
    return {
      changes: this.#changes,
      summary: summarise(this.#changes),
      entries: this.#pairs,
      notCompared: this.#aside.all,
      ...(documents === undefined ? {} : { documents }),
      ...(isComplete ? {} : { lacksRenames: true }),
    }
  }

  /** The lines that differ. */
  #lines(): LinesOnlyIn {
    const { from, to } = this.#versions
    return this.#asked !== undefined && this.#namesOf !== undefined
      ? linesByRegion(
          this.#store,
          { ...from, asked: this.#asked.before },
          { ...to, asked: this.#asked.after },
        )
      : linesFor(this.#store, from, to, commonPrefix(this.#paths), this.#isWanted)
  }

  /** What both versions have at one path. */
  #compareBoth(
    before: ReadonlyMap<string, Entry>,
    after: ReadonlyMap<string, Entry>,
    documents: DocumentScope | undefined,
  ): void {
    const { from, to } = this.#versions
    const comparison = {
      store: this.#store,
      documents,
      differInMarkers: markersOfTwoKeys(this.#store, from, to),
      aside: this.#aside,
      haveEqualTags: equalTags(this.#store, from, to),
    }
    const hasOtherRule =
      this.#asked === undefined
        ? undefined
        : otherSecretRules(this.#asked.before.scope, this.#asked.after.scope)
    for (const entry of before.values()) {
      const now = after.get(entry.path)
      if (now === undefined || !this.#isWanted(entry.path)) continue
      this.#pairs.set(entry.path, { before: entry, after: now })
      if (this.#asked !== undefined && isSizeUnasked(entry, now, this.#asked.before, this.#asked.after))
        this.#aside.add(now.type === 'stub' ? 'to' : 'from', now.path, 'it is above the size limit')
      else if (hasOtherRule?.(entry, now) === true) this.#addOtherRule(entry, now)
      else this.#changes.push(...entryChanges(entry, now, comparison))
    }
  }

  #addOtherRule(before: Entry, after: Entry): void {
    const { path } = after
    const reason = 'the secret rules changed, so it is stored in another form'
    if (this.#options.namesOtherRules === true)
      this.#changes.push({ type: 'unknown', path, before: sideOf(before), after: sideOf(after), reason })
    else this.#aside.add('either', path, reason)
  }

  /** Says of what the other version has and this one does not whether this one could have it. */
  #oneSided(side: Sided): OneSided {
    const { commit } = this.#versions[side]
    const asked = this.#asked
    const bothAsked = side === 'to' ? [asked?.after, asked?.before] : [asked?.before, asked?.after]
    const [own, other] = bothAsked
    return new OneSided(
      unreadEntries(this.#store, commit),
      commit,
      own === undefined || other === undefined ? undefined : [own, other],
      this.#namesOf ?? ((path) => [path]),
    )
  }

  /** Of what the version of a side does not have, what it would have; of the rest it is noted why. */
  #visible(gone: readonly Entry[], side: Sided): Entry[] {
    if (gone.length === 0) return []
    // Whether the version without them knows the place is asked of that version: most often there is nothing to ask.
    const other = this.#oneSided(side)
    const hiding = new Map<HiddenPlace, number>()
    const visible = gone.filter((entry) => {
      const verdict = other.verdict(entry)
      if (verdict.kind === 'changed') return true
      if (verdict.kind === 'no entry' || !this.#isWanted(entry.path)) return false
      if (verdict.kind === 'not asked') this.#aside.add(side, entry.path, verdict.reason)
      else if (!verdict.place.isEntry) this.#aside.add(side, entry.path, verdict.place.reason)
      else hiding.set(verdict.place, (hiding.get(verdict.place) ?? 0) + 1)
      return false
    })
    for (const [{ path, reason }, entries] of hiding)
      this.#changes.push({ type: 'unknown', path, reason, entries })
    return visible
  }

  #newlyUnread(added: readonly Entry[]): Entry[] {
    const unread = added.filter(({ type, path }) => type === 'unknown' && this.#isWanted(path))
    if (unread.length === 0) return []
    const before = this.#oneSided('from')
    return unread.filter((entry) => before.isNewlyUnread(entry))
  }

  #addUnread(unread: readonly Entry[]): void {
    for (const entry of unread) {
      const { path } = entry
      if (this.#changes.some((change) => change.type === 'unknown' && change.path === path)) continue
      this.#changes.push({ type: 'unknown', path, reason: unreadReason(entry), entries: 0 })
    }
  }

  /** Returns the entries that are taken by renames. */
  #addRenames(
    went: readonly Entry[],
    came: readonly Entry[],
  ): { readonly renamed: ReadonlySet<Entry>; readonly isComplete: boolean } {
    const { similarity } = this.#options
    const exact = findRenames(went, came)
    const taken = new Set(exact.flatMap(({ before, after }) => [before, after]))
    const isFree = (entry: Entry) => !taken.has(entry)
    const similar =
      similarity === undefined
        ? undefined
        : findSimilar(this.#store, went.filter(isFree), came.filter(isFree), similarity)
    const renames = [...exact, ...(similar?.renames ?? [])]
    for (const rename of renames)
      if (this.#isWanted(rename.before.path) || this.#isWanted(rename.after.path)) this.#addRename(rename)
    return {
      renamed: new Set(renames.flatMap(({ before, after }) => [before, after])),
      isComplete: similar?.isComplete !== false,
    }
  }

  #addRename({ before, after, similarity }: Rename): void {
    const details = metaDetails(before.meta, after.meta)
    this.#changes.push({
      type: 'renamed',
      path: after.path,
      from: before.path,
      ...(similarity === undefined ? {} : { similarity }),
      before: sideOf(before),
      after: sideOf(after),
      ...(details.length > 0 ? { details } : {}),
    })
    this.#pairs.set(after.path, { before, after })
  }

  #addRemoved(entry: Entry): void {
    this.#changes.push({ type: 'removed', path: entry.path, before: sideOf(entry) })
    this.#pairs.set(entry.path, { before: entry })
  }

  #addAdded(entry: Entry, contents: ReadonlyMap<Entry['sha256'], string>): void {
    const copyOf = entry.size === 0 ? undefined : contents.get(entry.sha256)
    this.#changes.push({
      type: 'added',
      path: entry.path,
      ...(copyOf === undefined ? {} : { copyOf }),
      after: sideOf(entry),
    })
    this.#pairs.set(entry.path, { after: entry })
  }
}

/** What differs below a prefix; all that differs, when something removed or added there can have been moved. */
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
