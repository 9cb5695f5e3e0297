import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Keeps the heap of this thread small where garbage would pile up, and those of threads that start from now on. Left
 * alone, V8 lets a commit of 100,000 objects peak at 620 MB; see docs/decisions/0006-memory.md.
 */
export function limitHeap(): void {
  setFlagsFromString('--min-semi-space-size=8')
  keepYoungHeapSmall()
  // The old heap may grow by this much of what is in use before it is collected, and to this many MB anyway.
  setFlagsFromString('--heap-growing-percent=30')
  setFlagsFromString('--initial-old-space-size=32')
}

/**
 * Has the young heap of this thread stay as small as it begins, so that buffers that were dropped are soon freed: for
 * work that reads much and keeps little of it. Call it before that work.
 */
export function keepYoungHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

let collect: ((options: { readonly type: 'minor' }) => void) | undefined

/**
 * Frees the buffers that this thread has just dropped. They lie outside of the heap, and work that makes large buffers
 * and few objects piles up 64 MB of them in each thread before V8 looks. Takes about a millisecond.
 */
export function freeDroppedBuffers(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as NonNullable<typeof collect>
  }
  collect({ type: 'minor' })
}
