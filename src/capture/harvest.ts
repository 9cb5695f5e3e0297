import type { Gap, NotLookedAt, Problem } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { entryLine, originLine, pathOfLine, type Origin } from '../model/entry.ts'
import type { Listed } from '../model/listing.ts'
import type { Moved } from '../model/moved.ts'
import type { JournalRow } from '../store/journal.ts'
import { isDenied } from '../sources/aws/denied.ts'
import type { SecondLook } from '../sources/source.ts'
import type { SecretFinding } from '../model/secret-finding.ts'
import type { StoreWriter } from '../store/writer.ts'
import type { ReuseIndex, KnownEntry } from './reuse-index.ts'
import { Leaves } from './leaves.ts'
import type { Parent } from './parent.ts'

/** What all sources of one capture have brought in so far. */
export class Harvest {
  readonly entries = new Leaves()
  readonly origins = new Leaves()
  /** The lines of the places that could not be listed. */
  readonly unlisted: string[] = []
  readonly problems: Problem[] = []
  gaps: Gap[] = []
  /** What is not covered because it was denied. */
  readonly denials: Problem[] = []
  readonly notLookedAt: NotLookedAt[] = []
  readonly notes: string[] = []
  readonly findings: SecretFinding[] = []
  readonly listed: Listed[] = []
  /** What was seen to change while it was read. */
  readonly moved: Moved[] = []
  readonly looks: SecondLook[] = []
  /** What was listed and had gone when it was read. */
  readonly gone: { readonly path: string; readonly size: number }[] = []
  readonly requests: Record<string, number> = {}
  /** What is as in the parent version, line by line. */
  readonly kept = { entries: 0, origins: 0 }
  bytesRead = 0
  readonly #writer: StoreWriter
  readonly #known: ReuseIndex
  readonly parent: Parent | null

  constructor(writer: StoreWriter, known: ReuseIndex, parent: Parent | null) {
    this.#writer = writer
    this.#known = known
    this.parent = parent
  }

  /** Takes an entry that was just read; the returned row is for the journal. */
  addRead(path: string, entry: string, origin: Origin | null): JournalRow {
    const line = origin === null ? null : originLine(path, origin)
    this.add(path, entry, line)
    return { entry, origin: line }
  }

  /** Takes an entry and its origin as lines; `before` is the line of its path in the parent version. */
  add(
    path: string,
    entry: string,
    origin: string | null,
    before: string | undefined = this.#known.entryInParent(path),
  ): void {
    if (before === entry) this.kept.entries++
    this.entries.add(entry)
    if (origin !== null) this.origins.add(origin)
  }

  /** Takes the entry of a place that could not be listed. */
  addUnlisted(path: string, entry: string): void {
    this.unlisted.push(entry)
    this.add(path, entry, null)
  }

  /** Takes what was denied for places of which nothing is known, rather than for what is left out. */
  takeDenialsAsUnknown(): void {
    const told = new Set(this.unlisted.map(pathOfLine))
    for (const denial of this.denials) {
      const { path, operation, code } = denial
      this.problems.push(denial)
      if (told.has(path)) continue
      told.add(path)
      const meta = { operation, code }
      this.addUnlisted(path, entryLine({ path, type: 'unknown', sha256: null, size: 0, meta }))
    }
    this.gaps = this.gaps.filter(({ denied }) => denied === undefined)
    if (this.problems.some(isDenied))
      this.notes.push(
        "nothing of AWS could be read: 'jsnap iam-policy' prints the policy that a commit needs",
      )
  }

  /** Takes an entry with the origin that is known of it. */
  keep(path: string, entry: string, known: KnownEntry): void {
    const { origin, parentEntry } = known
    if (this.#known.isOfParent(known) && origin !== null) this.kept.origins++
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
