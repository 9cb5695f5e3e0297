import { canonicalJson, type Json } from '../model/canonical-json.ts'
import { writtenNumber } from '../model/exact-numbers.ts'
import { isList, isObject } from '../model/json-place.ts'
import { mapMembers, withMarks } from '../model/marks.ts'
import type { Mark } from './mark.ts'

/** A document with a marker for each value in it; names, truth values and null stay. */
export function markedValues(name: string, value: Json, mark: Mark): Json {
  if (value === null || typeof value === 'boolean' || value === '') return value
  if (isList(value)) return value.map((item) => markedValues(name, item, mark))
  if (isObject(value)) return mapMembers(value, (inner, member) => markedValues(member, inner, mark))
  return withMarks({}, mark(name, typeof value === 'string' ? writtenNumber(value) : canonicalJson(value)))
}

/** A document with a marker for each value at or below these JSON pointers (RFC 6901); `*` stands for any one segment. */
export function markedPointers(document: Json, pointers: readonly string[], mark: Mark): Json {
  return pointers.reduce<Json>(
    (value, pointer) => markedAt('', value, pointer.split('/').slice(1).map(unescaped), mark),
    document,
  )
}

function markedAt(name: string, value: Json, segments: readonly string[], mark: Mark): Json {
  const [segment, ...rest] = segments
  if (segment === undefined) return markedValues(name, value, mark)
  const matches = (member: string) => segment === '*' || segment === member
  if (isList(value))
    return value.map((item, i) => (matches(String(i)) ? markedAt(String(i), item, rest, mark) : item))
  if (!isObject(value)) return value
  return mapMembers(value, (inner, member) => (matches(member) ? markedAt(member, inner, rest, mark) : inner))
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}
