import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { parseEntry, parseOrigin } from '../model/entry.ts'
import type { Place, Store } from '../store/store.ts'
import type { JournalRow } from '../store/journal.ts'
import { entries, TreeReader } from '../store/tree.ts'
import type { StoreWriter } from '../store/writer.ts'

/** An entry that an earlier commit has read, as the lines of its trees. */
export interface KnownEntry {
  readonly entry: string
  /** The line of the same path in the parent version. */
  readonly parentEntry: string | undefined
  readonly origin: string | null
  /** Whether the parent version has it, and no interrupted commit. */
  readonly isOfParent: boolean
}

/** What has been read before, by path: by an interrupted commit, else by the parent version. */
export class Known {
  readonly #journal = new Map<string, JournalRow>()
  readonly #entries: TreeReader | undefined
  readonly #origins: TreeReader | undefined
  readonly #missing: ReadonlySet<Digest>
  readonly #store: Store
  readonly #parent: Commit | null

  constructor(store: Store, writer: StoreWriter, parent: Commit | null) {
    this.#store = store
    this.#parent = parent
    for (const { entry, origin } of writer.readJournal()) {
      const { path, sha256 } = parseEntry(entry)
      if (sha256 === null || store.hasContent(sha256)) this.#journal.set(path, { entry, origin })
    }
    if (parent !== null) {
      this.#entries = new TreeReader(store, parent.tree)
      this.#origins = new TreeReader(store, parent.origins)
    }
    this.#missing = store.catalog.missing()
  }

  /** How many entries an interrupted commit has left. */
  get resumed(): number {
    return this.#journal.size
  }

  find(path: string): KnownEntry | undefined {
    const parentEntry = this.entryInParent(path)
    const read = this.#journal.get(path)
    if (read !== undefined) return { ...read, parentEntry, isOfParent: false }
    if (parentEntry === undefined) return undefined
    return { entry: parentEntry, parentEntry, origin: this.#origins?.find(path) ?? null, isOfParent: true }
  }

  /** The lines of the entries that came out of a content, when all of those are known that its origin counts. */
  membersOf(path: string, prefix: string): readonly string[] | undefined {
    const known = this.find(path)
    if (known?.origin === undefined || known.origin === null) return undefined
    const lines = known.isOfParent
      ? this.#parent === null
        ? []
        : [...entries(this.#store, this.#parent.tree, prefix)]
      : [...this.#journal].filter(([member]) => member.startsWith(prefix)).map(([, { entry }]) => entry)
    const isWhole = parseOrigin(known.origin)['members'] === lines.length
    return isWhole && lines.every((line) => !this.isLost(parseEntry(line).sha256)) ? lines : undefined
  }

  /** Where a content lies that is stored already. */
  locate(sha256: Digest): readonly Place[] | undefined {
    if (!this.#store.hasContent(sha256) || this.isLost(sha256)) return undefined
    const place = this.#store.locate(sha256)
    return Array.isArray(place) ? (place as readonly Place[]) : [place as Place]
  }

  /** The line of a path in the parent version. */
  entryInParent(path: string): string | undefined {
    return this.#entries?.find(path)
  }

  /** Says whether a content that versions name was lost from the store, so that it must be read again. */
  isLost(sha256: Digest | null): boolean {
    return sha256 !== null && this.#missing.has(sha256)
  }
}
