import type { Json } from '../model/canonical-json.ts'
import type { Digest } from '../model/digest.ts'
import type { Entry } from '../model/entry.ts'
import { DAMAGE_HINT, JsnapError } from '../runtime/errors.ts'
import { isNestedTooDeep } from '../model/depth-limit.ts'
import type { Store } from './store.ts'

/** A document has policies in it, each of which may be as deep as an answer. */
const DEEPEST = 1000

/** An entry, as far as its content is concerned. */
export type ContentOf = Pick<Entry, 'path' | 'sha256' | 'size'>

/** What reading whole contents needs of a store. */
export type ContentReader = Pick<Store, 'contentLength' | 'readContent'>

/** The whole of an entry's content. @throws JsnapError Corrupt, and NotReadable for one that has none */
export function readEntry(store: ContentReader, entry: ContentOf): Buffer {
  return store.readContent(checkedContent(store, entry))
}

/** The pieces of an entry's content. @throws JsnapError as `readEntry` */
export function streamEntry(
  store: Pick<Store, 'contentLength' | 'streamContent'>,
  entry: ContentOf,
): Generator<Buffer, void, undefined> {
  return store.streamContent(checkedContent(store, entry))
}

/** The JSON that an entry has for content. @throws JsnapError as `readEntry` */
export function readEntryJson(store: ContentReader, entry: ContentOf): Json {
  return parseStored(readEntry(store, entry), `content ${String(entry.sha256)} of '${entry.path}'`)
}

/** The JSON of a content that a commit names. @throws JsnapError Corrupt */
export function readJson(store: Pick<Store, 'readContent'>, sha256: Digest): Json {
  return parseStored(store.readContent(sha256), `content ${sha256}`)
}

/** What is said of an entry whose content has another length. */
export function sizeMismatch({ path, size, sha256 }: ContentOf, length: number): string {
  return `'${path}' should have ${size} bytes, and its content ${String(sha256)} has ${length}`
}

/** The error for a content that is not what it stands for. */
export function notSound(what: string, cause?: unknown): JsnapError {
  return new JsnapError('Corrupt', what, {
    hint: DAMAGE_HINT,
    ...(cause === undefined ? {} : { cause }),
  })
}

/**
 * The content of an entry, when it is as long as the entry says: by the size it was decided that it is read, and how.
 * This is looked at before anything is read.
 */
function checkedContent(store: Pick<Store, 'contentLength'>, entry: ContentOf): Digest {
  if (entry.sha256 === null) throw new JsnapError('NotReadable', `'${entry.path}' has no content`)
  const length = store.contentLength(entry.sha256)
  if (length !== entry.size) throw notSound(sizeMismatch(entry, length))
  return entry.sha256
}

function parseStored(bytes: Buffer, what: string): Json {
  let value: Json
  try {
    value = JSON.parse(bytes.toString()) as Json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw notSound(`${what} is not JSON`, error)
  }
  if (isNestedTooDeep(value, DEEPEST)) throw notSound(`${what} is nested too deeply`)
  return value
}
