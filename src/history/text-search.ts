import { isUtf8 } from 'node:buffer'
import type { Digest } from '../model/digest.ts'
import type { Entry } from '../model/entry.ts'
import { readEntry } from '../store/entry-content.ts'
import type { Store } from '../store/store.ts'

/** A line of a text in which something was found. */
export interface FoundLine {
  /** From 1. */
  readonly line: number
  /** The line, or of a long one what is around the place. */
  readonly text: string
}

/** The lines of a content in which something was found. */
export interface FoundLines {
  readonly count: number
  /** The first of them. */
  readonly first: readonly FoundLine[]
}

/** Larger contents are not compared inside. */
export const LARGEST_TEXT = 8 * 1024 * 1024
/** The most lines that are kept of each content, */
const KEPT_LINES = 5
/** the most of each, and how much before the match when it is far to the right. */
const KEPT_LENGTH = 500
const KEPT_BEFORE = 20

/** Looks for a pattern, line by line, in contents that are text: in each distinct one once. */
export class TextSearch {
  readonly #store: Store
  readonly #pattern: RegExp
  readonly #anyLine: RegExp
  readonly #hits = new Map<Digest, FoundLines>()
  readonly #looked = new Set<Digest>()
  /** How many contents were too large. */
  tooLarge = 0

  /** The pattern without flags that make it remember. */
  constructor(store: Store, pattern: RegExp) {
    this.#store = store
    this.#pattern = pattern
    this.#anyLine = new RegExp(pattern.source, `${pattern.flags}m`)
  }

  /** The lines of an entry's content that match; undefined when there are none. */
  look(entry: Entry): FoundLines | undefined {
    const { sha256, size } = entry
    if (sha256 === null) return undefined
    if (this.#looked.has(sha256)) return this.#hits.get(sha256)
    this.#looked.add(sha256)
    if (size > LARGEST_TEXT) {
      this.tooLarge++
      return undefined
    }
    const found = this.#linesOf(readEntry(this.#store, entry))
    if (found !== undefined) this.#hits.set(sha256, found)
    return found
  }

  #linesOf(bytes: Buffer): FoundLines | undefined {
    // As git and grep do: what has a zero byte is not text.
    if (bytes.includes(0) || !isUtf8(bytes)) return undefined
    const text = bytes.toString()
    // Most texts have no hit, and this takes a fraction of the time.
    if (!this.#anyLine.test(text)) return undefined
    const first: FoundLine[] = []
    let count = 0
    for (const [i, line] of text.split(/\r?\n/).entries()) {
      const at = line.search(this.#pattern)
      if (at === -1) continue
      if (++count <= KEPT_LINES) first.push({ line: i + 1, text: around(line, at) })
    }
    return count === 0 ? undefined : { count, first }
  }
}

function around(line: string, at: number): string {
  const from = at < 2 * KEPT_BEFORE ? 0 : at - KEPT_BEFORE
  const text = line.slice(from, from + KEPT_LENGTH).trim()
  return `${from > 0 ? '…' : ''}${text}${from + KEPT_LENGTH < line.length ? '…' : ''}`
}
