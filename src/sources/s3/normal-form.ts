import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { isObject } from '../../model/json-place.ts'

/** The grants of an ACL, in order. Display names are left out: they change without the bucket. */
export function normalGrants(grants: unknown): JsonObject[] {
  const normal = ((grants ?? []) as JsonObject[]).map(({ Grantee, Permission }) => {
    const { URI, EmailAddress, ID } = (Grantee ?? {}) as JsonObject
    return { grantee: URI ?? EmailAddress ?? ID, permission: Permission }
  })
  return sorted(normal) as JsonObject[]
}

/** Things of a list whose order means nothing, in the order of a member of theirs. */
export function sortedBy(member: string, items: unknown): Json[] {
  const list = (items ?? []) as Json[]
  const keyOf = (item: Json) => JSON.stringify((item as JsonObject)[member] ?? item)
  return list.toSorted((a, b) => compare(keyOf(a), keyOf(b)))
}

/** Objects with the sets among their members in order. */
export function withSortedSets(members: readonly string[], items: readonly Json[]): Json[] {
  return items.map((item) =>
    isObject(item)
      ? mapMembers(item, (value, name) => (members.includes(name) ? sorted(value) : value))
      : item,
  )
}

/** Anything without the members of these names, however deep. */
export function without(names: readonly string[], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => without(names, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !names.includes(name))
      .map(([name, member]) => [name, without(names, member)]),
  )
}

function sorted(value: Json): Json {
  return Array.isArray(value)
    ? value.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))
    : value
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function mapMembers(object: JsonObject, map: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === undefined ? undefined : map(value, name)]),
  )
}
