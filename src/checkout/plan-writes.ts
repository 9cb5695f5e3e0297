import { notSound, sizeMismatch } from '../store/entry-content.ts'
import type { Digest } from '../model/digest.ts'
import { isCorrupt } from '../runtime/errors.ts'
import type { ContentLocation, PackLocation } from '../store/store.ts'
import type { SelectedFile } from './selection.ts'
import type { FileToWrite } from './write-worker.ts'

/** Where a store says its contents lie. */
export interface Locator {
  locate(sha256: Digest): ContentLocation
  contentLength(sha256: Digest): number
  lookingUp<T>(work: () => T): T
}

/** A batch is about so large: long enough for the hand-over not to count, short enough for the threads to end together. */
const BATCH_FILES = 256
const BATCH_BYTES = 4 * 1024 * 1024
/** And never longer than this, however many files want the same frame. */
const MAX_BATCH_FILES = 4096

/** A file by its index, and where its content lies. Files of the same content share the place. */
interface Spot {
  readonly index: number
  readonly place: PackLocation
}

/** The writing of a checkout, cut into batches. Files are known by their index. */
export interface WritePlan {
  /** Large content first, so that no thread is left with a long task at the end. */
  batches(): Iterable<readonly FileToWrite[]>
  /** Files whose content the store does not have. */
  readonly missing: readonly { readonly index: number; readonly message: string }[]
}

/** Orders files by where their content lies, so that no frame is decoded twice. */
export function planWrites(store: Locator, files: readonly SelectedFile[]): WritePlan {
  const fileAt = (index: number) => files[index] as SelectedFile // indexes come from this array
  const spots: Spot[] = []
  const large: number[] = []
  const missing: { index: number; message: string }[] = []
  // The same content is often wanted at several paths.
  const known = new Map<Digest, PackLocation | typeof CHUNKED>()
  const plan = (file: SelectedFile, index: number) => {
    const { sha256, size } = file
    try {
      const length = store.contentLength(sha256)
      if (length !== size) throw notSound(sizeMismatch(file, length))
      let place = known.get(sha256)
      if (place === undefined) {
        const found = store.locate(sha256)
        place = 'pack' in found ? found : CHUNKED
        known.set(sha256, place)
      }
      if (place === CHUNKED) large.push(index)
      else spots.push({ index, place })
    } catch (error) {
      if (!isCorrupt(error)) throw error
      missing.push({ index, message: error.message })
    }
  }
  store.lookingUp(() => files.forEach(plan))
  spots.sort((a, b) => comparePlaces(a.place, b.place))
  large.sort((a, b) => fileAt(b).size - fileAt(a).size)
  const toWrite = (index: number, content: FileToWrite['content']): FileToWrite => {
    const { name, sha256, size, mode } = fileAt(index)
    return { index, name, sha256, size, mode, content }
  }
  return {
    missing,
    *batches() {
      for (const index of large) yield [toWrite(index, store.locate(fileAt(index).sha256))]
      for (const batch of cut(spots)) {
        yield batch.map(({ index, place }) => toWrite(index, place))
      }
    },
  }
}

/** Stands for the places of chunks: those of many large files would not fit in memory, so they are looked up again when their turn comes. */
const CHUNKED = Symbol('chunked')

function* cut(spots: readonly Spot[]): Generator<readonly Spot[]> {
  let batch: Spot[] = []
  let bytes = 0
  for (const spot of spots) {
    const last = batch.at(-1)?.place
    const inSameFrame = last?.pack === spot.place.pack && last.frame === spot.place.frame
    const full = batch.length >= BATCH_FILES || bytes >= BATCH_BYTES
    if ((full && !inSameFrame) || batch.length >= MAX_BATCH_FILES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(spot)
    bytes += spot.place.length
  }
  if (batch.length > 0) yield batch
}

function comparePlaces(a: PackLocation, b: PackLocation): number {
  if (a.pack !== b.pack) return a.pack < b.pack ? -1 : 1
  return a.frame - b.frame || a.offset - b.offset
}
