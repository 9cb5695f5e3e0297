import type { Json, JsonObject } from './canonical-json.ts'
import { isList, isObject } from './json-place.ts'

/** Holds an object's marks while it is worked on: no data can have a member of this name. */
const MARKS = Symbol('marks')

/** Holds a value that no document may have as it is. */
const HIDDEN = Symbol('hidden')

/** A value that becomes the marker of a secret when a document is made of it, and nothing anywhere else. */
export function hidden(value: Json): JsonObject {
  return { [HIDDEN]: value }
}

/** The value that is hidden here; undefined when there is none. */
export function hiddenValue(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as { [HIDDEN]?: Json })[HIDDEN] : undefined
}

type Markable = JsonObject & { readonly [MARKS]?: JsonObject }

/** The names that jsnap's own marks have in a document, and those of data that would be taken for them. */
const MARK = /^\$(?:secret|unknown)$/
const LIKE_A_MARK = /^\$+(?:secret|unknown)$/
const ESCAPED = /^\$\$+(?:secret|unknown)$/
/** What may be beside the marker of a secret: the part of a URL that is not one. */
const BESIDE = 'url'

/** An object with jsnap's own word on it: `{ $secret: … }` stands for a value, `{ $unknown: … }` says what is missing. */
export function withMarks(data: JsonObject, marks: JsonObject): JsonObject {
  return { ...data, [MARKS]: marks }
}

/** The marks of an object that jsnap has made; undefined for data, whatever the names of its members. */
export function marksOf(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? (value as Markable)[MARKS] : undefined
}

/** Why something could not be read that stands, or should stand, here; undefined when it was read. */
export function unknownCode(value: Json | undefined): string | undefined {
  const code = marksOf(value)?.['$unknown']
  return typeof code === 'string' ? code : undefined
}

/** An object with other members, without those that become undefined, and with the same marks. */
export function mapMembers(
  object: JsonObject,
  map: (value: Json, name: string) => Json | undefined,
): JsonObject {
  const members = Object.entries(object).flatMap(([name, value]): [string, Json][] => {
    const other = value === undefined ? undefined : map(value, name)
    return other === undefined ? [] : [[name, other]]
  })
  const marks = marksOf(object)
  const data: JsonObject = Object.fromEntries(members)
  return marks === undefined ? data : withMarks(data, marks)
}

/** The name that a member of data has in a document: one that looks like a mark has one more `$`. */
export function dataName(name: string): string {
  return LIKE_A_MARK.test(name) ? `$${name}` : name
}

/** A value as it is in a document: marks by their names, and data by names that no mark has. */
export function written(value: JsonObject): JsonObject
export function written(value: Json): Json
export function written(value: Json): Json {
  if (isList(value)) return value.map(written)
  if (!isObject(value)) return value
  const data = Object.entries(value).map(([name, member]) => [dataName(name), member && written(member)])
  return { ...(Object.fromEntries(data) as JsonObject), ...marksOf(value) }
}

/** The value that was written so. */
export function unwritten(value: Json): Json {
  if (isList(value)) return value.map(unwritten)
  if (!isObject(value)) return value
  const isSecret = value['$secret'] !== undefined
  const [marks, data] = [new Map<string, Json | undefined>(), new Map<string, Json | undefined>()]
  for (const [name, member] of Object.entries(value)) {
    if (MARK.test(name) || (isSecret && name === BESIDE)) marks.set(name, member)
    else data.set(ESCAPED.test(name) ? name.slice(1) : name, member && unwritten(member))
  }
  const members = Object.fromEntries(data)
  return marks.size === 0 ? members : withMarks(members, Object.fromEntries(marks))
}
