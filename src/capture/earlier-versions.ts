import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { isStubLine } from '../model/entry.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { gapMatcher } from '../model/gap-matcher.ts'
import type { Matcher } from '../runtime/glob.ts'
import { unreadMatcher } from '../model/unread-matcher.ts'
import { askedOf, unaskedReason } from '../store/asked-of.ts'
import { LossyReader } from '../store/lossy-reader.ts'
import type { Store } from '../store/store.ts'
import { TreeReader } from '../store/tree.ts'

/** What a version knows of a path, as the lines of its trees. */
export interface KnownLines {
  readonly entry: string
  readonly origin: string | null
  /** The tree that the entry is of. */
  readonly tree: Digest
}

interface EarlierVersion {
  readonly commit: Commit
  readonly entries: TreeReader
  readonly origins: TreeReader
  /** Of which paths without an entry it does not know whether they were there. */
  readonly saysNothingOf: Matcher
}

/** A version and those before it: where one could not read something, or left it out, the one before is asked. */
export class EarlierVersions {
  readonly #store: Store
  readonly #versions: EarlierVersion[]
  readonly #onLost: () => void

  /** `note` is called once when a tree has lost some of it; not of the newest entries, which the new ones are compared with. */
  constructor(store: Store, newest: Commit, note: (text: string) => void) {
    this.#store = store
    let isTold = false
    this.#onLost = () => {
      if (!isTold) note('part of the record of earlier reads is lost: the affected content is read again')
      isTold = true
    }
    this.#versions = [open(store, newest, this.#onLost, () => undefined)]
  }

  /** The line of a path in the newest version. */
  inNewest(path: string): string | undefined {
    return this.#versions[0]?.entries.find(path)
  }

  /** What was last read of a path, of which the newest version has a line or none; a stub where none has read more. */
  find(path: string, inNewest: string | undefined): KnownLines | undefined {
    let stub: KnownLines | undefined
    try {
      for (let i = 0; ; i++) {
        const version = this.#at(i)
        const entry = i === 0 ? inNewest : version?.entries.find(path)
        if (version === undefined || (entry === undefined && !version.saysNothingOf(path))) return stub
        if (entry === undefined) continue
        const lines = { entry, origin: version.origins.find(path) ?? null, tree: version.commit.tree }
        if (!isStubLine(entry)) return lines
        stub ??= lines
      }
    } catch (error) {
      // What a damaged version has is read again.
      if (isCorrupt(error)) return stub
      throw error
    }
  }

  #at(i: number): EarlierVersion | undefined {
    const parent = this.#versions[i - 1]?.commit.parent
    if (this.#versions.length === i && typeof parent === 'string')
      this.#versions.push(open(this.#store, this.#store.readCommit(parent), this.#onLost))
    return this.#versions[i]
  }
}

function open(store: Store, commit: Commit, onLost: () => void, onLostEntries = onLost): EarlierVersion {
  const unknown = [...commit.notCovered.map(gapMatcher), unreadMatcher(commit)]
  const lossy = new LossyReader(store)
  const asked = askedOf(lossy, commit)
  return {
    commit,
    entries: new TreeReader(lossy, commit.tree, onLostEntries),
    origins: new TreeReader(lossy, commit.origins, onLost),
    saysNothingOf: (path) =>
      unknown.some((matches) => matches(path)) || unaskedReason(asked, path) !== undefined,
  }
}
