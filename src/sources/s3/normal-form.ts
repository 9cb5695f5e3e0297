import type { Json, JsonObject } from '../../model/canonical-json.ts'

/** Members of a policy's statement that are sets; S3 gives the principals of one in another order now and then. */
const STATEMENT_SETS = ['Action', 'NotAction', 'Resource', 'NotResource']
/** Members of a policy's statement that hold sets by a name. */
const STATEMENT_MAPS = ['Principal', 'NotPrincipal']

/** A policy with its sets in order. The order of the statements stays, and what is a string instead of a list of one. */
export function normalPolicy(text: string): Json {
  let policy: Json
  try {
    policy = JSON.parse(text) as Json
  } catch {
    // A policy is always JSON on AWS; what another server keeps is kept as it is.
    return text
  }
  const statements = isObject(policy) ? policy['Statement'] : undefined
  if (!isObject(policy) || statements === undefined) return policy
  const normal = Array.isArray(statements) ? statements.map(normalStatement) : normalStatement(statements)
  return { ...policy, Statement: normal }
}

function normalStatement(statement: Json): Json {
  if (!isObject(statement)) return statement
  return mapMembers(statement, (value, name) => {
    if (STATEMENT_SETS.includes(name)) return sorted(value)
    if (STATEMENT_MAPS.includes(name)) return isObject(value) ? mapMembers(value, sorted) : value
    if (name !== 'Condition' || !isObject(value)) return value
    return mapMembers(value, (test) => (isObject(test) ? mapMembers(test, sorted) : test))
  })
}

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

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapMembers(object: JsonObject, map: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === undefined ? undefined : map(value, name)]),
  )
}
