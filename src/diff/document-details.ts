import { isUtf8 } from 'node:buffer'
import type { Json } from '../model/canonical-json.ts'
import type { Entry } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import type { Detail } from './detail.ts'
import { documentChanges } from './document-changes.ts'
import { isNestedTooDeep } from './nesting.ts'

/** Larger ones are files like any other. */
const LARGEST = 8 * 1024 * 1024

/** What changed inside a document; undefined when the two are no documents. */
export function documentDetails(store: Store, before: Entry, after: Entry): readonly Detail[] | undefined {
  const isOfService = before.type === 'config' && after.type === 'config'
  const [a, b] = [documentText(store, before), documentText(store, after)]
  if (a === undefined || b === undefined) return undefined
  try {
    const kind = isOfService ? 'service' : 'other'
    const [old, now] = [JSON.parse(a) as Json, JSON.parse(b) as Json]
    if (isNestedTooDeep(old) || isNestedTooDeep(now)) return undefined
    const details = documentChanges(old, now, kind)
    // Numbers that JavaScript cannot hold may differ unseen.
    return details.length === 0 && /\d{16}/.test(a) ? undefined : details
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
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
