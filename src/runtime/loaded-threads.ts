import { setTimeout } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'

/** What a thread says when its code is loaded. */
const LOADED = 'loaded'

/** A thread that has not loaded its code by then never will. */
const PATIENCE_MS = 10_000

/** Says from within the code of a thread that it is loaded: as soon as it is, for what says so is loading still. */
export function sayLoaded(): void {
  // No later than this: a pool does not keep the process alive for threads that are ready.
  queueMicrotask(() => parentPort?.postMessage(LOADED))
}

/**
 * Resolves when all threads of a pool have loaded their code. A thread that is ended while it loads can take the whole
 * process with it: Node 24 aborts with "Assertion failed: facade->InstantiateModule".
 */
export async function allLoaded(
  pool: { on(event: 'message', listener: (message: unknown) => void): unknown },
  threads: number,
): Promise<void> {
  let loaded = 0
  const all = new Promise<void>((resolve) => {
    pool.on('message', (message) => {
      if (message === LOADED && ++loaded === threads) resolve()
    })
  })
  await Promise.race([all, setTimeout(PATIENCE_MS, undefined, { ref: false })])
}
