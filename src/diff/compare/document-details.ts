import type { Json } from '../../model/canonical-json.ts'
import type { Entry } from '../../model/entry.ts'
import { isList, isObject } from '../../model/json-place.ts'
import type { Store } from '../../store/store.ts'
import type { ListsAt } from '../../services/lists-at.ts'
import type { Detail } from '../document/detail.ts'
import { documentChanges } from '../document/document-changes.ts'
import { withTwoKeys } from './other-key.ts'
import type { DocumentScope } from './scoped-documents.ts'
import { readDocument } from '../document/read-document.ts'

/** How a document changed. */
export interface DocumentDetails {
  readonly details: readonly Detail[]
  /** How many of the values that it had are as they were. */
  readonly unchanged: number
}

/**
 * What changed inside a document, as far as both versions know it, of versions whose secrets are marked with one key or
 * two; undefined when the two are not documents.
 */
export function documentDetails(
  store: Store,
  before: Entry,
  after: Entry,
  haveTwoKeys: boolean,
  listsAt: ListsAt,
  scope?: DocumentScope,
): DocumentDetails | undefined {
  const isOfService = before.type === 'config' && after.type === 'config'
  const [was, is] = [readDocument(store, before), readDocument(store, after)]
  if (was === undefined || is === undefined) return undefined
  const scoped = isOfService ? scope?.documents(after.path, was, is) : undefined
  const { before: old, after: now } = scoped ?? { before: was, after: is }
  const changes = documentChanges(old, now, isOfService ? listsAt(after.path) : undefined)
  const details = haveTwoKeys ? withTwoKeys(changes) : changes
  const touched = details.reduce((sum, detail) => sum + countValues(detail.before), 0)
  return { details, unchanged: Math.max(countValues(old) - touched, 0) }
}

/** How many values a value contains that are neither objects nor lists. */
function countValues(value: Json | undefined): number {
  if (value === undefined) return 0
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countValues(item), 0)
  if (!isObject(value)) return 1
  return Object.values(value).reduce<number>((sum, member) => sum + countValues(member), 0)
}
