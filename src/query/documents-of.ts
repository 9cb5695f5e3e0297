import type { Json, JsonObject } from '../model/canonical-json.ts'
import { parseEntry } from '../model/entry.ts'
import { at, isList, isObject } from '../model/json-place.ts'
import { readEntryJson } from '../store/entry-content.ts'
import type { Store } from '../store/store.ts'
import { entries } from '../store/tree.ts'
import type { Version } from '../versions/version.ts'
import { text, type Column, type Value } from './query-table.ts'

/** A stored JSON document of a version. */
export interface StoredDocument {
  readonly path: string
  /** Its path below the folder that was asked for, without `.json`. */
  readonly name: string
  readonly document: JsonObject
}

/** The configuration documents below a folder (ending in `/`), read one by one. */
export function* documentsOf(
  store: Store,
  { commit }: Version,
  folder: string,
): Generator<StoredDocument, void, undefined> {
  for (const line of entries(store, commit.tree, folder)) {
    const entry = parseEntry(line)
    const { path, type, sha256 } = entry
    if (type !== 'config' || sha256 === null || !path.endsWith('.json')) continue
    const document = readEntryJson(store, entry)
    if (isObject(document)) yield { path, name: path.slice(folder.length, -'.json'.length), document }
  }
}

/** The last two columns of a table of documents. */
export const DOCUMENT_COLUMNS: readonly Column[] = [
  text('path', 'path in the version'),
  text('json', 'the whole document, for the JSON functions of SQLite'),
]

/** The values of these. */
export function documentValues(path: string, json: Json): readonly Value[] {
  return [path, JSON.stringify(json)]
}

/** What is at a place of a document as a value of a column: a list of plain values with commas, anything else as JSON. */
export function valueAt(place: string, document: Json): Value {
  return valueOf(at(place, document))
}

function valueOf(value: Json | undefined): Value {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'object') return value
  if (isList(value) && value.every((thing) => typeof thing !== 'object')) return value.map(String).join(', ')
  return JSON.stringify(value)
}
