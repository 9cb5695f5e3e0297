import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { isList, isObject } from '../../model/json-place.ts'

/** An item of a table without its types, as people read it: `{"total":{"N":"0.90"}}` is `{"total":"0.90"}`. */
export function plainItem(item: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(item).map(([name, typed]) => [name, typed === undefined ? undefined : plainValue(typed)]),
  )
}

function plainValue(typed: Json): Json {
  const [[type, value] = []] = isObject(typed) ? Object.entries(typed) : []
  if (type === undefined || value === undefined) return typed
  if (type === 'NULL') return null
  if (type === 'M' && isObject(value)) return plainItem(value)
  return type === 'L' && isList(value) ? value.map(plainValue) : value
}
