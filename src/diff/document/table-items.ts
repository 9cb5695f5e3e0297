import { isDeepStrictEqual } from 'node:util'
import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { at, isObject, memberOf, objectsAt, textAt } from '../../model/json-place.ts'
import { isJsonNestedTooDeep } from '../../model/depth-limit.ts'
import { notSound } from '../../store/entry-content.ts'
import type { Detail } from './detail.ts'
import { documentChanges } from './document-changes.ts'
import { plainItem } from './plain-item.ts'

/** An item of a table that changed. */
export interface ItemChange {
  readonly op: 'add' | 'remove' | 'replace'
  /** What identifies it: `order 2026-1000`. */
  readonly key: string
  /** The item without its types. */
  readonly before?: JsonObject
  readonly after?: JsonObject
  readonly details?: readonly Detail[]
}

/** How the items of a table differ. */
export interface TableItems {
  readonly added: number
  readonly removed: number
  readonly modified: number
  /** The first of them, in the order of their keys. */
  readonly first: readonly ItemChange[]
}

/** An attribute of a table's key. */
export interface KeyAttribute {
  readonly name: string
  readonly type: 'S' | 'N' | 'B'
}

/** Makes text of an item's key whose order is that of the items in an export. */
export type SortKey = (item: JsonObject, keys: readonly KeyAttribute[]) => string

const MOST_SHOWN = 20

/** Compares two exports, of which a line each is in memory. Lines that are equal are not compared inside. */
export function tableItems(
  before: Iterator<string>,
  after: Iterator<string>,
  keys: readonly KeyAttribute[],
  sortKey: SortKey,
): TableItems {
  const counts = { added: 0, removed: 0, modified: 0 }
  const first: ItemChange[] = []
  const found = (kind: keyof typeof counts, change: () => ItemChange) => {
    counts[kind]++
    if (first.length < MOST_SHOWN) first.push(change())
  }
  let [a, b] = [next(before), next(after)]
  while (a !== undefined || b !== undefined) {
    if (a === b) {
      ;[a, b] = [next(before), next(after)]
      continue
    }
    const [old, now] = [
      a === undefined ? undefined : item(a, keys),
      b === undefined ? undefined : item(b, keys),
    ]
    const order =
      old === undefined ? 1 : now === undefined ? -1 : compareText(sortKey(old, keys), sortKey(now, keys))
    if (old !== undefined && now !== undefined && order === 0) {
      found('modified', () => replacement(old, now, keys))
    } else if (old !== undefined && order < 0) {
      found('removed', () => ({ op: 'remove', key: keyText(old, keys), before: plainItem(old) }))
    } else if (now !== undefined) {
      found('added', () => ({ op: 'add', key: keyText(now, keys), after: plainItem(now) }))
    }
    if (order <= 0) a = next(before)
    if (order >= 0) b = next(after)
  }
  return { ...counts, first }
}

/** The attributes that make the key of a table, the partition key first; none when its description does not say. */
export function tableKeys(table: Json): KeyAttribute[] {
  const types = new Map(
    objectsAt('AttributeDefinitions', table).map((attribute) => [
      textAt('AttributeName', attribute),
      textAt('AttributeType', attribute),
    ]),
  )
  return objectsAt('KeySchema', table)
    .toSorted((a, b) => compareText(textAt('KeyType', a), textAt('KeyType', b)))
    .flatMap((key) => {
      const name = textAt('AttributeName', key)
      const type = types.get(name)
      return type === 'S' || type === 'N' || type === 'B' ? [{ name, type }] : []
    })
}

function replacement(old: JsonObject, now: JsonObject, keys: readonly KeyAttribute[]): ItemChange {
  const [before, after] = [plainItem(old), plainItem(now)]
  // Where only the type of an attribute's value is another, its type has to be shown.
  const isRetyped = (name: string) =>
    isDeepStrictEqual(before[name], after[name]) && !isDeepStrictEqual(old[name], now[name])
  const retyped = Object.keys(now).filter(isRetyped)
  return {
    op: 'replace',
    key: keyText(now, keys),
    before,
    after,
    details: [
      ...documentChanges(before, after, undefined),
      ...documentChanges(only(retyped, old), only(retyped, now), undefined),
    ],
  }
}

function only(names: readonly string[], item: JsonObject): JsonObject {
  return Object.fromEntries(names.map((name) => [name, item[name]]))
}

function keyText(item: JsonObject, keys: readonly KeyAttribute[]): string {
  return keys.map(({ name, type }) => `${name} ${textAt(type, (item[name] ?? {}) as JsonObject)}`).join(', ')
}

function next(lines: Iterator<string>): string | undefined {
  const result = lines.next()
  return result.done === true ? undefined : result.value
}

/** The item of a line of an export. @throws JsnapError Corrupt */
function item(line: string, keys: readonly KeyAttribute[]): JsonObject {
  let value: Json = null
  try {
    value = JSON.parse(line) as Json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  if (isObject(value) && keys.every((key) => hasKey(value, key)) && !isJsonNestedTooDeep(line, value))
    return value
  throw notSound(`the line ${JSON.stringify(line.slice(0, 80))} of a table export is not an item`)
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

function hasKey(item: JsonObject, { name, type }: KeyAttribute): boolean {
  const value = at(type, memberOf(item, name))
  return typeof value === 'string' && (type !== 'N' || NUMBER.test(value))
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
