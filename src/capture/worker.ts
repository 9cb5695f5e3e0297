import { sayLoaded } from '../model/loaded-threads.ts'
import { sealPack } from '../store/pack.ts'
import type { Digest } from '../model/digest.ts'
import { storeBatch } from './store-batch.ts'
import type { BatchResult, Task } from './tasks.ts'

sayLoaded()

/** The entry point of a worker thread. */
export default function run(task: Task): Promise<BatchResult> | Digest {
  return task.kind === 'batch' ? storeBatch(task, Date.now) : sealPack(task.file, task.packsFolder)
}
