import type { Json } from '../../model/canonical-json.ts'
import type { Entry } from '../../model/entry.ts'
import { isObject } from '../../model/json-place.ts'
import type { Store } from '../../store/store.ts'
import { documentChanges } from '../document/document-changes.ts'
import { readDocument } from '../document/read-document.ts'
import type { DocumentScope } from './scoped-documents.ts'
import { unknownMembers } from './unknown-members.ts'

/** How a document compares that two versions made by other declarations. */
export interface ScopedChange {
  /** The path of its kind. */
  readonly kind: string
  /** The places that only one of them was asked for. */
  readonly leftOut: readonly string[]
  readonly verdict: 'same' | 'unknown' | 'modified'
}

/** Compares documents as far as both versions know them; undefined where they know all of them alike. */
export function scopedChange(
  store: Store,
  before: Entry,
  after: Entry,
  documents: DocumentScope,
): ScopedChange | undefined {
  if (before.type !== 'config' || after.type !== 'config') return undefined
  const difference = documents.differenceAt(after.path)
  const [was, is] = difference === undefined ? [] : [readDocument(store, before), readDocument(store, after)]
  const scoped = was === undefined || is === undefined ? undefined : documents.documents(after.path, was, is)
  if (difference === undefined || scoped === undefined) return undefined
  const unknown = new Set([...unknownMembers(before.meta), ...unknownMembers(after.meta)])
  for (const place of difference.leftOut) unknown.delete(place.split('.')[0] ?? '')
  const known = (document: Json): Json =>
    isObject(document)
      ? Object.fromEntries(Object.entries(document).filter(([name]) => !unknown.has(name)))
      : document
  const { kind } = difference
  const isSame =
    unknown.has('$unknown') ||
    documentChanges(known(scoped.before), known(scoped.after), documents.listsAt(after.path)).length === 0
  const verdict = !isSame ? 'modified' : unknown.size === 0 ? 'same' : 'unknown'
  return { kind, leftOut: scoped.leftOut, verdict }
}
