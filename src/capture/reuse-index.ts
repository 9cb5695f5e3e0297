import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { parseEntry, parseOrigin, type Entry } from '../model/entry.ts'
import { LargeMap } from '../runtime/large-map.ts'
import { LossyReader } from '../store/lossy-reader.ts'
import { readSound } from '../store/read-sound.ts'
import type { PackLocation, Store } from '../store/store.ts'
import type { JournalRow } from '../store/journal.ts'
import { entries } from '../store/tree.ts'
import type { StoreWriter } from '../store/writer.ts'
import { EarlierVersions } from './earlier-versions.ts'

/** An entry that an earlier commit has read, as the lines of its trees. */
export interface KnownEntry {
  readonly entry: string
  /** The line of the same path in the parent version. */
  readonly parentEntry: string | undefined
  readonly origin: string | null
  /** The tree that it is of; undefined when an interrupted commit has read it. */
  readonly tree: Digest | undefined
}

/** What has been read before, by path: by an interrupted commit, else by the last version that could. */
export class ReuseIndex {
  readonly #journal = new LargeMap<JournalRow>()
  readonly #versions: EarlierVersions | undefined
  readonly #missing: ReadonlySet<Digest>
  readonly #store: Store
  readonly #lossy: LossyReader
  readonly #parent: Commit | null

  /** `note` is called once when some of what earlier versions have read is no longer known. */
  constructor(store: Store, writer: StoreWriter, parent: Commit | null, note: (text: string) => void) {
    this.#store = store
    this.#lossy = new LossyReader(store)
    this.#parent = parent
    for (const { entry, origin } of writer.readJournal()) {
      const known = readSound(() => parseEntry(entry))
      // What is in no journal is read again.
      if (known === undefined) continue
      const { path, sha256 } = known
      if (sha256 === null || store.hasContent(sha256)) this.#journal.set(path, { entry, origin })
    }
    this.#versions = parent === null ? undefined : new EarlierVersions(store, parent, note)
    this.#missing = store.catalog.missing()
  }

  /** How many entries an interrupted commit has left. */
  get resumed(): number {
    return this.#journal.size
  }

  find(path: string): KnownEntry | undefined {
    const parentEntry = this.entryInParent(path)
    const read = this.#journal.get(path)
    if (read !== undefined) return { ...read, parentEntry, tree: undefined }
    const known = this.#versions?.find(path, parentEntry)
    return known === undefined ? undefined : { ...known, parentEntry }
  }

  /** Says whether an entry is the parent version's own. */
  isOfParent({ tree }: KnownEntry): boolean {
    return tree !== undefined && tree === this.#parent?.tree
  }

  /** The lines of the entries that came out of a content, when all of those are known that its origin counts. */
  membersOf(path: string, prefix: string): readonly string[] | undefined {
    const known = this.find(path)
    if (known?.origin === undefined || known.origin === null) return undefined
    const lines =
      known.tree === undefined
        ? Array.from(this.#journal.entries())
            .filter(([member]) => member.startsWith(prefix))
            .map(([, { entry }]) => entry)
        : [...entries(this.#lossy, known.tree, prefix)]
    const isWhole = parseOrigin(known.origin)['members'] === lines.length
    return isWhole && lines.every((line) => this.#isHere(line)) ? lines : undefined
  }

  #isHere(line: string): boolean {
    const entry = readSound(() => parseEntry(line))
    return entry !== undefined && !this.isLost(entry.sha256)
  }

  /** Where a content lies that is stored already. */
  locate(sha256: Digest): readonly PackLocation[] | undefined {
    if (!this.#store.hasContent(sha256) || this.isLost(sha256)) return undefined
    const place = this.#store.locate(sha256)
    return 'pack' in place ? [place] : place
  }

  /** The line of a path in the parent version. */
  entryInParent(path: string): string | undefined {
    return this.#versions?.inNewest(path)
  }

  /** Says whether the parent version has an entry with this prefix that is meant. */
  isInParent(prefix: string, isMeant: (entry: Entry) => boolean): boolean {
    if (this.#parent === null) return false
    for (const line of entries(this.#lossy, this.#parent.tree, prefix)) {
      const entry = readSound(() => parseEntry(line))
      if (entry !== undefined && isMeant(entry)) return true
    }
    return false
  }

  /** Says whether a content that versions name was lost from the store, so that it must be read again. */
  isLost(sha256: Digest | null): boolean {
    return sha256 !== null && (this.#missing.has(sha256) || !this.#store.hasContent(sha256))
  }
}
