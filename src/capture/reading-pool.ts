import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { Piscina } from 'piscina'
import type { Digest } from '../model/digest.ts'
import { fromPlain } from '../runtime/errors.ts'
import { allLoaded } from '../runtime/loaded-threads.ts'
import { sealPack } from '../store/pack.ts'
import type { Store } from '../store/store.ts'
import type { FullPack, StoreWriter } from '../store/writer.ts'
import type { BatchResult, BatchTask, Done, SealTask, WorkerJob } from './tasks.ts'

/** Two batches a thread: one computes while the other waits for the network or for its claims. */
const TASKS_A_THREAD = 2

/** An interrupted capture waits this long for the batches under way. */
const GRACE_MS = 3000

/** Asking the system costs a millisecond or so each time. */
const THREADS = availableParallelism()

/** The worker threads of one capture, and the packs that they write. */
export class ReadingPool {
  readonly #writer: StoreWriter
  readonly #temporaryFolder: string
  readonly #packsFolder: string
  readonly #chunkerSeed: string
  readonly #seals = new Set<Promise<void>>()
  readonly #reading = new Set<Promise<unknown>>()
  readonly #interruptions = new Set<MessagePort>()
  #pool: Promise<Piscina> | undefined
  #loaded: Promise<void> | undefined

  constructor(writer: StoreWriter, store: Store) {
    this.#writer = writer
    this.#temporaryFolder = store.temporaryFolder
    this.#packsFolder = store.packsFolder
    this.#chunkerSeed = store.format.chunkerSeed
  }

  /** How many batches can be under way at once. */
  get capacity(): number {
    return THREADS * TASKS_A_THREAD
  }

  /** Reads a batch; resolves when its contents are written, though not yet sealed. */
  read(jobs: readonly WorkerJob[], context: unknown): Promise<BatchResult> {
    const reading = this.#read(jobs, context)
    this.#reading.add(reading)
    const forget = () => this.#reading.delete(reading)
    reading.then(forget, forget)
    return reading
  }

  async #read(jobs: readonly WorkerJob[], context: unknown): Promise<BatchResult> {
    const pool = await (this.#pool ??= this.#start())
    const { port1, port2 } = new MessageChannel()
    const { port1: interruption, port2: interrupted } = new MessageChannel()
    this.#interruptions.add(interruption)
    let claimFailed: { readonly error: unknown } | undefined
    port1.on('message', (contents: Digest[]) => {
      try {
        port1.postMessage(this.#writer.claim(contents))
      } catch (error) {
        claimFailed = { error }
        port1.postMessage([]) // Nothing of it is to be stored, and the thread continues to the end of its batch.
      }
    })
    const task: BatchTask = {
      kind: 'batch',
      jobs,
      context,
      temporaryFolder: this.#temporaryFolder,
      packsFolder: this.#packsFolder,
      pack: this.#writer.takePack(),
      chunkerSeed: this.#chunkerSeed,
      claims: port2,
      interruption: interrupted,
    }
    try {
      const done = (await pool.run(task, { transferList: [port2, interrupted] })) as Done<BatchResult>
      if (claimFailed !== undefined) throw claimFailed.error
      const result = resultOf(done)
      for (const full of this.#writer.accept(result.parts)) this.#seal(full)
      return result
    } finally {
      port1.close()
      interruption.close()
      this.#interruptions.delete(interruption)
    }
  }

  /** Seals everything that was written. @throws what a seal has thrown */
  async sealAll(): Promise<void> {
    for (const full of this.#writer.takeAll()) this.#seal(full)
    await Promise.all(this.#seals)
  }

  /** Ends early: what is read within a moment is sealed, the rest is left for the next run to salvage. Never throws. */
  async abandon(): Promise<void> {
    for (const interruption of this.#interruptions) interruption.postMessage(null)
    await Promise.race([Promise.allSettled(this.#reading), setTimeout(GRACE_MS, undefined, { ref: false })])
    for (const full of this.#writer.takeAll()) this.#seal(full)
    await Promise.allSettled(this.#seals)
  }

  async #start(): Promise<Piscina> {
    const pool = await startThreads()
    this.#loaded = allLoaded(pool, THREADS)
    return pool
  }

  async close(): Promise<void> {
    const pool = await this.#pool
    await this.#loaded
    await pool?.destroy()
  }

  #seal(full: FullPack): void {
    const sealing = this.#sealInBackground(full)
    // The error is taken up by sealAll; without this line Node would end the process before that.
    sealing.catch(() => undefined)
    this.#seals.add(sealing)
  }

  async #sealInBackground(full: FullPack): Promise<void> {
    const task: SealTask = { kind: 'seal', ...full }
    const pool = await this.#pool
    const name =
      pool === undefined
        ? sealPack(full.file, full.packsFolder)
        : resultOf((await pool.run(task)) as Done<Digest>)
    this.#writer.sealed(full.file, name)
  }
}

function resultOf<Result>(done: Done<Result>): Result {
  if ('failure' in done) throw fromPlain(done.failure)
  return done.result
}

async function startThreads(): Promise<Piscina> {
  const { Piscina } = await import('piscina')
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Piscina({
    filename: new URL(`./reading-worker.${extension}`, import.meta.url).href,
    minThreads: THREADS,
    maxThreads: THREADS,
    concurrentTasksPerWorker: TASKS_A_THREAD,
    // A thread that sleeps on an atomic between tasks cannot hear the answers to its claims.
    atomics: 'disabled',
  })
}
