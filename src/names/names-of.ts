import { isObject } from '../model/json-place.ts'
import { parseEntry, type Entry } from '../model/entry.ts'
import { isCorrupt } from '../runtime/errors.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import { readEntryJson } from '../store/entry-content.ts'
import type { Store } from '../store/store.ts'
import { TreeReader } from '../store/tree.ts'
import type { NamesAt } from '../services/resource-names.ts'
import type { Version } from '../versions/version.ts'

/** A document of a resource with a name is never as large; what is larger is not read for it. */
const LARGEST = 8 * 1024 * 1024

/** The names of what is at paths of one version. Only documents of kinds whose paths do not say the name are read. */
export class NamesOf {
  readonly #store: Store
  readonly #namesAt: NamesAt
  readonly #tree: TreeReader

  constructor(store: Store, { commit }: Version, namesAt: NamesAt) {
    this.#store = store
    this.#namesAt = namesAt
    this.#tree = new TreeReader(store, commit.tree)
  }

  /** None where the path says all, or where nothing is. */
  at(path: string): readonly string[] {
    const namesIn = this.#namesAt(path)
    const line = namesIn === undefined ? undefined : this.#tree.find(path)
    if (namesIn === undefined || line === undefined) return []
    const document = documentIn(this.#store, parseEntry(line))
    return document === undefined ? [] : namesIn(document)
  }
}

/** The document of an entry; undefined where it has none, or one that is damaged, which those who read it for itself report. */
export function documentIn(store: Store, entry: Entry, largest = LARGEST): JsonObject | undefined {
  if (entry.type !== 'config' || entry.sha256 === null || entry.size > largest) return undefined
  try {
    const document = readEntryJson(store, entry)
    return isObject(document) ? document : undefined
  } catch (error) {
    if (isCorrupt(error)) return undefined
    throw error
  }
}
