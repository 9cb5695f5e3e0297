import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { hiddenValue } from '../../model/marks.ts'

/** An answer of the SDK as JSON: times as ISO text, bytes as base64, members without a value left out. */
export function plainJson(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object') throw new Error(`an answer holds a ${typeof value}`)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(plainJson)
  if (hiddenValue(value) !== undefined) return value as JsonObject
  return plainMembers(value)
}

/** An answer without what the SDK says about it. */
export function plainMembers(answer: object): JsonObject {
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([name, value]) => name !== '$metadata' && value !== undefined)
      .map(([name, value]) => [name, plainJson(value)]),
  )
}
