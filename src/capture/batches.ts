import type { Digest } from '../model/digest.ts'
import type { ContentItem, OpenRequest, Source } from '../sources/source.ts'
import { CHUNKED_FROM } from '../store/chunker.ts'
import type { PackLocation } from '../store/store.ts'
import type { ReadingPool } from './reading-pool.ts'
import type { BatchResult, Outcome, WorkerJob } from './tasks.ts'

/** A batch is dispatched when it has this many items or bytes; measured, see docs/decisions/0001-batches.md. */
const MAX_ITEMS = 256
const MAX_BYTES = 4 * 1024 * 1024
/** A batch that fills slowly, because listing is slow, does not wait longer than this. */
const MAX_WAIT_MS = 100

/** One content to be read. */
export interface Job {
  readonly item: ContentItem
  /** `item.open`, or `item.refresh` when only the meta is wanted. */
  readonly request: OpenRequest
}

/** Says where a content lies that is stored already. */
export type Locate = (sha256: Digest) => readonly PackLocation[] | undefined

/** Gathers one source's jobs to batches and has them read, a bounded number at a time. */
export class Batches {
  readonly #source: Source
  readonly #pool: ReadingPool
  readonly #scans: boolean
  readonly #locate: Locate
  readonly #signal: AbortSignal
  readonly #onResult: (jobs: readonly Job[], result: BatchResult) => void
  readonly #underWay = new Set<Promise<void>>()
  #jobs: Job[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(
    source: Source,
    pool: ReadingPool,
    scans: boolean,
    locate: Locate,
    signal: AbortSignal,
    onResult: (jobs: readonly Job[], result: BatchResult) => void,
  ) {
    this.#source = source
    this.#pool = pool
    this.#scans = scans
    this.#locate = locate
    this.#signal = signal
    this.#onResult = onResult
  }

  /** Takes a job; resolves when there is room for more. @throws what reading an earlier batch has thrown */
  async add(job: Job): Promise<void> {
    this.#check()
    if (job.item.size >= CHUNKED_FROM) {
      this.#dispatch([job])
    } else {
      this.#jobs.push(job)
      this.#bytes += job.item.size
      this.#timer ??= setTimeout(() => this.#flush(), MAX_WAIT_MS)
      if (this.#jobs.length >= MAX_ITEMS || this.#bytes >= MAX_BYTES) this.#flush()
    }
    while (this.#underWay.size > this.#pool.capacity) await this.#nextEnd()
    this.#check()
  }

  /** Has the rest read and waits for all. */
  async drain(): Promise<void> {
    this.#flush()
    while (this.#underWay.size > 0) {
      this.#check()
      await this.#nextEnd()
    }
    this.#check()
  }

  /** Drops what was not dispatched. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#jobs = []
  }

  /** Resolves when a batch has ended, or the capture is interrupted. */
  async #nextEnd(): Promise<void> {
    const ended = Promise.withResolvers<undefined>()
    const end = () => ended.resolve(undefined)
    this.#signal.addEventListener('abort', end, { once: true })
    try {
      await Promise.race([...this.#underWay, ended.promise])
    } finally {
      this.#signal.removeEventListener('abort', end)
    }
  }

  #check(): void {
    this.#signal.throwIfAborted()
    if (this.#failure !== undefined) throw this.#failure.error
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const jobs = this.#jobs
    if (jobs.length === 0) return
    this.#jobs = []
    this.#bytes = 0
    this.#dispatch(jobs)
  }

  #dispatch(jobs: readonly Job[]): void {
    const reading = this.#read(jobs).catch((error: unknown) => {
      this.#failure ??= { error }
    })
    this.#underWay.add(reading)
    void reading.then(() => this.#underWay.delete(reading))
  }

  async #read(jobs: readonly Job[]): Promise<void> {
    const context = await this.#source.workerContext()
    const result = await this.#pool.read(
      jobs.map((job) => this.#toWorker(job)),
      context,
    )
    this.#onResult(jobs, result)
  }

  #toWorker({ item: { path, type, meta, sha256, members }, request }: Job): WorkerJob {
    const stored = sha256 === undefined ? undefined : this.#locate(sha256)
    return {
      path,
      type,
      meta,
      request,
      scan: this.#scans,
      ...(stored === undefined ? {} : { stored }),
      ...(members === undefined ? {} : { members }),
    }
  }
}

/** The outcome of a job; there is one for each. */
export function outcomeAt(result: BatchResult, i: number): Outcome {
  const outcome = result.outcomes[i]
  if (outcome === undefined) throw new Error('a worker returned fewer results than requested')
  return outcome
}
