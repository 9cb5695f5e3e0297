import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { writesNumbersAlike } from '../../model/exact-numbers.ts'
import { isNestedTooDeep } from '../../model/depth-limit.ts'
import { isList, isObject } from '../../model/json-place.ts'

/** Members of a policy's statement that are sets; AWS gives the principals of one in another order now and then. */
const SETS = ['Action', 'NotAction', 'Resource', 'NotResource']
/** Members of a policy's statement that hold sets by a name. */
const MAPS = ['Principal', 'NotPrincipal']

/** Text that holds JSON, parsed, and in normal form if it is a policy; text that holds none, or is nested without end, stays as it is. */
export function parsedPolicy(text: string): Json {
  const parsed = parsedJson(text) ?? unescapedJson(text)
  // A policy is always JSON on AWS; what another server keeps is kept as it is.
  return parsed === undefined ? text : normalPolicy(parsed)
}

/** Text whose numbers would become other ones holds no JSON that can be kept. */
function parsedJson(text: string): Json | undefined {
  if (!writesNumbersAlike(text)) return undefined
  try {
    const parsed = JSON.parse(text) as Json
    return isNestedTooDeep(parsed) ? undefined : parsed
  } catch {
    return undefined
  }
}

/** API Gateway gives policies as they would be in JSON: `{\"Version\": …}`. */
function unescapedJson(text: string): Json | undefined {
  const inner = parsedJson(`"${text}"`)
  return typeof inner === 'string' ? parsedJson(inner) : undefined
}

/** A policy with its sets in order. The order of the statements stays, and what is a text instead of a list of one. */
export function normalPolicy(policy: Json): Json {
  if (!isObject(policy)) return policy
  const statements = policy['Statement']
  if (statements === undefined) return policy
  return {
    ...policy,
    Statement: isList(statements) ? statements.map(normalStatement) : normalStatement(statements),
  }
}

function normalStatement(statement: Json): Json {
  if (!isObject(statement)) return statement
  return mapMembers(statement, (value, name) => {
    if (SETS.includes(name)) return sorted(value)
    if (MAPS.includes(name)) return isObject(value) ? mapMembers(value, sorted) : value
    if (name !== 'Condition' || !isObject(value)) return value
    return mapMembers(value, (test) => (isObject(test) ? mapMembers(test, sorted) : test))
  })
}

function sorted(value: Json): Json {
  if (!isList(value)) return value
  return value.toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1))
}

function mapMembers(object: JsonObject, map: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === undefined ? undefined : map(value, name)]),
  )
}
