import { isUtf8 } from 'node:buffer'
import type { Json } from '../model/canonical-json.ts'
import type { Entry } from '../model/entry.ts'
import { holdsExactNumbers } from '../model/exact-numbers.ts'
import { written } from '../model/marks.ts'
import type { Store } from '../store/store.ts'
import { isNestedTooDeep } from '../model/nesting.ts'

/** Larger ones are files like any other. */
const LARGEST = 8 * 1024 * 1024

/** The JSON document that an entry has for content; undefined when it is none whose values can be told. */
export function readDocument(store: Store, entry: Entry): Json | undefined {
  if (!mayBeDocument(entry) || entry.sha256 === null) return undefined
  const bytes = store.readContent(entry.sha256)
  if (!isUtf8(bytes)) return undefined
  const text = bytes.toString()
  if (!holdsExactNumbers(text)) return undefined
  try {
    const document = JSON.parse(text) as Json
    if (isNestedTooDeep(document)) return undefined
    return hasMarks(entry) ? document : written(document)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What jsnap wrote has its marks; anything else is data, whatever the names in it. */
function hasMarks({ type, meta }: Entry): boolean {
  return type === 'config' || meta['sealed'] === true
}

/** Says whether an entry is taken for a document, by its path and type alone. */
function mayBeDocument({ type, path, sha256, size }: Entry): boolean {
  const isContent = type === 'config' || type === 'object' || type === 'file'
  return isContent && sha256 !== null && size <= LARGEST && (type === 'config' || path.endsWith('.json'))
}
