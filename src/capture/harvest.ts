import type { Gap, NotLookedAt, Problem } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { entryLine, originLine, parseEntry, type Origin } from '../model/entry.ts'
import type { Listed } from '../model/listing.ts'
import type { JournalRow } from '../store/journal.ts'
import type { SecretFinding } from '../model/secret-finding.ts'
import type { StoreWriter } from '../store/writer.ts'
import type { Known, KnownEntry } from './known.ts'
import { Leaves } from './leaves.ts'
import type { Parent } from './parent.ts'

/** What all sources of one capture have brought in so far. */
export class Harvest {
  readonly entries = new Leaves()
  readonly origins = new Leaves()
  /** The places that could not be listed, which have an entry as well. */
  readonly unlisted: string[] = []
  readonly problems: Problem[] = []
  readonly gaps: Gap[] = []
  /** What is not covered because it was denied. */
  readonly denials: Problem[] = []
  readonly notLookedAt: NotLookedAt[] = []
  readonly notes: string[] = []
  readonly findings: SecretFinding[] = []
  readonly listed: Listed[] = []
  /** What was listed and had gone when it was read. */
  readonly gone: { readonly path: string; readonly size: number }[] = []
  readonly requests: Record<string, number> = {}
  /** How entries compare with the parent version's. Places that could not be listed are no entries to a person. */
  readonly tally = {
    added: 0,
    modified: 0,
    unchanged: 0,
    /** The same as far as both versions know them. */
    alike: 0,
    /** Of which one version was not to read the content. */
    unasked: 0,
    /** Of which the parent says nothing. */
    notCompared: 0,
    /** Places that the parent could not list either. */
    keptUnlisted: 0,
    /** Origins that are the parent's own. */
    keptOrigins: 0,
  }
  bytesRead = 0
  readonly #writer: StoreWriter
  readonly #known: Known
  readonly parent: Parent | null

  constructor(writer: StoreWriter, known: Known, parent: Parent | null) {
    this.#writer = writer
    this.#known = known
    this.parent = parent
  }

  /** Takes an entry that was just read; the returned row is for the journal. */
  addRead(path: string, entry: string, origin: Origin | null, document?: Uint8Array): JournalRow {
    const line = origin === null ? null : originLine(path, origin)
    this.add(path, entry, line, this.#known.entryInParent(path), document)
    return { entry, origin: line }
  }

  /** Takes an entry and its origin as lines; `before` is the line of its path in the parent version. */
  add(
    path: string,
    entry: string,
    origin: string | null,
    before: string | undefined = this.#known.entryInParent(path),
    document?: Uint8Array,
  ): void {
    const pathThere = this.parent?.pathOf(path) ?? path
    if (pathThere !== path) this.#addMoved(path, pathThere, entry, document)
    else if (before === entry) this.tally.unchanged++
    else if (before !== undefined) this.tally[this.parent?.compare(before, entry, document) ?? 'modified']++
    else if (this.parent?.saysNothingOf(entry) === true) this.tally.notCompared++
    else this.tally.added++
    this.entries.add(entry)
    if (origin !== null) this.origins.add(origin)
  }

  /** Counts an entry that the parent has at another path, since its primary region was another one. */
  #addMoved(path: string, pathThere: string, entry: string, document: Uint8Array | undefined): void {
    const there = this.#known.entryInParent(pathThere)
    if (there === undefined)
      this.tally[this.parent?.saysNothingOf(entry) === true ? 'notCompared' : 'added']++
    else if (entryLine({ ...parseEntry(there), path }) === entry) this.tally.alike++
    else this.tally[this.parent?.compare(there, entry, document) ?? 'modified']++
  }

  /** Takes the entry of a place that could not be listed. */
  addUnlisted(path: string, entry: string): JournalRow {
    this.unlisted.push(path)
    if (this.#known.entryInParent(path) === entry) this.tally.keptUnlisted++
    this.entries.add(entry)
    return { entry, origin: null }
  }

  /** Takes an entry with the origin that is known of it. */
  keep(path: string, entry: string, known: KnownEntry): void {
    const { origin, parentEntry } = known
    if (this.#known.isOfParent(known) && origin !== null) this.tally.keptOrigins++
    this.add(path, entry, origin, parentEntry)
  }

  store(sha256: Digest, bytes: Uint8Array): void {
    this.#writer.addDocument(sha256, bytes)
  }

  journal(rows: readonly JournalRow[]): void {
    if (rows.length > 0) this.#writer.journal(rows)
  }

  count(operation: string, times: number): void {
    this.requests[operation] = (this.requests[operation] ?? 0) + times
  }
}
