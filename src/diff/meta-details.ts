import { canonicalJson, type Json, type JsonObject } from '../model/canonical-json.ts'
import type { Detail } from './detail.ts'

/** The members in which two metas differ, by JSON pointer below `/meta`. */
export function metaDetails(before: JsonObject, after: JsonObject): Detail[] {
  return [...members(before, after, '/meta')]
}

function* members(before: JsonObject, after: JsonObject, at: string): Generator<Detail> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  for (const name of names) {
    const path = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const [a, b] = [before[name], after[name]]
    if (a === undefined && b !== undefined) yield { op: 'add', path, after: b }
    else if (a !== undefined && b === undefined) yield { op: 'remove', path, before: a }
    else if (isObject(a) && isObject(b)) yield* members(a, b, path)
    else if (a !== undefined && b !== undefined && canonicalJson(a) !== canonicalJson(b)) {
      yield { op: 'replace', path, before: a, after: b }
    }
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
