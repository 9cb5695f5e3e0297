import { isObject } from '../model/json-place.ts'
import { parseEntry, type Entry } from '../model/entry.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import { readEntryJson } from '../store/entry-content.ts'
import { readSound } from '../store/read-sound.ts'
import type { Store } from '../store/store.ts'
import { TreeReader } from '../store/tree.ts'
import type { NamesAt } from '../services/resource-names.ts'
import type { Version } from '../versions/version.ts'

/** A document of a resource with a name is never as large; what is larger is not read for it. */
const LARGEST = 8 * 1024 * 1024

const NONE: readonly string[] = []

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

  /** None where the path says all, where nothing is, and where it is damaged, which those who read it for itself report. */
  at(path: string): readonly string[] {
    const namesIn = this.#namesAt(path)
    const line = namesIn === undefined ? undefined : readSound(() => this.#tree.find(path))
    if (namesIn === undefined || line === undefined) return NONE
    const document = documentIn(this.#store, parseEntry(line))
    return document === undefined ? NONE : namesIn(document)
  }
}

/** The document of an entry; undefined where it has none, or one that is damaged. */
export function documentIn(store: Store, entry: Entry, largest = LARGEST): JsonObject | undefined {
  if (entry.type !== 'config' || entry.sha256 === null || entry.size > largest) return undefined
  const document = readSound(() => readEntryJson(store, entry))
  return isObject(document) ? document : undefined
}
