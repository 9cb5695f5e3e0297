import { isUtf8 } from 'node:buffer'
import type { Json } from '../model/canonical-json.ts'
import type { Entry } from '../model/entry.ts'
import { holdsExactNumbers } from '../model/exact-numbers.ts'
import { isList, isObject } from '../model/json-place.ts'
import type { Store } from '../store/store.ts'
import type { Detail } from './detail.ts'
import { documentChanges } from './document-changes.ts'
import { isNestedTooDeep } from './nesting.ts'

/** Larger ones are files like any other. */
const LARGEST = 8 * 1024 * 1024

/** How a document changed. */
export interface DocumentDetails {
  readonly details: readonly Detail[]
  /** How many of the values that it had are as they were. */
  readonly unchanged: number
}

/** What changed inside a document; undefined when the two are no documents. */
export function documentDetails(store: Store, before: Entry, after: Entry): DocumentDetails | undefined {
  const isOfService = before.type === 'config' && after.type === 'config'
  const [a, b] = [documentText(store, before), documentText(store, after)]
  if (a === undefined || b === undefined || !holdsExactNumbers(a) || !holdsExactNumbers(b)) return undefined
  try {
    const kind = isOfService ? 'service' : 'other'
    const [old, now] = [JSON.parse(a) as Json, JSON.parse(b) as Json]
    if (isNestedTooDeep(old) || isNestedTooDeep(now)) return undefined
    const details = documentChanges(old, now, kind)
    const touched = details.reduce((sum, detail) => sum + countValues(detail.before), 0)
    return { details, unchanged: Math.max(countValues(old) - touched, 0) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** How many values there are in a value that are no objects and no lists. */
function countValues(value: Json | undefined): number {
  if (value === undefined) return 0
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countValues(item), 0)
  if (!isObject(value)) return 1
  return Object.values(value).reduce<number>((sum, member) => sum + countValues(member), 0)
}

/** Says whether an entry is taken for a document, by its path and type alone. */
function mayBeDocument({ type, path, sha256, size }: Entry): boolean {
  const isContent = type === 'config' || type === 'object' || type === 'file'
  return isContent && sha256 !== null && size <= LARGEST && (type === 'config' || path.endsWith('.json'))
}

function documentText(store: Store, entry: Entry): string | undefined {
  if (!mayBeDocument(entry) || entry.sha256 === null) return undefined
  const bytes = store.readContent(entry.sha256)
  return isUtf8(bytes) ? bytes.toString() : undefined
}
