import { createHash } from 'node:crypto'
import { placeInFolder } from '../model/byte-name.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { cannotWrite } from '../runtime/disk-fault.ts'
import { codeOf, JsnapError, messageOf, type PlainError } from '../runtime/errors.ts'
import { sayLoaded } from '../runtime/loaded-threads.ts'
import { FrameCache } from '../store/frame-cache.ts'
import type { ContentLocation, PackLocation } from '../store/store.ts'
import { digestOfFile, withFile } from './file-digest.ts'
import { SharedProgress } from './shared-progress.ts'
import { createFile, GrowingFile, replaceFile, setMode } from './write-file.ts'

/** A file to write, and where its content lies: in one piece, or in several that make the whole. */
export interface FileToWrite {
  /** What the caller knows it by. */
  readonly index: number
  readonly name: string
  readonly sha256: Digest
  readonly size: number
  readonly mode: number | undefined
  readonly content: ContentLocation
}

/** A batch of files; those whose content is in the same frame are together. */
export interface WriteTask {
  readonly packsFolder: string
  readonly target: string
  /** The target was empty, so that nothing can stand where a file belongs. */
  readonly fresh: boolean
  readonly progress: SharedArrayBuffer
  readonly files: readonly FileToWrite[]
}

/** Why a file was not written, by its index. */
export interface Unwritten {
  readonly index: number
  readonly reason: 'damaged' | 'name too long'
  readonly message: string
}

/** The result of a batch. Errors are plain data here, because a thread boundary takes away their class. */
export interface WriteResult {
  readonly written: number
  readonly unchanged: number
  readonly bytesWritten: number
  readonly unwritten: readonly Unwritten[]
  readonly failure: PlainError | undefined
}

let frames: FrameCache | undefined

sayLoaded()

/** Writes a batch of files. It ends early when the progress says stop, and never leaves a part of a file. */
export default function writeBatch(task: WriteTask): WriteResult {
  // A worker serves one checkout, so the store never changes.
  const store = (frames ??= new FrameCache(task.packsFolder))
  const progress = new SharedProgress(task.progress)
  const result = { written: 0, unchanged: 0, bytesWritten: 0, unwritten: [] as Unwritten[] }
  for (const file of task.files) {
    if (progress.stopped) break
    const path = placeInFolder(task.target, file.name)
    try {
      if (!task.fresh && isCurrent(path, file)) {
        result.unchanged++
        progress.addBytes(file.size)
      } else {
        if (!write(path, file, task.fresh, store, progress)) break
        result.written++
        result.bytesWritten += file.size
      }
      progress.addFile()
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === undefined) {
        const { code, message, hint } =
          error instanceof JsnapError ? error : cannotWrite(`${task.target}/${file.name}`, error)
        return { ...result, failure: { code, message, hint } }
      }
      result.unwritten.push({ index: file.index, reason, message: messageOf(error) })
    }
  }
  return { ...result, failure: undefined }
}

function reasonOf(error: unknown): Unwritten['reason'] | undefined {
  if (error instanceof JsnapError) return error.code === 'Corrupt' ? 'damaged' : undefined
  return codeOf(error) === 'ENAMETOOLONG' ? 'name too long' : undefined
}

/** Says whether the file is there already; only its mode may be put right. */
function isCurrent(path: string | Buffer, { sha256, size, mode }: FileToWrite): boolean {
  const same = withFile(path, (fd, stats) => {
    if (stats.size !== size || digestOfFile(fd) !== sha256) return false
    setMode(fd, mode, stats)
    return true
  })
  return same === true
}

/** Returns false when it was asked to stop. */
function write(
  path: string | Buffer,
  file: FileToWrite,
  fresh: boolean,
  store: FrameCache,
  progress: SharedProgress,
): boolean {
  const { content } = file
  if (!('pack' in content)) return writePieces(path, file, content, store, progress)
  const bytes = readPiece(store, content)
  try {
    createFile(path, bytes, file.mode)
  } catch (error) {
    if (fresh || codeOf(error) !== 'EEXIST') throw error
    replaceFile(path, bytes, file.mode)
  }
  progress.addBytes(bytes.length)
  return true
}

function writePieces(
  path: string | Buffer,
  { sha256, mode }: FileToWrite,
  pieces: readonly PackLocation[],
  store: FrameCache,
  progress: SharedProgress,
): boolean {
  const file = new GrowingFile(path, mode)
  try {
    const whole = createHash('sha256')
    for (const piece of pieces) {
      if (progress.stopped) {
        file.discard()
        return false
      }
      const bytes = readPiece(store, piece)
      whole.update(bytes)
      file.write(bytes)
      progress.addBytes(bytes.length)
    }
    if (whole.digest('hex') !== sha256) {
      throw new JsnapError('Corrupt', `the chunks of ${sha256} do not add up to the content`)
    }
  } catch (error) {
    file.discard()
    throw error
  }
  file.finish()
  return true
}

function readPiece(store: FrameCache, { sha256, pack, frame, offset, length }: PackLocation): Buffer {
  const bytes = store.read(pack, frame).subarray(offset, offset + length)
  if (digestOf(bytes) !== sha256) {
    throw new JsnapError('Corrupt', `content ${sha256} in pack ${pack} does not match its SHA-256`)
  }
  return bytes
}
