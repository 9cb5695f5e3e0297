import { isUtf8 } from 'node:buffer'
import type { Entry } from '../model/entry.ts'
import type { Store } from '../store/store.ts'

/** Larger content is not looked at by line. */
const LARGEST_TEXT = 4 * 1024 * 1024
/** As git: a zero among so many bytes makes it binary. */
const SNIFFED = 8000

/** The text that an entry has for content; undefined when it is no text, or too large. */
export function contentText(store: Store, { sha256, size }: Entry): string | undefined {
  if (sha256 === null || size > LARGEST_TEXT) return undefined
  const bytes = store.readContent(sha256)
  return bytes.subarray(0, SNIFFED).includes(0) || !isUtf8(bytes) ? undefined : bytes.toString()
}
