import { basename } from 'node:path'
import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../model/errors.ts'
import type { Place } from '../store/store.ts'
import type { FileToWrite, Piece } from './write-worker.ts'

/** Where a store says its contents lie. */
export interface Locator {
  locate(sha256: Digest): Place | readonly Place[]
}

/** A file of the checkout whose content is not yet looked up. */
export type PlannedFile = Omit<FileToWrite, 'content'>

/** A batch is about so large: long enough for the hand-over not to count, short enough for the threads to end together. */
const BATCH_FILES = 256
const BATCH_BYTES = 4 * 1024 * 1024
/** And never longer than this, however many files want the same frame. */
const MAX_BATCH_FILES = 4096

/** Stands for the places of chunks: those of many large files would not fit in memory, so they are looked up again when their turn comes. */
const CHUNKED = Symbol('chunked')

/** The writing of a checkout, cut into batches. */
export interface WritePlan {
  /** Large content first, so that no thread is left with a long task at the end. */
  batches(): Iterable<readonly FileToWrite[]>
  /** Files whose content the store does not have. */
  readonly missing: readonly { readonly index: number; readonly message: string }[]
}

/** Orders files by where their content lies, so that no frame is decoded twice. */
export function planWrites(store: Locator, files: Iterable<PlannedFile>): WritePlan {
  const large: PlannedFile[] = []
  const packs = new Map<Digest, FileToWrite[]>()
  const missing: { index: number; message: string }[] = []
  // The same content is often wanted at several paths.
  const known = new Map<Digest, Piece | typeof CHUNKED>()
  for (const file of files) {
    try {
      let content = known.get(file.sha256)
      if (content === undefined) {
        const place = store.locate(file.sha256)
        content = isChunked(place) ? CHUNKED : pieceOf(place)
        known.set(file.sha256, content)
      }
      if (content === CHUNKED) {
        large.push(file)
        continue
      }
      const inPack = packs.get(content.pack)
      if (inPack === undefined) packs.set(content.pack, [{ ...file, content }])
      else inPack.push({ ...file, content })
    } catch (error) {
      if (!(error instanceof JsnapError)) throw error
      missing.push({ index: file.index, message: error.message })
    }
  }
  large.sort((a, b) => b.size - a.size)
  return {
    missing,
    *batches() {
      for (const file of large) yield [{ ...file, content: piecesOf(store.locate(file.sha256)) }]
      for (const inPack of packs.values()) yield* batchesOf(inPack)
    },
  }
}

function* batchesOf(files: FileToWrite[]): Generator<readonly FileToWrite[]> {
  const ordered = files
    .map((file) => ({ file, ...(file.content as Piece) })) // only files with one piece come here
    .sort((a, b) => a.frame - b.frame || a.offset - b.offset)
  let batch: FileToWrite[] = []
  let bytes = 0
  let frame = -1
  for (const next of ordered) {
    const full = (batch.length >= BATCH_FILES || bytes >= BATCH_BYTES) && next.frame !== frame
    if (full || batch.length >= MAX_BATCH_FILES) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(next.file)
    bytes += next.length
    frame = next.frame
  }
  if (batch.length > 0) yield batch
}

function isChunked(place: Place | readonly Place[]): place is readonly Place[] {
  return Array.isArray(place)
}

function piecesOf(place: Place | readonly Place[]): Piece | readonly Piece[] {
  return isChunked(place) ? place.map(pieceOf) : pieceOf(place)
}

function pieceOf({ sha256, pack, frame, offset, length }: Place): Piece {
  return { sha256, pack: basename(pack, '.pack') as Digest, frame, offset, length }
}
