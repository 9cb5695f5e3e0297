import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collects garbage. */
type Collect = (options: { readonly type: 'minor' }) => void

let collect: Collect | undefined

/**
 * Frees the buffers that this thread has just dropped. They lie outside of the heap, and work that makes large buffers
 * and few objects piles up 64 MB of them in each thread before V8 looks. Takes about a millisecond.
 */
export function freeDroppedBuffers(): void {
  collect ??= collector()
  collect({ type: 'minor' })
}

/** Another thread may take the flag back while this one makes its context: each does so once. */
const TRIES = 100

/** V8's collector. The flag that shows it is one of the whole process, whose owner finds it as it was. */
function collector(): Collect {
  const { gc } = globalThis
  if (gc !== undefined) return (options) => gc(options)
  for (let tried = 0; tried < TRIES; tried++) {
    setFlagsFromString('--expose-gc')
    const found = runInNewContext('globalThis.gc') as Collect | undefined
    setFlagsFromString('--no-expose-gc')
    if (found !== undefined) return found
  }
  // It costs memory, and nothing else.
  return () => undefined
}
