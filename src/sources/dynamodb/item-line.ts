import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { encodedNumber } from './sort-key.ts'

/** An item as a line of JSON with its types, in one form whatever the order in which it came: sets are in order. */
export function itemLine(item: JsonObject): string {
  const normal = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, normalValue(value)]))
  return `${canonicalJson(normal)}\n`
}

function normalValue(typed: Json | undefined): Json {
  const [type = '', value] = Object.entries((typed ?? {}) as JsonObject)[0] ?? []
  return { [type]: normalInside(type, value ?? null) }
}

function normalInside(type: string, value: Json): Json {
  switch (type) {
    case 'SS':
    case 'BS':
      return (value as string[]).toSorted()
    case 'NS':
      return (value as string[]).toSorted((a, b) => (encodedNumber(a) < encodedNumber(b) ? -1 : 1))
    case 'L':
      return (value as Json[]).map(normalValue)
    case 'M':
      return Object.fromEntries(
        Object.entries(value as JsonObject).map(([name, inner]) => [name, normalValue(inner)]),
      )
    default:
      return value
  }
}
