import { documentBytes, type SecretKeeping } from './keep-secrets.ts'
import type { Gap, Problem, SourceReport } from '../model/commit.ts'
import { digestOf } from '../model/digest.ts'
import {
  entryLine,
  mergeMeta,
  originLine,
  parseEntry,
  parseOrigin,
  pathOfLine,
  type Entry,
  type Origin,
} from '../model/entry.ts'
import { codeOf, JsnapError, messageOf } from '../runtime/errors.ts'
import { isObject } from '../model/json-place.ts'
import type {
  BareItem,
  ContentItem,
  DocumentItem,
  ReadOutcome,
  KindPlace,
  ReadingProblem,
  Refresh,
  SecondLook,
  Sink,
  Source,
  Unreadable,
} from '../sources/source.ts'
import { isExpired, refusedCredentials } from '../sources/aws/refused-credentials.ts'
import type { Listed } from '../model/listing.ts'
import type { JournalRow } from '../store/journal.ts'
import { readSound } from '../store/read-sound.ts'
import { findingsOfOrigin } from './known-findings.ts'
import { isScanned, scanTexts } from '../secrets/scan-texts.ts'
import { Batches, outcomeAt, type Job } from './batches.ts'
import type { Harvest } from './harvest.ts'
import type { ReuseIndex, KnownEntry } from './reuse-index.ts'
import { newProgress, type SourceProgress } from './progress.ts'
import type { ReadingPool } from './reading-pool.ts'
import type { Selection } from './selection.ts'
import type { BatchResult, MemberOutcome, Outcome } from './tasks.ts'

/** One source's part of a capture: takes what the source offers, skips what has not moved, and has the rest read. */
export class SourceRun implements Sink {
  readonly progress: SourceProgress
  readonly #source: Source
  readonly #selection: Selection
  readonly #harvest: Harvest
  readonly #known: ReuseIndex
  readonly #secrets: SecretKeeping
  readonly #scans: boolean
  readonly #batches: Batches
  readonly #signal: AbortSignal
  readonly #offered = Promise.withResolvers<undefined>()
  /** How many contents were reused without a look at what they may have besides. */
  readonly #unseen = new Map<string, number>()
  #requests = 0
  #entries = 0
  #unlistedPlaces = 0
  #bytes = 0
  #durationMs = 0

