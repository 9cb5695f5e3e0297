import { fromPlain } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { planWrites } from './plan-writes.ts'
import type { SelectedFile } from './selection.ts'
import type { SharedProgress } from './shared-progress.ts'
import type { Tally } from './tally.ts'
import type { TargetFolder } from './target-folder.ts'
import type { WorkerPool } from './worker-pool.ts'
import type { WriteResult, WriteTask } from './write-worker.ts'

/** Writes all files in worker threads. Damaged content is noted and the rest written; any other error ends the checkout. */
export async function writeFiles(
  store: Store,
  files: readonly SelectedFile[],
  target: TargetFolder,
  pool: WorkerPool,
  progress: SharedProgress,
  tally: Tally,
): Promise<SelectedFile[]> {
  const failed = new Set<number>()
  const damaged = (index: number, message: string) => {
    failed.add(index)
    tally.damaged.push({ path: fileAt(index).path, message })
  }
  const fileAt = (index: number) => files[index] as SelectedFile // indexes come from this array
  const plan = planWrites(store, files)
  for (const { index, message } of plan.missing) damaged(index, message)

  const tasks = tasksOf(plan.batches(), store, target, progress)
  const take = (result: WriteResult) => {
    tally.written += result.written
    tally.unchanged += result.unchanged
    tally.bytesWritten += result.bytesWritten
    for (const { index, reason, message } of result.unwritten) {
      if (reason === 'damaged') damaged(index, message)
      else {
        failed.add(index)
        tally.tooLong(fileAt(index).path)
      }
    }
    if (result.failure !== undefined) throw fromPlain(result.failure)
  }
  await pool.run({ script: 'write-worker', tasks, take }, progress)
  const done = failed.size === 0 ? [...files] : files.filter((_, index) => !failed.has(index))
  for (const file of done) tally.bytes += file.size
  return done
}

function* tasksOf(
  batches: Iterable<WriteTask['files']>,
  { packsFolder }: Store,
  target: TargetFolder,
  progress: SharedProgress,
): Generator<WriteTask> {
  for (const files of batches) {
    yield { packsFolder, target: target.path, fresh: target.fresh, progress: progress.buffer, files }
  }
}
