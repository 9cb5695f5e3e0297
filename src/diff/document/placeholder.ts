import type { Json } from '../../model/canonical-json.ts'
import { isObject } from '../../model/json-place.ts'

/** Says whether a value stands for a secret. No data does: its names are escaped where documents are written (docs/format.md). */
export function isSecret(value: Json | undefined): boolean {
  return isObject(value) && typeof value['$secret'] === 'string'
}

/** Why a value could not be read; undefined when it could. */
export function unknownReason(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined
  const reason = value['$unknown']
  return typeof reason === 'string' ? reason : undefined
}

/** Says whether a value is reported as a whole: it stands for another. */
export function isPlaceholder(value: Json | undefined): boolean {
  return isSecret(value) || (unknownReason(value) !== undefined && Object.keys(value as object).length === 1)
}
