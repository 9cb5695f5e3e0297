import type { Json, JsonObject } from './canonical-json.ts'

/** What is at a place of a document, such as `DistributionConfig.Origins.Items`; undefined when nothing is. */
export function at(place: string | undefined, document: Json | undefined): Json | undefined {
  if (place === undefined) return document
  return place
    .split('.')
    .reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), document)
}

/** Says whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Says whether a value is a JSON list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** Says whether a value has others inside. */
export function isNested(value: Json | undefined): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null
}

/** The text at a place; empty when there is none. */
export function textAt(place: string, document: JsonObject): string {
  const value = at(place, document)
  return typeof value === 'string' ? value : ''
}

/** The objects of the list at a place; none when there is no list. */
export function objectsAt(place: string, document: Json | undefined): JsonObject[] {
  const list = at(place, document)
  return isList(list) ? list.filter(isObject) : []
}

/** The member of this name that an object itself has: any name may be asked for, as `constructor`. */
export function memberOf<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