  constructor(
    source: Source,
    selection: Selection,
    harvest: Harvest,
    known: ReuseIndex,
    pool: ReadingPool,
    secrets: SecretKeeping,
    signal: AbortSignal,
  ) {
    this.#source = source
    this.#selection = selection
    this.#harvest = harvest
    this.#known = known
    this.#secrets = secrets
    this.#signal = signal
    this.#scans = source.isScanned === true && secrets.scan
    this.#batches = new Batches(
      source,
      pool,
      this.#scans,
      (sha256) => known.locate(sha256),
      signal,
      (jobs, result) => this.#settle(jobs, result),
    )
    this.progress = newProgress(source.name)
  }

  /** Resolves when the source has offered everything, or has failed. */
  get offered(): Promise<unknown> {
    return this.#offered.promise
  }

  get isLast(): boolean {
    return this.#source.isLast === true
  }

  /** Runs the source to its end. A source that fails as a whole becomes a problem and an unknown place, not an exception. */
  async run(now: () => number, others: Promise<boolean>): Promise<void> {
    const started = now()
    try {
      await this.#capture(others)
      this.progress.listed = true
      await this.#batches.drain()
    } finally {
      this.#batches.stop()
      this.progress.finished = true
    }
    for (const [what, objects] of this.#unseen)
      this.#harvest.notLookedAt.push({ source: this.#source.name, what, objects })
    this.#durationMs = Math.round(now() - started)
  }

  /** What the source has brought in. */
  get report(): SourceReport {
    return {
      name: this.#source.name,
      entries: this.#entries,
      bytes: this.#bytes,
      ...(this.#unlistedPlaces > 0 ? { unlisted: this.#unlistedPlaces } : {}),
      requests: this.#requests,
      durationMs: this.#durationMs,
    }
  }

  async #capture(others: Promise<boolean>): Promise<void> {
    try {
      this.progress.waits = this.isLast
      const told = others.finally(() => (this.progress.waits = false))
      await this.#source.capture(this, this.#signal, told)
    } catch (error) {
      this.#signal.throwIfAborted()
      if (error instanceof JsnapError || codeOf(error)?.startsWith('SQLITE') === true) throw error
      const code = codeOf(error) ?? 'Failed'
      const operation = `${this.#source.name}:capture`
      for (const path of this.#source.prefixes) {
        this.bare({ path, type: 'unknown', size: 0, meta: { operation, code } })
        this.problem({ path, operation, code, message: messageOf(error) })
      }
    } finally {
      this.#offered.resolve(undefined)
    }
  }

  wants(prefix: string): boolean {
    return this.#selection.reaches(prefix)
  }

  async content(item: ContentItem): Promise<void> {
    if (!this.#isWanted(item)) return
    this.progress.found++
    // Of what is above the limit now, no content is asked for: also not one that a version before has.
    if (item.unreadable?.reason === 'size limit') {
      this.#harvest.journal(this.#unreadable(item, item.unreadable))
      return
    }
    const known = this.#known.find(item.path)
    const reused = known === undefined ? undefined : readSound(() => this.#reusable(item, known))
    if (reused !== undefined && known !== undefined && this.#keepsMembers(item)) {
      const { refresh } = item
      if (refresh !== undefined && reused.type !== 'stub') {
        if (refresh.isWanted || hasUnknown(reused))
          return this.#batches.add({ item, request: refresh.request })
        this.#notLookedAt(refresh)
      }
      this.#reuse(item, reused, known)
      return
    }
    if (item.unreadable !== undefined) {
      this.#harvest.journal(this.#unreadable(item, item.unreadable))
      return
    }
    this.progress.bytesToRead += item.size
    await this.#batches.add({ item, request: item.open })
  }

  async document(item: DocumentItem): Promise<void> {
    if (!this.#selection.includes(item.path)) return
    this.progress.found++
    const { path, type, meta } = item
    const bytes = documentBytes(item, this.#secrets)
    const sha256 = digestOf(bytes)
    this.#harvest.store(sha256, bytes)
    this.#count(bytes.length)
    if (this.#scans && type === 'file' && isScanned(bytes)) {
      const [found = []] = await scanTexts([bytes])
      for (const finding of found) this.#harvest.findings.push({ path, ...finding })
    }
    this.#harvest.addRead(path, entryLine({ path, type, sha256, size: bytes.length, meta }), null)
  }

  bare(item: BareItem): void {
    if (!this.#selection.includes(item.path) && !this.#selection.reaches(item.path)) return
    const { path, type, size, meta } = item
    const line = entryLine({ path, type, sha256: null, size, meta })
    if (type === 'unknown') {
      this.#unlistedPlaces++
      this.#harvest.addUnlisted(path, line)
      return
    }
    this.progress.found++
    this.#count(size)
    this.#harvest.addRead(path, line, item.origin ?? null)
  }

  lookAgain(look: SecondLook): void {
    this.#harvest.looks.push(async (signal) => {
      const { lists, moved } = await look(signal)
      return { lists, moved: moved.filter(({ path }) => this.#selection.includes(path)) }
    })
  }

  listed(listed: Listed): void {
    const { path } = listed
    const isWanted = path.endsWith('/') ? this.#selection.takesAll(path) : this.#selection.includes(path)
    if (isWanted) this.#harvest.listed.push(listed)
  }

  problem(problem: Problem): void {
    this.#harvest.problems.push(problem)
  }

  notCovered(gap: Gap, denial?: Problem): void {
    this.#harvest.gaps.push(gap)
    if (denial === undefined) return
    this.#unlistedPlaces++
    this.#harvest.denials.push(denial)
  }

  isExpected(kind: KindPlace): boolean {
    return (
      this.#source.isNamed === true || this.#selection.isNamed || this.#harvest.parent?.hasRead(kind) === true
    )
  }

  note(text: string): void {
    this.#harvest.notes.push(text)
  }

  had(prefix: string, isMeant: (path: string) => boolean): boolean {
    return this.#known.isInParent(
      prefix,
      ({ path, type }) => type !== 'unknown' && this.#selection.includes(path) && isMeant(path),
    )
  }

  wasUnknown(prefix: string): boolean {
    return this.#known.isInParent(prefix, ({ type }) => type === 'unknown')
  }

  request(operation: string): void {
    this.#countRequests(operation, 1)
  }

  status(text: string): void {
    this.progress.status = text
  }

  /** Content is wanted for itself, at any of its paths, or for what comes out of it. */
  #isWanted({ path, copies = [], members }: ContentItem): boolean {
    if (members !== undefined && this.#selection.reaches(members)) return true
    return [path, ...copies].some((one) => this.#selection.includes(one))
  }

  /** The known entry when it is equal to what is offered now, else undefined. */
  #reusable(item: ContentItem, known: KnownEntry): Entry | undefined {
    if (known.origin === null || !isSame(item.origin, known.origin, item.path)) return undefined
    const entry = parseEntry(known.entry)
    if (this.#known.isLost(entry.sha256)) return undefined
    if (entry.type === item.type) return entry
    // A stub is tried again each time: what was missing may be granted by now. Without its key an SSE-C object never is.
    return entry.type === 'stub' && entry.meta['reason'] === 'sse-c' ? entry : undefined
  }

  #reuse(item: ContentItem, entry: Entry, known: KnownEntry): void {
    if (entry.type === 'stub') {
      this.#harvest.journal([this.#stub(item, unreadableOf(entry))])
      return
    }
    const meta = mergeMeta(entry.meta, item.meta)
    const line = meta === entry.meta ? known.entry : entryLine({ ...entry, meta })
    if (this.#counts(item.path, entry.size)) this.#harvest.keep(item.path, line, known)
    this.#addCopies(item, line)
    this.#harvest.findings.push(...findingsOfOrigin(known.origin))
  }

  #notLookedAt({ what }: Refresh): void {
    this.#unseen.set(what, (this.#unseen.get(what) ?? 0) + 1)
  }

  /** Takes over what came out of a content that is reused. Returns false when that is not known whole. */
  #keepsMembers({ path, members }: ContentItem): boolean {
    if (members === undefined) return true
    const lines = this.#known.membersOf(path, members)
    if (lines === undefined) return false
    for (const line of lines) {
      const { path: member, size } = parseEntry(line)
      if (this.#counts(member, size)) this.#harvest.add(member, line, null)
    }
    return true
  }

  #settle(jobs: readonly Job[], result: BatchResult): void {
    const rows: JournalRow[] = []
    for (const [operation, times] of Object.entries(result.requests)) this.#countRequests(operation, times)
    jobs.forEach((job, i) => {
      const outcome = outcomeAt(result, i)
      rows.push(...this.#settleOne(job, outcome))
    })
    this.#harvest.journal(rows)
    this.#throwIfExpired(jobs, result)
  }

  /** With keys that have expired nothing more can be read: there is no version then. @throws JsnapError Credentials */
  #throwIfExpired(jobs: readonly Job[], result: BatchResult): void {
    for (const i of jobs.keys()) {
      const outcome = outcomeAt(result, i)
      const codes =
        outcome.kind === 'unreadable'
          ? [outcome.unreadable.code]
          : (outcome.kind === 'meta' ? outcome.facts.problems : outcome.problems).map(({ code }) => code)
      const expired = codes.find(isExpired)
      if (expired !== undefined) throw refusedCredentials(expired, undefined)
    }
  }

  #settleOne({ item, request }: Job, outcome: Outcome): JournalRow[] {
    const { path } = item
    if (request === item.open) this.progress.bytesRead += item.size
    switch (outcome.kind) {
      case 'unreadable':
        if (outcome.unreadable.reason !== 'gone') return this.#unreadable(item, outcome.unreadable)
        this.#harvest.gone.push(item)
        this.#harvest.moved.push({ path, change: 'removed' })
        return []
      case 'meta':
        return [this.#refreshed(item, outcome.facts)]
      case 'entry':
        for (const problem of outcome.problems) this.problem({ path, ...problem })
        this.#harvest.bytesRead += outcome.size
        // What was read is newer than what was listed.
        if (outcome.origin !== null && !isSame(item.origin, outcome.origin, path))
          this.#harvest.moved.push({ path, change: 'modified' })
        if (this.#counts(path, outcome.size)) this.#harvest.add(path, outcome.entry, outcome.origin)
        this.#addCopies(item, outcome.entry)
        this.#harvest.findings.push(...(outcome.findings ?? []))
        return [
          { entry: outcome.entry, origin: outcome.origin },
          ...(outcome.members === undefined ? [] : this.#addMembers(outcome.members)),
        ]
    }
  }

  #addMembers({ entries, problems }: MemberOutcome): JournalRow[] {
    for (const { path, ...failure } of problems) {
      if (path.endsWith('/')) this.#unlisted(path, failure)
      else if (this.#selection.includes(path))
        this.#stub({ path, size: 0, meta: {}, origin: null }, { reason: 'failed', ...failure })
    }
    return entries.map(({ line, size }) => {
      const path = pathOfLine(line)
      if (this.#counts(path, size)) this.#harvest.add(path, line, null)
      return { entry: line, origin: null }
    })
  }

  #addCopies({ copies = [] }: ContentItem, line: string): void {
    for (const path of copies) {
      const entry = { ...parseEntry(line), path }
      if (this.#counts(path, entry.size)) this.#harvest.add(path, entryLine(entry), null)
    }
  }

  /** Content that could not be read; what would come out of it is not known either. */
  #unreadable(item: ContentItem, unreadable: Unreadable): JournalRow[] {
    if (item.members !== undefined) this.#unlisted(item.members, unreadable)
    const { path, copies = [] } = item
    return [path, ...copies]
      .filter((one) => this.#selection.includes(one))
      .map((one) => this.#stub({ ...item, path: one }, unreadable))
  }

  #unlisted(path: string, { operation, code, message }: ReadingProblem): void {
    if (!this.#selection.reaches(path)) return
    this.bare({ path, type: 'unknown', size: 0, meta: { operation, code } })
    this.problem({ path, operation, code, message })
  }

  #refreshed(item: ContentItem, facts: ReadOutcome): JournalRow {
    const { path } = item
    const known = this.#known.find(path)
    if (known === undefined) throw new Error(`'${path}' was refreshed but is not known`)
    const entry = parseEntry(known.entry)
    if (facts.isUnread === true && item.refresh !== undefined && !hasUnknown(entry))
      this.#notLookedAt(item.refresh)
    else for (const problem of facts.problems) this.problem({ path, ...problem })
    this.#count(entry.size)
    const meta = mergeMeta(mergeMeta(entry.meta, item.meta), facts.meta)
    const line = entryLine({ ...entry, meta })
    this.#harvest.add(path, line, known.origin)
    return { entry: line, origin: known.origin }
  }

  #stub(
    item: Pick<ContentItem, 'path' | 'size' | 'meta'> & { readonly origin: Origin | null },
    { reason, operation, code, message }: Unreadable,
  ): JournalRow {
    const { path, size } = item
    if (reason !== 'size limit') this.problem({ path, operation, code, message })
    this.#count(size)
    const meta = mergeMeta(mergeMeta({}, item.meta), {
      reason,
      operation,
      code,
      ...(reason === 'sse-c' ? { message } : {}),
    })
    return this.#harvest.addRead(
      path,
      entryLine({ path, type: 'stub', sha256: null, size, meta }),
      item.origin,
    )
  }

  #countRequests(operation: string, times: number): void {
    this.#requests += times
    this.progress.requests = this.#requests
    this.#harvest.count(operation, times)
  }

  /** Says whether an entry is wanted, and counts it if so. */
  #counts(path: string, bytes: number): boolean {
    const isWanted = this.#selection.includes(path)
    if (isWanted) this.#count(bytes)
    return isWanted
  }

  #count(bytes: number): void {
    this.#entries++
    this.#bytes += bytes
    this.progress.done++
  }
}

/** Says whether every member of the origin offered now is as it was. */
function isSame(offered: Origin, known: string, path: string): boolean {
  if (originLine(path, offered) === known) return true
  const before = parseOrigin(known)
  return Object.entries(offered).every(([name, value]) => before[name] === value)
}

/** Says whether a part of an entry's meta could not be read. */
function hasUnknown({ meta }: Entry): boolean {
  return Object.values(meta).some((value) => isObject(value) && typeof value['$unknown'] === 'string')
}

/** What a stub says of why it could not be read. */
function unreadableOf({ meta }: Entry): Unreadable {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    reason: 'sse-c',
    operation: text(meta['operation']),
    code: text(meta['code']),
    message: text(meta['message']),
  }
}
