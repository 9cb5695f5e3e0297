import { readEntry, streamEntry } from '../../store/entry-content.ts'
import { isUtf8 } from 'node:buffer'
import type { Entry } from '../../model/entry.ts'
import type { Store } from '../../store/store.ts'

/** Larger content is not looked at by line: of 16 MiB (500,000 lines) a patch takes 1 s of CPU and 0.4 GB. */
const LARGEST_TEXT = 32 * 1024 * 1024
/** Nor is text with more lines: memory depends on their number. */
const MOST_LINES = 1_000_000
/** As git: a zero in the first bytes makes it binary. */
const SNIFFED = 8000

const LINE_END = 0x0a

/** Bytes that no text of another encoding has, and a binary one hardly lacks. */
const CONTROLS = /[\x00-\x08\x0e-\x1a\x1c-\x1f]/
/** As a browser takes a page that does not say how it is encoded; every byte is a character of its own. */
const OTHER = new TextDecoder('windows-1252')

/** What is shown of a text. */
export type ShownText = (text: string, entry: Entry, side: 'before' | 'after') => string

/** The text that an entry has for content; undefined when it is not text, or too large. */
export function contentText(store: Store, entry: Entry): string | undefined {
  const { sha256, size } = entry
  if (sha256 === null || size > LARGEST_TEXT) return undefined
  const bytes = readEntry(store, entry)
  if (isBinary(bytes) || countLines([bytes]) > MOST_LINES) return undefined
  if (isUtf8(bytes)) return bytes.toString()
  return CONTROLS.test(bytes.toString('latin1')) ? undefined : OTHER.decode(bytes)
}

/** Says whether an entry is text, as far as its beginning shows, and too large to be looked at by line. */
export function isTooLargeText(store: Store, entry: Entry): boolean {
  const { sha256, size } = entry
  if (sha256 === null || size <= MOST_LINES) return false
  for (const piece of streamEntry(store, entry)) {
    const beginning = piece.subarray(0, SNIFFED)
    if (isBinary(beginning) || CONTROLS.test(beginning.toString('latin1'))) return false
    break
  }
  return size > LARGEST_TEXT || countLines(streamEntry(store, entry)) > MOST_LINES
}

/** Counts the ends of lines, up to some more than are of interest. */
function countLines(pieces: Iterable<Buffer>): number {
  let count = 0
  for (const piece of pieces) {
    for (
      let at = piece.indexOf(LINE_END);
      at !== -1 && count <= MOST_LINES;
      at = piece.indexOf(LINE_END, at + 1)
    )
      count++
    if (count > MOST_LINES) break
  }
  return count
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, SNIFFED).includes(0)
}
