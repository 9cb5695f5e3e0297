import type { Json, JsonObject } from '../../../src/model/canonical-json.ts'
import type { Detail } from '../../../src/diff/document/detail.ts'
import { pointerSteps } from '../../../src/diff/document/json-pointer.ts'

/** Applies details in their order, as a patch of RFC 6902 that knows add, remove and replace. */
export function applyDetails(document: Json, details: readonly Detail[]): Json {
  return details.reduce((value, detail) => applied(value, pointerSteps(detail.path), detail), document)
}

function applied(value: Json, [step, ...rest]: readonly string[], detail: Detail): Json {
  const { op, after } = detail
  if (step === undefined) {
    if (op !== 'replace' || after === undefined) throw new Error('only a replacement concerns the whole')
    return after
  }
  if (Array.isArray(value)) {
    const list = [...(value as readonly Json[])]
    const index = Number(step)
    if (index > list.length || (index === list.length && (op !== 'add' || rest.length > 0)))
      throw new Error(`nothing at ${detail.path}`)
    if (rest.length > 0) list[index] = applied(list[index] ?? null, rest, detail)
    else if (op === 'remove') list.splice(index, 1)
    else list.splice(index, op === 'add' ? 0 : 1, after ?? null)
    return list
  }
  if (typeof value !== 'object' || value === null) throw new Error(`nothing at ${detail.path}`)
  const members = new Map(Object.entries(value as JsonObject))
  if (members.has(step) !== (op !== 'add' || rest.length > 0)) throw new Error(`${op} at ${detail.path}`)
  if (rest.length > 0) members.set(step, applied(members.get(step) ?? null, rest, detail))
  else if (op === 'remove') members.delete(step)
  else members.set(step, after)
  return Object.fromEntries(members)
}
