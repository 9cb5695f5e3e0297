import { placeInFolder } from '../model/byte-name.ts'
import type { Digest } from '../model/digest.ts'
import { digestOfFile, withFile } from './file-digest.ts'
import { SharedProgress } from './shared-progress.ts'

/** A file that a checkout has put in place, and what it must hold. */
export interface FileToVerify {
  readonly name: string
  readonly sha256: Digest
  readonly size: number
}

/** A batch of files to read again. */
export interface VerifyTask {
  readonly target: string
  readonly progress: SharedArrayBuffer
  readonly files: readonly FileToVerify[]
}

/** Reads files again and returns the names of those that do not hold what they must. Stops early when the progress says so. */
export default function verifyBatch({ target, progress: shared, files }: VerifyTask): string[] {
  const progress = new SharedProgress(shared)
  const wrong: string[] = []
  for (const { name, sha256, size } of files) {
    if (progress.stopped) break
    const same = withFile(
      placeInFolder(target, name),
      (fd, stats) => stats.size === size && digestOfFile(fd) === sha256,
    )
    if (same !== true) wrong.push(name)
    progress.addFile()
    progress.addBytes(size)
  }
  return wrong
}
