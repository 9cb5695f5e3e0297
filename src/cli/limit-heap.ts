import { setFlagsFromString } from 'node:v8'

/**
 * Keeps the heap of this thread small where garbage would pile up, and those of threads that start from now on. Left
 * alone, V8 lets a commit of 100,000 objects peak at 620 MB; see docs/decisions/0006-memory.md. The flags are those of
 * the process, so that only the command line calls it.
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
