import type { JsonObject } from '../model/canonical-json.ts'
import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../model/errors.ts'
import { comparePaths } from '../model/paths.ts'
import type { Item } from './inventory.ts'

/** A stored JSON document of a version. */
export interface Document {
  /** Its path below the folder that was asked for, without `.json`. */
  readonly name: string
  readonly document: JsonObject
}

/** Reads stored contents by their SHA-256. */
export interface ContentReader {
  readContent(sha256: Digest): Buffer
}

/** The documents of a version by the folders they are in. */
export class Documents {
  readonly #store: ContentReader
  readonly #items: readonly Item[]

  /** `items` in path order. */
  constructor(store: ContentReader, items: readonly Item[]) {
    this.#store = store
    this.#items = items
  }

  /** The items at or below a folder (ending in `/`). */
  itemsBelow(folder: string): readonly Item[] {
    const start = this.#firstFrom(folder)
    let end = start
    while (this.#items[end]?.path.startsWith(folder) === true) end++
    return this.#items.slice(start, end)
  }

  /** The documents below a folder, in path order. Read one by one, as they are taken. */
  *below(folder: string): Generator<Document, void> {
    for (const { path, type, sha256 } of this.itemsBelow(folder)) {
      if (type !== 'config' || sha256 === null || !path.endsWith('.json')) continue
      yield { name: path.slice(folder.length, -'.json'.length), document: this.#read(sha256) }
    }
  }

  /** The places at or below a folder of which nothing is known, each with the reason. */
  unknownBelow(folder: string): JsonObject[] {
    return this.itemsBelow(folder)
      .filter(({ type }) => type === 'unknown')
      .map(({ path, reason }) => ({ $unknown: reason ?? 'unknown', path }))
  }

  /** A damaged one is told where its file is written; a view only says that it is missing. */
  #read(sha256: Digest): JsonObject {
    try {
      return JSON.parse(this.#store.readContent(sha256).toString()) as JsonObject
    } catch (error) {
      if (!(error instanceof JsnapError)) throw error
      return { $unknown: error.code }
    }
  }

  #firstFrom(path: string): number {
    let low = 0
    let high = this.#items.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const item = this.#items[middle] as Item // middle < high <= length
      if (comparePaths(item.path, path) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
