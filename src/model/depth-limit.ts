import type { Json, JsonObject } from './canonical-json.ts'

/** Nobody writes documents nested deeper, but to see a reader fail. */
const DEEPEST = 200

/** Says whether a value is nested so deep that it is not to be compared inside. */
export function isNestedTooDeep(value: Json, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value as JsonObject).some((inner) => isNestedTooDeep(inner ?? null, levels - 1))
}

/** The same of the value that a JSON text holds: most lines of trees and tables are too short for so many brackets. */
export function isJsonNestedTooDeep(json: string, value: Json): boolean {
  return json.length > 2 * DEEPEST && isNestedTooDeep(value)
}
