import type { JsonObject } from '../model/canonical-json.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { isNested } from '../model/json-place.ts'
import { comparePaths } from '../model/paths.ts'
import { notSound, readEntryJson, type ContentReader } from '../store/entry-content.ts'
import type { Item } from './inventory.ts'

/** A stored JSON document of a version. */
export interface Document {
  readonly path: string
  /** Its path below the folder that was asked for, without `.json`. */
  readonly name: string
  readonly document: JsonObject
}

/** A place of which nothing is known, as a view has it. */
type UnknownPlace = { readonly $unknown: string; readonly path: string }

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
      yield { path, name: path.slice(folder.length, -'.json'.length), document: this.#read(item) }
    }
  }

  /** The places at or below a folder of which nothing is known, each with the reason. */
  unknownBelow(folder: string): UnknownPlace[] {
    return this.itemsBelow(folder).filter(isUnknown).map(unknownPlace)
  }

  /** The same of the folders that a folder is in, as that of a service of which nothing could be captured. */
  unknownAbove(folder: string): UnknownPlace[] {
    const above = [...folder.matchAll(/\//g)].map(({ index }) => folder.slice(0, index + 1)).slice(0, -1)
    return above.flatMap((path) => {
      const item = this.#items[this.#firstFrom(path)]
      return item?.path === path && isUnknown(item) ? [unknownPlace(item)] : []
    })
  }

  /** A damaged one is reported where its file is written; a view only says that it is missing. */
  #read(item: Item): JsonObject {
    try {
      const document = readEntryJson(this.#store, item)
      if (isNested(document)) return document as JsonObject
      throw notSound(`'${item.path}' is not a document`)
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

function isUnknown({ type }: Item): boolean {
  return type === 'unknown'
}

function unknownPlace({ path, reason }: Item): UnknownPlace {
  return { $unknown: reason ?? 'unknown', path }
}
