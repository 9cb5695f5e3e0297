import type { Asked } from '../../model/asked.ts'
import type { Commit } from '../../model/commit.ts'
import { askedPath, type Entry } from '../../model/entry.ts'
import { hiddenPlaces, type HiddenPlace } from './unknown-places.ts'

/** What can be said of an entry that only one of two versions has. */
export type OneSidedVerdict =
  /** It was added or removed. */
  | { readonly kind: 'changed' }
  /** It stands for a place that could not be listed, and is none to a person. */
  | { readonly kind: 'no entry' }
  /** The other version was not asked for it. */
  | { readonly kind: 'not asked'; readonly reason: string }
  /** The other version does not know the place. */
  | { readonly kind: 'hidden'; readonly place: HiddenPlace }

const CHANGED: OneSidedVerdict = { kind: 'changed' }
const NO_ENTRY: OneSidedVerdict = { kind: 'no entry' }

/** Says of entries that a version does not have whether it could have had them. */
export class OneSided {
  readonly places: readonly HiddenPlace[]
  readonly #asked: readonly [Asked, Asked] | undefined
  readonly #namesOf: (path: string) => readonly string[]

  /** `asked` is what this version was asked for, and what the other one was; undefined when it is the same. */
  constructor(
    unread: readonly Entry[],
    commit: Pick<Commit, 'notCovered'>,
    asked: readonly [Asked, Asked] | undefined,
    namesOf: (path: string) => readonly string[],
  ) {
    this.places = hiddenPlaces(unread, commit)
    this.#asked = asked
    this.#namesOf = namesOf
  }

  #unaskedReason(entry: Entry): string | undefined {
    if (this.#asked === undefined) return undefined
    const [here, there] = this.#asked
    return here.reasonAgainst(askedPath(entry), there)
  }

  /** Says of a place that the other version could not read whether it should be there. */
  isNewlyUnread(entry: Entry): boolean {
    return (
      entry.type === 'unknown' &&
      this.#unaskedReason(entry) === undefined &&
      !this.places.some(({ isEntry, matches }) => !isEntry && matches(entry.path))
    )
  }

  verdict(entry: Entry): OneSidedVerdict {
    const reason = this.#unaskedReason(entry)
    if (reason !== undefined) return { kind: 'not asked', reason }
    if (entry.type === 'unknown') return NO_ENTRY
    const names = this.#namesOf(entry.path)
    const place = this.places.find(({ matches }) => names.some(matches))
    return place === undefined ? CHANGED : { kind: 'hidden', place }
  }
}
