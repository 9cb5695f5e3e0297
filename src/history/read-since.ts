import type { Change } from '../diff/compare/change.ts'
import type { EntryPair } from '../diff/compare/compare.ts'
import { documentDetails } from '../diff/compare/document-details.ts'
import { areOfTwoKeys } from '../diff/compare/other-key.ts'
import { readDocument } from '../diff/document/read-document.ts'
import { DocumentScope } from '../diff/compare/scoped-documents.ts'
import { unknownMembers } from '../diff/compare/unknown-members.ts'
import { parseEntry, type Entry } from '../model/entry.ts'
import { isObject, memberOf } from '../model/json-place.ts'
import type { ListsAt } from '../services/lists-at.ts'
import { askedApart } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { findLine } from '../store/tree.ts'
import { lineage } from '../versions/lineage.ts'
import type { Version } from '../versions/version.ts'

/**
 * What becomes of a change of a document that differs only in members which the version before could not read: they are
 * compared with the last version that has read them. Undefined where they are as they were; the change itself where no
 * version has read them, or it is of another kind.
 */
export function readSince(
  store: Store,
  change: Change,
  { before, after }: EntryPair,
  earlier: Version,
  version: Version,
  listsAt: ListsAt,
): Change | undefined {
  const unread = before === undefined ? [] : unknownMembers(before.meta)
  const { parent } = earlier.commit
  if (change.type !== 'unknown' || before === undefined || after === undefined || parent === null)
    return change
  if (unread.length === 0 || unknownMembers(after.meta).length > 0) return change
  const known = readDocument(store, before)
  const isUnread = (name: string) =>
    unread.includes(name) ||
    (unread.includes('$unknown') && isObject(known) && memberOf(known, name) === undefined)
  for (const last of lineage(store, parent)) {
    const read = documentAt(store, last, change.path)
    if (read === undefined || unknownMembers(read.meta).some(isUnread)) continue
    const asked = askedApart(store, last.commit, version.commit)
    const scope = asked === undefined ? undefined : new DocumentScope(asked.before, asked.after)
    const inside = documentDetails(store, read, after, areOfTwoKeys(last, version), listsAt, scope)
    if (inside === undefined) return change
    const details = inside.details.filter(({ path }) => isUnread(firstName(path)))
    const { path, before: was, after: is } = change
    const sides = {
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    }
    return details.length === 0 ? undefined : { type: 'modified', path, ...sides, document: true, details }
  }
  return change
}

function documentAt(store: Store, { commit }: Version, path: string): Entry | undefined {
  const line = findLine(store, commit.tree, path)
  const entry = line === undefined ? undefined : parseEntry(line)
  return entry?.type === 'config' ? entry : undefined
}

/** The member of the document that a JSON pointer leads into. */
function firstName(pointer: string): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~')
}
