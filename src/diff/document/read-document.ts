import { readEntry } from '../../store/entry-content.ts'
import { isUtf8 } from 'node:buffer'
import type { Json } from '../../model/canonical-json.ts'
import type { Entry } from '../../model/entry.ts'
import { holdsExactNumbers } from '../../model/exact-numbers.ts'
import { written } from '../../model/marks.ts'
import type { Store } from '../../store/store.ts'
import { isNestedTooDeep } from '../../model/depth-limit.ts'

/**
 * Larger documents are not compared inside: of 17.5 MiB (a zone of 100,000 records), `diff` takes 3.5 s of CPU and 0.4
 * GB, `blame` 10 s and 0.9 GB; of 58 MiB, `diff` takes 11 s and 0.9 GB.
 */
export const LARGEST_DOCUMENT = 32 * 1024 * 1024

/** The JSON document that an entry has for content; undefined when it is not one with exact values, or too large. */
export function readDocument(store: Store, entry: Entry): Json | undefined {
  if (!mayBeDocument(entry) || entry.sha256 === null || isTooLargeDocument(entry)) return undefined
  const bytes = readEntry(store, entry)
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
function mayBeDocument({ type, path, sha256 }: Entry): boolean {
  const isContent = type === 'config' || type === 'object' || type === 'file'
  return isContent && sha256 !== null && (type === 'config' || path.endsWith('.json'))
}

/** Says whether an entry is taken for a document that is too large to compare inside. */
export function isTooLargeDocument(entry: Entry): boolean {
  return entry.size > LARGEST_DOCUMENT && mayBeDocument(entry)
}
