import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { at, isList, isObject } from '../../model/json-place.ts'

/** Where a document says what people call its resource: a place, which goes through lists, or what makes the names. */
export type NamePlace = string | ((document: JsonObject) => string)

/** The names at a place of a document. */
export function namesAt(place: NamePlace, document: JsonObject): string[] {
  const names = typeof place === 'string' ? textsAt(place.split('.'), document) : [place(document)]
  return names.map((name) => name.trim()).filter((name) => name !== '')
}

/** The tag `Name`, in each of the forms in which services have tags. */
export function nameTag(document: JsonObject): string {
  for (const place of ['tags', 'Tags', 'TagList', 'Tags.Items']) {
    const tags = at(place, document)
    if (isObject(tags) && typeof tags['Name'] === 'string') return tags['Name']
    if (!isList(tags)) continue
    for (const tag of tags) {
      if (!isObject(tag) || (tag['Key'] ?? tag['key']) !== 'Name') continue
      const value = tag['Value'] ?? tag['value']
      if (typeof value === 'string') return value
    }
  }
  return ''
}

function textsAt([member, ...below]: readonly string[], value: Json | undefined): string[] {
  if (isList(value))
    return value.flatMap((item) => textsAt(member === undefined ? [] : [member, ...below], item))
  if (member === undefined) return typeof value === 'string' ? [value] : []
  return isObject(value) ? textsAt(below, value[member]) : []
}
