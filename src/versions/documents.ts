import type { JsonObject } from '../model/canonical-json.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { isNested } from '../model/json-place.ts'
import { comparePaths } from '../model/paths.ts'
import { notSound, readEntryJson, type ContentReader } from '../store/entry-content.ts'
import type { Item } from './inventory.ts'

/** A stored JSON document of a version. */
export interface Document {
  /** Its path below the folder that was asked for, without `.json`. */
  readonly name: string
  readonly document: JsonObject
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
    for (const item of this.itemsBelow(folder)) {
      const { path, type, sha256 } = item
      if (type !== 'config' || sha256 === null || !path.endsWith('.json')) continue
      yield { name: path.slice(folder.length, -'.json'.length), document: this.#read(item) }
    }
  }

  /** The places at or below a folder of which nothing is known, each with the reason. */
  unknownBelow(folder: string): JsonObject[] {
    return this.itemsBelow(folder)
      .filter(({ type }) => type === 'unknown')
      .map(({ path, reason }) => ({ $unknown: reason ?? 'unknown', path }))
  }

  /** A damaged one is told where its file is written; a view only says that it is missing. */
  #read(item: Item): JsonObject {
    try {
      const document = readEntryJson(this.#store, item)
      if (isNested(document)) return document as JsonObject
      throw notSound(`'${item.path}' is no document`)
    } catch (error) {
      if (!isCorrupt(error)) throw error
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
