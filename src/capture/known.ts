import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { parseEntry } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import type { JournalRow } from '../store/journal.ts'
import { TreeReader } from '../store/tree.ts'
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

  constructor(store: Store, writer: StoreWriter, parent: Commit | null) {
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

  /** The line of a path in the parent version. */
  entryInParent(path: string): string | undefined {
    return this.#entries?.find(path)
  }

  /** Says whether a content that versions name was lost from the store, so that it must be read again. */
  isLost(sha256: Digest | null): boolean {
    return sha256 !== null && this.#missing.has(sha256)
  }
}
