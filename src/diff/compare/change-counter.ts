import { areNamedApart, isAskedAlike, type Asked } from '../../model/asked.ts'
import type { Commit, Counts } from '../../model/commit.ts'
import { entryLine, parseEntry, pathOfLine, type Entry } from '../../model/entry.ts'
import { isCorrupt } from '../../runtime/errors.ts'
import { comparePaths } from '../../model/paths.ts'
import { otherSecretRules, type HasOtherSecretRule } from '../../model/other-secret-rules.ts'
import { isSizeUnasked } from '../../model/size-limit.ts'
import type { Uncounted } from '../../model/uncounted.ts'
import { LossyReader } from '../../store/lossy-reader.ts'
import { readSound } from '../../store/read-sound.ts'
import type { Store } from '../../store/store.ts'
import type { LostStretch } from '../../store/tree.ts'
import { unreadEntries } from '../../store/unread-entries.ts'
import { entryChanges } from './entry-changes.ts'
import type { HiddenPlace } from './unknown-places.ts'
import { namesApart } from './names-apart.ts'
import { OneSided, type OneSidedVerdict } from './one-sided.ts'
import type { HasSecrets } from '../../versions/version-secrets.ts'
import { areOfTwoKeys, markersOfTwoKeys } from './other-key.ts'
import { DocumentScope } from './scoped-documents.ts'

/** The version before, and what it was asked for. */
interface ParentVersion {
  readonly commit: Commit
  readonly asked: Asked
}

/**
 * Counts how a version that is about to be made differs from its parent: what `compare` would say, without holding the
 * changes, of which there may be as many as entries.
 */
class ChangeCounter {
  readonly #store: Store
  readonly #before: HasSecrets
  readonly #after: HasSecrets
  readonly #asked: { readonly before: Asked; readonly after: Asked } | undefined
  readonly #documents: DocumentScope | undefined
  readonly #hasOtherRule: HasOtherSecretRule | undefined
  readonly #isApart: boolean
  readonly #regional: readonly string[]
  readonly #inBefore: OneSided
  readonly #inAfter: OneSided
  /** By their paths with the region, what may be at another path in the two versions. */
  readonly #apart = new Map<string, { before?: Entry; after?: Entry }>()
  /** Where lines of the version before are lost, in the order of paths, and paths at which it has a line that is not an entry. */
  readonly #lost: LostStretch[] = []
  readonly #noEntries = new Set<string>()
  /** What is compared by its content, which is not sealed yet. */
  readonly #toRead: (readonly [Entry, Entry])[] = []
  readonly #newlyUnread: Entry[] = []
  readonly #unknownPlaces = new Set<HiddenPlace>()
  /** The paths of problems of both versions: what is equal there is not known to be so. */
  readonly #unreadInBoth: ReadonlySet<string>
  #added = 0
  #modified = 0
  #removed = 0
  #notCompared = 0
  /** Places and documents of which nothing is known now; none of them is an entry. */
  #unknownPaths = 0
  #unknownEntries = 0

  constructor(store: Store, { commit: before, asked: askedBefore }: ParentVersion, after: Uncounted) {
    this.#store = store
    this.#before = { commit: before }
    this.#after = after
    const asked = { before: askedBefore, after: after.asked }
    this.#asked = isAskedAlike(asked.before, asked.after) ? undefined : asked
    this.#hasOtherRule = otherSecretRules(askedBefore.scope, after.asked.scope)
    this.#documents = this.#asked === undefined ? undefined : new DocumentScope(asked.before, asked.after)
    this.#isApart = areNamedApart(asked.before, asked.after)
    const pathsOf = ({ problems }: Pick<Commit, 'problems'>, own: Asked) =>
      new Set(problems.map(({ path }) => (this.#isApart ? own.namedByRegion(path) : path)))
    this.#unreadInBoth = pathsOf(before, asked.before).intersection(pathsOf(after.commit, asked.after))
    this.#regional = [...asked.before.regionalPrefixes, ...asked.after.regionalPrefixes]
    const namesOf = namesApart(asked) ?? ((path: string) => [path])
    const [a, b] = [asked.before, asked.after]
    const isAlike = this.#asked === undefined
    this.#inBefore = new OneSided(
      unreadEntries(new LossyReader(store), before),
      before,
      isAlike ? undefined : [a, b],
      namesOf,
    )
    this.#inAfter = new OneSided(after.unread, after.commit, isAlike ? undefined : [b, a], namesOf)
  }

  /** Takes the lines that the two versions have at a path. Every path of either must come. */
  take(before: string | undefined, after: string | undefined): void {
    if (this.#isApart && this.#isRegional(before ?? after ?? '')) {
      if (before !== undefined) this.#takeApart('before', before)
      if (after !== undefined) this.#takeApart('after', after)
    } else if (before !== after || this.#isUnreadInBoth(before)) {
      const was = before === undefined ? undefined : this.#entryBefore(before)
      const is = after === undefined ? undefined : parseEntry(after)
      // Those of other stretches have come before it.
      if (was === undefined && is !== undefined && this.#isLost(is.path, this.#lost.slice(-1)))
        this.#takeBesideLost(is)
      else this.#compare(was, is)
    }
  }

  /** Called where lines of the version before are lost, before any line after them. */
  lose(stretch: LostStretch): void {
    const before = this.#lost.at(-1)
    if (before?.last === stretch.after) this.#lost.splice(-1, 1, { ...stretch, after: before.after })
    else this.#lost.push(stretch)
  }

  /** The entry of a line of the version before, which need be none. */
  #entryBefore(line: string): Entry | undefined {
    return readSound(
      () => parseEntry(line),
      () => this.#noEntries.add(pathOfLine(line)),
    )
  }

  /** Says whether the line that the version before had at a path may be lost. */
  #isLost(path: string, stretches: readonly LostStretch[]): boolean {
    return this.#noEntries.has(path) || stretches.some((stretch) => isWithin(stretch, path))
  }

  #takeBesideLost(entry: Entry): void {
    if (entry.type === 'unknown') this.#takeAdded(entry)
    else this.#notCompared++
  }

