import type { Json } from '../../model/canonical-json.ts'
import type { Change } from '../../diff/compare/change.ts'
import type { Comparison } from '../../diff/compare/compare.ts'
import type { Detail } from '../../diff/document/detail.ts'
import { documentDetails } from '../../diff/compare/document-details.ts'
import { areOfTwoKeys } from '../../diff/compare/other-key.ts'
import { changesSince } from '../../history/changes-since.ts'
import { parseEntry } from '../../model/entry.ts'
import { loadListsBelow, type ListsAt } from '../../services/lists-at.ts'
import type { Store } from '../../store/store.ts'
import { entries } from '../../store/tree.ts'
import { labelOf, type Version } from '../../versions/version.ts'
import { resolveVersion } from '../../versions/resolve.ts'
import { integer, text, type QueryTable, type Rows, type Value } from '../query-table.ts'

/** What each version changed. */
export const changes: QueryTable = {
  name: 'changes',
  about: 'changes of a version against the one before',
  columns: [
    text('type', 'added, removed, modified, renamed, metadata, unknown or firstSeen'),
    text('path', 'the path'),
    text('from_path', 'the old path of a renamed entry'),
    text('before_sha256', 'SHA-256 before'),
    text('after_sha256', 'SHA-256 after'),
    integer('before_size', 'bytes before'),
    integer('after_size', 'bytes after'),
    text('reason', 'why it is unknown'),
    text('parent', 'name or id of the version before, or of the last that covers the path'),
  ],
  folders: [],
  example: "SELECT type, path FROM changes WHERE path LIKE 'route53/%'",
  async rows(store, version) {
    const parent = parentOf(store, version)
    return parent === undefined
      ? allAdded(store, version)
      : changed(store, parent, version, await loadListsBelow(''))
  },
}

function* allAdded(store: Store, version: Version): Rows {
  for (const line of entries(store, version.commit.tree)) {
    const { path, type, sha256, size } = parseEntry(line)
    yield [type === 'unknown' ? 'unknown' : 'added', path, null, null, sha256, null, size, null, null]
  }
}

function* changed(store: Store, parent: Version, version: Version, listsAt: ListsAt): Rows {
  for (const { before, comparison } of changesSince(store, parent, version, listsAt))
    for (const change of comparison.changes)
      yield [...valuesOf(change), before === undefined ? null : labelOf(before)]
}

function valuesOf({ type, path, from, before, after, reason }: Change): Value[] {
  const sizes = [before?.size ?? null, after?.size ?? null]
  return [type, path, from ?? null, before?.sha256 ?? null, after?.sha256 ?? null, ...sizes, reason ?? null]
}

/** What changed inside of documents, and of what belongs to contents. */
export const details: QueryTable = {
  name: 'details',
  about: 'changes inside documents of a version against the one before',
  columns: [
    text('path', 'path of the document'),
    text('place', 'readable place in the document'),
    text('op', 'add, remove or replace'),
    text('before', 'the value before; lists and objects as JSON'),
    text('after', 'the value after, likewise'),
    text('pointer', 'the place as a JSON pointer'),
    text('parent', 'name or id of the version before'),
  ],
  folders: [],
  example: "SELECT version, path, before, after FROM details WHERE place LIKE '%TTL'",
  async rows(store, version) {
    const parent = parentOf(store, version)
    return parent === undefined ? [] : allDetails(store, parent, version, await loadListsBelow(''))
  },
}

function* allDetails(store: Store, parent: Version, version: Version, listsAt: ListsAt): Rows {
  for (const { before, comparison } of changesSince(store, parent, version, listsAt))
    if (before !== undefined) yield* detailsSince(store, before, version, comparison, listsAt)
}

function* detailsSince(
  store: Store,
  parent: Version,
  version: Version,
  { changes, entries: pairs, documents }: Comparison,
  listsAt: ListsAt,
): Generator<Value[], void, undefined> {
  for (const change of changes) {
    const { before, after } = pairs.get(change.path) ?? {}
    const isRead = before !== undefined && after !== undefined && change.type !== 'unknown'
    const inside =
      isRead && before.sha256 !== after.sha256
        ? documentDetails(store, before, after, areOfTwoKeys(parent, version), listsAt, documents)
        : undefined
    const details = [...(inside?.details ?? []), ...(change.details ?? [])]
    for (const detail of details.filter(({ otherKey }) => otherKey !== true))
      yield [change.path, ...detailValues(detail), labelOf(parent)]
  }
}

function detailValues({ op, path, place, before, after }: Detail): Value[] {
  return [place ?? path, op, plain(before), plain(after), path]
}

function plain(value: Json | undefined): Value {
  if (value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function parentOf(store: Store, { commit: { parent } }: Version): Version | undefined {
  return parent === null ? undefined : resolveVersion(store, parent)
}
