import { areNamedApart, isAskedAlike, type Asked } from '../model/asked.ts'
import type { Json } from '../model/canonical-json.ts'
import type { Commit } from '../model/commit.ts'
import { askedPath, parseEntry, type Entry } from '../model/entry.ts'
import { isCorrupt } from '../model/errors.ts'
import { gapMatcher } from '../model/gap-matcher.ts'
import type { Matcher } from '../model/glob.ts'
import { isSizeUnasked } from '../model/size-limit.ts'
import { unreadMatcher } from '../model/unread-matcher.ts'
import type { KindPlace } from '../sources/source.ts'
import { readEntryJson } from '../store/entry-content.ts'
import type { Store } from '../store/store.ts'
import { wasRead } from './was-read.ts'

/** Says whether two documents at a path are the same as far as both versions know them. */
export type SameDocuments = (path: string, before: Known, after: Known) => boolean

/** A document, and what its version was asked for. */
export interface Known {
  readonly document: Json
  readonly asked: Asked
}

/** The version that a capture goes on from, and in what the two can be compared. */
export class Parent {
  readonly commit: Commit
  /** Both were asked for the same. */
  readonly isAskedAlike: boolean
  readonly #isNamedApart: boolean
  readonly #asked: Asked
  readonly #now: Asked
  readonly #store: Store
  readonly #sameDocuments: SameDocuments
  readonly #unknown: readonly Matcher[]

  constructor(store: Store, commit: Commit, asked: Asked, now: Asked, sameDocuments: SameDocuments) {
    this.commit = commit
    this.isAskedAlike = isAskedAlike(asked, now)
    this.#isNamedApart = areNamedApart(asked, now)
    this.#asked = asked
    this.#now = now
    this.#store = store
    this.#sameDocuments = sameDocuments
    this.#unknown = [...commit.notCovered.map(gapMatcher), unreadMatcher(commit)]
  }

  /** The path by which the parent has what is at a path now: it may have had another primary region. */
  pathOf(path: string): string {
    return this.#isNamedApart ? this.#asked.ownPath(this.#now.namedByRegion(path)) : path
  }

  /** Says of an entry that the parent does not have whether it could have had it. */
  saysNothingOf(line: string): boolean {
    const path = askedPath(parseEntry(line))
    if (this.#unknown.some((matches) => matches(path))) return true
    return !this.isAskedAlike && this.#asked.reasonAgainst(path, this.#now) !== undefined
  }

  /** Says of an entry of the parent whether it was asked for again. */
  isAskedAgain(line: string): boolean {
    return (
      this.isAskedAlike || this.#now.reasonAgainst(askedPath(parseEntry(line)), this.#asked) === undefined
    )
  }

  /** Says whether it, or a version of this account before it, has read a kind of things. */
  hasRead(kind: KindPlace): boolean {
    return wasRead(this.#store, this.commit, this.#now, kind)
  }

  /** How an entry compares that is not as it was; a document comes with its bytes. */
  compare(before: string, after: string, bytes: Uint8Array | undefined): 'modified' | 'alike' | 'unasked' {
    if (this.isAskedAlike) return 'modified'
    const [was, is] = [parseEntry(before), parseEntry(after)]
    if (isSizeUnasked(was, is, this.#asked, this.#now)) return 'unasked'
    if (was.type !== 'config' || was.sha256 === null || bytes === undefined) return 'modified'
    const known = this.#documentOf(was)
    if (known === undefined) return 'modified'
    const isSame = this.#sameDocuments(
      is.path,
      { document: known, asked: this.#asked },
      { document: JSON.parse(Buffer.from(bytes).toString()) as Json, asked: this.#now },
    )
    return isSame ? 'alike' : 'modified'
  }

  /** Undefined when the store has lost it: no commit may fail for that. */
  #documentOf(entry: Entry): Json | undefined {
    try {
      return readEntryJson(this.#store, entry)
    } catch (error) {
      if (isCorrupt(error)) return undefined
      throw error
    }
  }
}
