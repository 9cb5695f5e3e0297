import { readEntry, readEntryJson } from '../../store/entry-content.ts'
import { parseEntry, type Entry } from '../../model/entry.ts'
import type { Matcher } from '../../runtime/glob.ts'
import type { Layout } from '../../services/layout.ts'
import type { ListsAt } from '../../services/lists-at.ts'
import type { Store } from '../../store/store.ts'
import { findLine } from '../../store/tree.ts'
import type { Version } from '../../versions/version.ts'
import type { Change, Side } from './change.ts'
import type { Comparison } from './compare.ts'
import { contentLines } from './content-lines.ts'
import { isTooLargeText } from './content-text.ts'
import { documentDetails } from './document-details.ts'
import { areOfTwoKeys } from './other-key.ts'
import type { IgnorePatterns } from './ignore-patterns.ts'
import { pictureOf } from './image-size.ts'
import { isTooLargeDocument } from '../document/read-document.ts'
import { summarise } from './summary.ts'
import { tableItems, tableKeys, type SortKey, type TableItems } from '../document/table-items.ts'

/** What was left out on request: the numbers of places in documents, and of changes that were nothing else. */
export interface Ignored {
  readonly details: number
  readonly changes: number
}

/** A comparison whose changes say what changed inside. */
export interface Explained extends Comparison {
  readonly ignored: Ignored
}

/** What is needed to find the changes inside documents. */
export interface Explaining {
  readonly versions: readonly [before: Version, after: Version]
  readonly ignore: IgnorePatterns
  readonly sortKey: SortKey
  /** The lists of the documents that are compared inside. */
  readonly listsAt: ListsAt
  readonly layout: Layout
  /** The paths that are compared inside. */
  readonly where: Matcher
}

/** Looks into what was modified: only content that differs is read. */
export function explain(store: Store, comparison: Comparison, options: Explaining): Explained {
  const ignored = { details: 0, changes: 0 }
  const changes = comparison.changes.flatMap((change): Change[] => {
    if (!options.where(change.path)) return [change]
    const inside = lookedInto(store, change, comparison, options)
    if (inside.details === undefined || !options.ignore.concern(change.path)) return [inside]
    const { left, ignored: count } = options.ignore.without(change.path, inside.details)
    ignored.details += count
    if (left.length > 0 || count === 0 || !isToldWhole(inside)) return [{ ...inside, details: left }]
    ignored.changes++
    return []
  })
  return { ...comparison, changes, summary: summarise(changes), ignored }
}

/** Says whether the details of a change are all that there is to it. */
function isToldWhole({ type, document }: Change): boolean {
  return type === 'metadata' || (type === 'modified' && document === true)
}

function lookedInto(
  store: Store,
  change: Change,
  { entries, documents }: Comparison,
  options: Explaining,
): Change {
  const { before, after } = entries.get(change.path) ?? {}
  if (before === undefined || after === undefined || before.sha256 === after.sha256) return change
  if (change.type !== 'modified' && change.type !== 'renamed') return change
  const inside = documentDetails(
    store,
    before,
    after,
    areOfTwoKeys(...options.versions),
    options.listsAt,
    documents,
  )
  if (inside !== undefined) {
    const details = [...inside.details, ...(change.details ?? [])]
    return { ...change, document: true, details, unchanged: inside.unchanged }
  }
  const items = itemsOf(store, before, after, options)
  if (items !== undefined) return { ...change, items }
  return {
    ...change,
    before: facts(store, before),
    after: facts(store, after),
    ...([before, after].some((side) => isTooLarge(store, side)) ? { tooLarge: true as const } : {}),
  }
}

function isTooLarge(store: Store, entry: Entry): boolean {
  const isContent = entry.type === 'config' || entry.type === 'object' || entry.type === 'file'
  return isTooLargeDocument(entry) || (isContent && isTooLargeText(store, entry))
}

/** A side with what is to be said of content that is looked at from outside only. */
function facts(store: Store, entry: Entry): Side {
  const { type, sha256, size, meta } = entry
  const picture = pictureOf(store, entry)
  const { contentType } = meta
  return {
    sha256,
    size,
    ...(picture === undefined ? {} : { picture }),
    ...(type === 'symlink' && sha256 !== null ? { target: readEntry(store, entry).toString() } : {}),
    ...(typeof contentType === 'string' ? { contentType } : {}),
  }
}

/** How the items of a table differ; undefined for what is not an export, or when the key of its items is unknown. */
function itemsOf(
  store: Store,
  before: Entry,
  after: Entry,
  { versions, sortKey, layout }: Explaining,
): TableItems | undefined {
  const documents = [layout.documentOf(before.path), layout.documentOf(after.path)]
  if (before.sha256 === null || after.sha256 === null) return undefined
  const [keys, others] = versions.map(({ commit }, i) => {
    const document = documents[i]
    if (document === undefined) return []
    const line = findLine(store, commit.tree, document)
    const schema = line === undefined ? undefined : parseEntry(line)
    return schema === undefined || schema.sha256 === null ? [] : tableKeys(readEntryJson(store, schema))
  })
  if (keys === undefined || keys.length === 0 || JSON.stringify(keys) !== JSON.stringify(others))
    return undefined
  return tableItems(contentLines(store, before), contentLines(store, after), keys, sortKey)
}
