import { JsnapError } from '../runtime/errors.ts'
import { sayLoaded } from '../runtime/loaded-threads.ts'
import { sealPack } from '../store/pack.ts'
import type { Digest } from '../model/digest.ts'
import { storeBatch } from './store-batch.ts'
import type { BatchResult, Done, Task } from './tasks.ts'

sayLoaded()

/** The entry point of a worker thread. */
export default async function run(task: Task): Promise<Done<BatchResult | Digest>> {
  try {
    return {
      result:
        task.kind === 'batch' ? await storeBatch(task, Date.now) : sealPack(task.file, task.packsFolder),
    }
  } catch (error) {
    if (!(error instanceof JsnapError)) throw error
    const { code, message, hint } = error
    return { failure: { code, message, hint } }
  }
}
