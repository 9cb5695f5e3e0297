import { readEntry, streamEntry, type ContentOf } from '../store/entry-content.ts'
import type { Store } from '../store/store.ts'

/** The whole content of an entry, whose SHA-256 was checked. @throws JsnapError NotReadable for one that has none, Corrupt */
export function readContent(store: Store, entry: ContentOf): Uint8Array {
  return readEntry(store, entry)
}

/** How a content is read in pieces. */
export interface StreamContentOptions {
  /** Read large content once to its end before the first piece is handed out, so that nothing of a damaged one is handed out. */
  readonly checkFirst?: boolean
}

/**
 * The content of an entry in pieces, for what may be larger than memory. Each is checked; whether they make up the
 * whole is known at the end.
 * @throws JsnapError as `readContent`
 */
export function* streamContent(
  store: Store,
  entry: ContentOf,
  { checkFirst = false }: StreamContentOptions = {},
): Generator<Uint8Array, void, undefined> {
  if (checkFirst && entry.sha256 !== null && store.isChunked(entry.sha256)) {
    const pieces = streamEntry(store, entry)
    while (pieces.next().done !== true);
  }
  yield* streamEntry(store, entry)
}
