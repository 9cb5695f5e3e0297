import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { placeInFolder } from '../model/byte-name.ts'
import type { Digest } from '../model/digest.ts'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { codeOf, JsnapError } from '../runtime/errors.ts'
import { digestOfFile, withFile } from './file-digest.ts'
import type { SelectedFiles } from './selection.ts'
import type { SharedProgress } from './shared-progress.ts'
import type { Tally } from './tally.ts'
import type { TargetFolder } from './target-folder.ts'
import type { FileToVerify } from './verify-worker.ts'
import { GrowingFile } from './write-file.ts'

/** Text is gathered to writes of about this many bytes. */
const PIECE = 64 * 1024

/** Writes views in this thread, between the batches it hands to the others; returns them as files to verify. */
export async function writeViews(
  views: SelectedFiles['views'],
  target: TargetFolder,
  fileAt: (index: number) => string,
  progress: SharedProgress,
  tally: Tally,
): Promise<FileToVerify[]> {
  const done: FileToVerify[] = []
  for (const { view, name } of views) {
    const place = placeInFolder(target.path, name)
    try {
      const file = await writeView(place, view.text(fileAt), progress, tally)
      if (file === undefined) break
      done.push({ name, ...file })
    } catch (error) {
      progress.stop()
      if (codeOf(error) === undefined || error instanceof JsnapError) throw error
      throw cannotWrite(`${target.path}/${name}`, error)
    }
  }
  return done
}

/** Returns undefined when it was asked to stop. */
async function writeView(
  place: string | Buffer,
  text: Iterable<string>,
  progress: SharedProgress,
  tally: Tally,
): Promise<{ sha256: Digest; size: number } | undefined> {
  const file = new GrowingFile(place, undefined)
  const whole = createHash('sha256')
  // One buffer for all of the text: a new one for each piece would be garbage that nothing hurries to collect.
  const buffer = Buffer.allocUnsafe(PIECE)
  let filled = 0
  let size = 0
  const write = (bytes: Uint8Array) => {
    whole.update(bytes)
    file.write(bytes)
    size += bytes.length
  }
  const flush = () => {
    write(buffer.subarray(0, filled))
    filled = 0
  }
  try {
    for (const part of text) {
      const length = Buffer.byteLength(part)
      if (filled + length > PIECE) {
        flush()
        await setImmediate()
        if (progress.stopped) {
          file.discard()
          return undefined
        }
      }
      if (length > PIECE) write(Buffer.from(part))
      else filled += buffer.write(part, filled)
    }
    flush()
  } catch (error) {
    file.discard()
    throw error
  }
  const sha256 = whole.digest('hex') as Digest
  const same = withFile(place, (fd, stats) => stats.size === size && digestOfFile(fd) === sha256) === true
  if (same) file.discard()
  else file.finish()
  tally.add(!same, size)
  return { sha256, size }
}
