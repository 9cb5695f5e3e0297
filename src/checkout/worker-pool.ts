import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { allLoaded } from '../runtime/loaded-threads.ts'
import type { SharedProgress } from './shared-progress.ts'

/** From source the workers are TypeScript as well. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

function fileOf(script: Job<unknown, unknown>['script']): string {
  return new URL(`./${script}${EXTENSION}`, import.meta.url).href
}

/** Tasks for the default export of a worker script, and where its results go. */
interface Job<Task, Result> {
  readonly script: 'write-worker' | 'verify-worker'
  readonly tasks: Iterable<Task>
  readonly take: (result: Result) => void
}

/** Each takes some 50 MB, and more than a few only wait for one another in the file system. */
const MAX_THREADS = 4

/** The threads of one checkout. */
export class WorkerPool {
  readonly #pool: Piscina
  readonly #lanes: number
  readonly #loaded: Promise<void>

  /** Starts as many threads as the machine runs in parallel, and no more than are `useful`. */
  constructor(useful: number) {
    const threads = Math.max(1, Math.min(availableParallelism(), MAX_THREADS, useful))
    this.#pool = new Piscina({ filename: fileOf('write-worker'), minThreads: threads, maxThreads: threads })
    this.#loaded = allLoaded(this.#pool, threads)
    // A second task waits behind the one under way, so that no thread waits for this one.
    this.#lanes = threads * 2
  }

  /** Runs tasks until there are no more or the progress says stop. When one fails, all have ended before its error is thrown. */
  async run<Task, Result>(
    { script, tasks, take }: Job<Task, Result>,
    progress: SharedProgress,
  ): Promise<void> {
    const filename = fileOf(script)
    const waiting = tasks[Symbol.iterator]()
    const lane = async () => {
      try {
        while (!progress.stopped) {
          const next = waiting.next()
          if (next.done === true) return
          take((await this.#pool.run(next.value, { filename })) as Result)
        }
      } catch (error) {
        progress.stop()
        throw error
      }
    }
    const ends = await Promise.allSettled(Array.from({ length: this.#lanes }, lane))
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async close(): Promise<void> {
    await this.#loaded
    await this.#pool.destroy()
  }
}
