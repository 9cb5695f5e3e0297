import { JsnapError } from '../runtime/errors.ts'
import type { SharedProgress } from './shared-progress.ts'
import type { FileToVerify, VerifyTask } from './verify-worker.ts'
import type { WorkerPool } from './worker-pool.ts'

const BATCH_FILES = 256
const BATCH_BYTES = 16 * 1024 * 1024

/** Reads files of a target again, in worker threads. @throws JsnapError VerifyFailed */
export async function verifyFiles(
  files: readonly FileToVerify[],
  target: string,
  pool: WorkerPool,
  progress: SharedProgress,
): Promise<void> {
  const wrong: string[] = []
  const take = (names: string[]) => void wrong.push(...names)
  await pool.run({ script: 'verify-worker', tasks: tasksOf(files, target, progress), take }, progress)
  const [first] = wrong
  if (first === undefined) return
  const others = wrong.length > 1 ? ` and ${wrong.length - 1} more` : ''
  throw new JsnapError('VerifyFailed', `written file differs from the version: ${target}/${first}${others}`, {
    hint: 'the disk or another program changed it; check the disk and run the command again with --force',
  })
}

function* tasksOf(
  files: readonly FileToVerify[],
  target: string,
  { buffer: progress }: SharedProgress,
): Generator<VerifyTask> {
  let batch: FileToVerify[] = []
  let bytes = 0
  for (const { name, sha256, size } of files) {
    batch.push({ name, sha256, size })
    bytes += size
    if (batch.length >= BATCH_FILES || bytes >= BATCH_BYTES) {
      yield { target, progress, files: batch }
      batch = []
      bytes = 0
    }
  }
  if (batch.length > 0) yield { target, progress, files: batch }
}