  /** The counts of a version with this number of entries, when its contents are sealed. */
  counts(entries: number): Counts {
    for (const { before, after } of this.#apart.values())
      if (before === undefined && after !== undefined && this.#isLostApart(after)) this.#takeBesideLost(after)
      else if (
        before === undefined ||
        after === undefined ||
        entryLine(before) !== entryLine(after) ||
        this.#unreadInBoth.has(after.path)
      )
        this.#compare(before, after)
    this.#countPairsToRead()
    const places = new Set([...this.#unknownPlaces].map(({ path }) => path))
    const unknownPlaces =
      this.#unknownPlaces.size + this.#newlyUnread.filter(({ path }) => !places.has(path)).length
    const unknown = this.#unknownEntries + this.#unknownPaths + unknownPlaces
    return {
      entries,
      added: this.#added,
      modified: this.#modified,
      removed: this.#removed,
      unchanged: entries - this.#added - this.#modified - this.#notCompared - this.#unknownEntries,
      ...(this.#notCompared === 0 ? {} : { notCompared: this.#notCompared }),
      ...(unknown === 0 ? {} : { unknown }),
    }
  }

  #isUnreadInBoth(line: string | undefined): boolean {
    return line !== undefined && this.#unreadInBoth.size > 0 && this.#unreadInBoth.has(pathOfLine(line))
  }

  #isRegional(line: string): boolean {
    const path = pathOfLine(line)
    return this.#regional.some((prefix) => path.startsWith(prefix))
  }

  #takeApart(side: 'before' | 'after', line: string): void {
    const entry = side === 'before' ? this.#entryBefore(line) : parseEntry(line)
    if (entry === undefined) return
    const path = this.#asked?.[side].namedByRegion(entry.path) ?? entry.path
    this.#apart.set(path, { ...this.#apart.get(path), [side]: { ...entry, path } })
  }

  /** The version before may have had it at another path. */
  #isLostApart({ path }: Entry): boolean {
    return this.#isLost(this.#asked?.before.ownPath(path) ?? path, this.#lost)
  }

  #compare(before: Entry | undefined, after: Entry | undefined): void {
    if (before !== undefined && after !== undefined) this.#comparePair(before, after)
    else if (before !== undefined) this.#takeRemoved(before)
    else if (after !== undefined) this.#takeAdded(after)
  }

  #takeRemoved(entry: Entry): void {
    const verdict = this.#inAfter.verdict(entry)
    if (verdict.kind === 'changed') this.#removed++
    else this.#takeHidden(verdict)
  }

  #takeAdded(entry: Entry): void {
    if (entry.type === 'unknown') {
      if (this.#inBefore.isNewlyUnread(entry)) this.#newlyUnread.push(entry)
      return
    }
    const verdict = this.#inBefore.verdict(entry)
    if (verdict.kind === 'changed') this.#added++
    else this.#notCompared++
    this.#takeHidden(verdict)
  }

  #takeHidden(verdict: OneSidedVerdict): void {
    if (verdict.kind === 'hidden' && verdict.place.isEntry) this.#unknownPlaces.add(verdict.place)
  }

  #comparePair(before: Entry, after: Entry): void {
    const asked = this.#asked
    if (asked !== undefined && isSizeUnasked(before, after, asked.before, asked.after)) this.#notCompared++
    else if (this.#hasOtherRule?.(before, after) === true) this.#notCompared++
    else if (before.sha256 !== null && after.sha256 !== null && this.#mustRead(after))
      this.#toRead.push([before, after])
    else this.#countPair(before, after, undefined)
  }

  #mustRead({ type }: Entry): boolean {
    return type === 'config' || areOfTwoKeys(this.#before, this.#after)
  }

  #countPairsToRead(): void {
    const markers = readSound(() => ({ differ: markersOfTwoKeys(this.#store, this.#before, this.#after) }))
    if (markers === undefined) {
      // Where a marker stands is lost, and so whether anything else differs.
      this.#notCompared += this.#toRead.length
      return
    }
    for (const [before, after] of this.#toRead) {
      try {
        this.#countPair(before, after, markers.differ)
      } catch (error) {
        // What the store has lost keeps no version from being made.
        if (!isCorrupt(error)) throw error
        this.#modified++
      }
    }
  }

  #countPair(before: Entry, after: Entry, differInMarkers: ReturnType<typeof markersOfTwoKeys>): void {
    const [change] = entryChanges(before, after, {
      store: this.#store,
      documents: this.#documents,
      differInMarkers,
    })
    if (change === undefined && !this.#unreadInBoth.has(after.path)) return
    if (change !== undefined && change.type !== 'unknown') this.#modified++
    else if (after.type === 'unknown') this.#unknownPaths++
    else this.#unknownEntries++
  }
}

function isWithin({ after, last }: LostStretch, path: string): boolean {
  return comparePaths(path, after) > 0 && (last === undefined || comparePaths(path, last) <= 0)
}

/** Begins to count how a version that is about to be made differs from its parent. */
export function counterOf(store: Store, parent: ParentVersion, made: Uncounted): ChangeCounter {
  return new ChangeCounter(store, parent, made)
}
