import type { Entry } from '../../model/entry.ts'
import type { Matcher } from '../../runtime/glob.ts'
import type { Store } from '../../store/store.ts'
import { unreadReason } from '../../store/unread-entries.ts'
import { metaDetails } from '../document/meta-details.ts'
import type { Change, Side } from './change.ts'
import type { NotComparedTally } from './not-compared.ts'
import { scopedChange } from './scoped-change.ts'
import type { DocumentScope } from './scoped-documents.ts'
import { differsOnlyInUnknown } from './unknown-members.ts'

/** What two entries at one path are compared by. */
export interface EntryComparison {
  readonly store: Store
  /** Undefined where both versions were asked for the same members of documents. */
  readonly documents: DocumentScope | undefined
  /** Undefined where the secrets of both versions are marked with one key. */
  readonly differInMarkers: ((before: Entry, after: Entry) => boolean) | undefined
  /** Takes the members of documents that were left out. */
  readonly aside?: NotComparedTally
  readonly haveEqualTags?: Matcher
}

/** How one path differs that both versions have; no change where they are alike as far as both know it. */
export function entryChanges(
  before: Entry,
  after: Entry,
  { store, documents, differInMarkers, aside, haveEqualTags }: EntryComparison,
): Change[] {
  const { path } = after
  const sides = { before: sideOf(before), after: sideOf(after) }
  if (isUnread(after) && isUnread(before)) {
    return before.size === after.size
      ? []
      : [{ type: 'unknown', path, ...sides, reason: unreadReason(after) }]
  }
  if (isUnread(after) || isUnread(before)) {
    const reason = unreadReason(isUnread(after) ? after : before)
    const seen = haveEqualTags?.(path) === true ? ': content not read; ETag equal' : ''
    return [{ type: 'unknown', path, ...sides, reason: reason + seen }]
  }
  const scoped = documents === undefined ? undefined : scopedChange(store, before, after, documents)
  if (scoped !== undefined && scoped.leftOut.length > 0) aside?.addMembers(scoped.kind, scoped.leftOut)
  if (scoped?.verdict === 'same') return []
  if (scoped === undefined ? differsOnlyInUnknown(before, after, store) : scoped.verdict === 'unknown') {
    return [{ type: 'unknown', path, ...sides, reason: 'part of it could not be read' }]
  }
  const details = metaDetails(before.meta, after.meta)
  if (differInMarkers?.(before, after) === true && before.sha256 !== after.sha256 && details.length === 0) {
    return [{ type: 'unknown', path, ...sides, reason: 'its secrets are marked with another key' }]
  }
  if (before.sha256 === after.sha256 && before.type === after.type)
    return [{ type: 'metadata', path, ...sides, details }]
  return [{ type: 'modified', path, ...sides, ...(details.length > 0 ? { details } : {}) }]
}

function isUnread({ type }: Entry): boolean {
  return type === 'stub' || type === 'unknown'
}

/** What a change says of one of its entries. */
export function sideOf({ sha256, size }: Entry): Side {
  return { sha256, size }
}
