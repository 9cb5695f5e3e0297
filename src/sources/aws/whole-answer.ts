import type { NormalizedSchema } from '@smithy/core/schema'
import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { heldNumber } from '../../model/exact-numbers.ts'
import { isList, isObject } from '../../model/json-place.ts'
import { hidden } from '../../model/marks.ts'
import { isInBody, type AnswerBody, type Encoding } from './answer-body.ts'
import { AwsError } from './aws-error.ts'
import { plainJson, plainMembers } from './plain-json.ts'

/** An answer with all of its members. */
export interface WholeAnswer {
  readonly members: JsonObject
  /** The members that the SDK's model of the answer does not know, by their places without numbers, as `Functions.NewMember`. */
  readonly unmodelled: readonly string[]
}

/**
 * An answer of the SDK as JSON, with what its model does not know as it came: JSON as it is, of XML the text of the
 * element; and numbers to their last digit. @throws AwsError when something is of another kind than its model says
 */
export function wholeAnswer(answer: object, body: AnswerBody | undefined): WholeAnswer {
  const members = plainMembers(answer)
  if (body === undefined) return { members, unmodelled: [] }
  const reading = new Reading(body)
  const { payload, schema, tree } = body
  const held = answer as Readonly<Record<string, unknown>>
  if (payload !== undefined) {
    const inside = reading.members(schema, tree, held[payload], payload)
    // An element without anything in it says nothing.
    const value = Object.keys(inside).length === 0 ? undefined : inside
    return { members: { ...members, [payload]: value }, unmodelled: reading.unmodelled }
  }
  const headers = [...schema.structIterator()].flatMap(([name, member]) => {
    const value = members[name]
    return isInBody(member) || value === undefined ? [] : [[name, value] as const]
  })
  const inside = reading.members(schema, tree, answer, '')
  return { members: { ...inside, ...Object.fromEntries(headers) }, unmodelled: reading.unmodelled }
}

/** What every answer of a service may hold, and none of its items has. */
const ENVELOPE = ['__type', 'ResponseMetadata']

/** Reads one body. */
class Reading {
  readonly #operation: string
  readonly #encoding: Encoding
  readonly #unmodelled = new Set<string>()

  constructor({ operation, encoding }: AnswerBody) {
    this.#operation = operation
    this.#encoding = encoding
  }

  get unmodelled(): string[] {
    return [...this.#unmodelled]
  }

  /** The members of what the whole answer, or a part of it beside no others, is. What is of another kind is not an answer. */
  members(schema: NormalizedSchema, tree: JsonObject, value: unknown, place: string): JsonObject {
    const before = this.#unmodelled.size
    const members = this.#struct(schema, tree, value, place, true)
    const known = [...schema.structIterator()].some(([name]) => members[name] !== undefined)
    if (!known && this.#unmodelled.size > before) throw this.#noAnswer(place, 'has none of its members')
    return members
  }

  #noAnswer(place: string, what: string): AwsError {
    const where = place === '' ? 'the answer' : `'${place}' of the answer`
    return new AwsError(this.#operation, 200, 'NoAnswer', `${where} ${what}`)
  }

  #struct(
    schema: NormalizedSchema,
    tree: JsonObject,
    value: unknown,
    place: string,
    isOuter: boolean,
  ): JsonObject {
    const members = new Map<string, Json>()
    const names = new Set<string>(ENVELOPE)
    for (const [name, member] of schema.structIterator()) {
      const key = this.#keyOf(name, member)
      names.add(key)
      const raw = Object.hasOwn(tree, key) ? tree[key] : undefined
      if (raw === undefined || raw === null) continue
      const held = isStruct(value) ? value[name] : undefined
      members.set(name, this.#value(member, raw, held, below(place, name), isOuter))
    }
    for (const [key, raw] of Object.entries(tree)) {
      if (names.has(key) || members.has(key) || raw === undefined || raw === null) continue
      // Namespaces, and attributes of them.
      if (this.#encoding === 'xml' && /^xmlns$|:/.test(key)) continue
      const came = this.#asItCame(raw)
      members.set(key, isSecretName(key, raw) ? hidden(came) : came)
      this.#unmodelled.add(below(place, key))
    }
    return Object.fromEntries(members)
  }

  #keyOf(name: string, member: NormalizedSchema): string {
    const { xmlName, jsonName } = member.getMemberTraits()
    if (this.#encoding === 'xml') return typeof xmlName === 'string' ? xmlName : name
    return this.#encoding === 'json by its own names' && typeof jsonName === 'string' ? jsonName : name
  }

  /** `held` is what the SDK made of it. Beyond the first list a malformed value is only the item's own: it is kept as it came. */
  #value(schema: NormalizedSchema, raw: Json, held: unknown, place: string, isOuter: boolean): Json {
    if (schema.isListSchema() || schema.isMapSchema()) {
      const inside = schema.isListSchema()
        ? this.#list(schema, raw, held, place)
        : this.#map(schema, raw, held, place)
      if (inside !== undefined) return inside
      if (isOuter) throw this.#noAnswer(place, `is not ${schema.isListSchema() ? 'a list' : 'an object'}`)
      return this.#asItCame(raw)
    }
    if (schema.isStructSchema()) {
      if (isObject(raw)) return this.#struct(schema, raw, held, place, isOuter)
      if (raw === '' && this.#encoding === 'xml') return {}
      if (isOuter) throw this.#noAnswer(place, 'is not an object')
      return this.#asItCame(raw)
    }
    if (schema.isDocumentSchema()) return raw
    if (typeof raw === 'object') {
      // An element may have attributes beside its text.
      if (this.#encoding === 'xml' && isObject(raw) && raw['#text'] !== undefined) return plainJson(held)
      return this.#asItCame(raw)
    }
    if (schema.isTimestampSchema() || schema.isBlobSchema() || schema.isBooleanSchema())
      return plainJson(held)
    if (schema.isNumericSchema() && typeof raw === 'string' && typeof held === 'number')
      return heldNumber(raw)
    return this.#encoding === 'xml' && held !== undefined ? plainJson(held) : raw
  }

  #list(schema: NormalizedSchema, raw: Json, held: unknown, place: string): Json[] | undefined {
    const items =
      this.#encoding === 'xml' ? this.#elements(schema, raw, place) : isList(raw) ? raw : undefined
    if (items === undefined) return undefined
    const of = schema.getValueSchema()
    const all = Array.isArray(held) ? (held as unknown[]) : []
    return items.map((item, i) => (item === null ? null : this.#value(of, item, all[i], place, false)))
  }

  #elements(schema: NormalizedSchema, raw: Json, place: string): readonly Json[] | undefined {
    if (schema.getMergedTraits().xmlFlattened !== undefined) return isList(raw) ? raw : [raw]
    if (raw === '') return []
    if (!isObject(raw)) return undefined
    const { xmlName } = schema.getValueSchema().getMergedTraits()
    const key = typeof xmlName === 'string' ? xmlName : 'member'
    for (const other of Object.keys(raw))
      if (other !== key && !/^xmlns$|:/.test(other)) {
        if (raw[key] === undefined) return undefined
        this.#unmodelled.add(below(place, other))
      }
    const items = raw[key]
    return items === undefined ? [] : isList(items) ? items : [items]
  }

  #map(schema: NormalizedSchema, raw: Json, held: unknown, place: string): JsonObject | undefined {
    // What XML has for a map is not a JSON object: the SDK's is as good.
    if (this.#encoding === 'xml')
      return raw === '' || typeof raw === 'object' ? (plainJson(held ?? {}) as JsonObject) : undefined
    if (!isObject(raw)) return undefined
    const of = schema.getValueSchema()
    const all = isStruct(held) ? held : {}
    const members = Object.entries(raw).flatMap(([name, value]): [string, Json][] =>
      value === undefined || value === null ? [] : [[name, this.#value(of, value, all[name], place, false)]],
    )
    return Object.fromEntries(members)
  }

  #asItCame(raw: Json): Json {
    if (this.#encoding !== 'xml') return raw
    return isList(raw) ? raw.map(xmlText) : xmlText(raw)
  }
}

/** What is in the name of a member that a service may send, and its model leaves out for a reason. */
const SECRET_NAME = /pass|secret|token|credential|key|auth|private|signature/i

/** Says whether a member that no declaration can know may hold a secret: by its name, or that of what is inside. */
function isSecretName(name: string, value: Json | undefined): boolean {
  if (SECRET_NAME.test(name)) return true
  if (isList(value)) return value.some((item) => isSecretName('', item))
  return isObject(value) && Object.entries(value).some(([inner, member]) => isSecretName(inner, member))
}

function isStruct(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function below(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`
}

/** The text of an element; of one with others inside, the XML of those. */
function xmlText(element: Json): string {
  return typeof element === 'object' ? xmlInside(element) : String(element)
}

function xmlInside(element: Json): string {
  if (isList(element)) return element.map(xmlInside).join('')
  if (element === null) return ''
  if (!isObject(element)) return String(element).replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)
  return Object.entries(element)
    .flatMap(([name, inside = '']) =>
      (isList(inside) ? inside : [inside]).map((one) =>
        name === '#text' ? xmlInside(one) : `<${name}>${xmlInside(one)}</${name}>`,
      ),
    )
    .join('')
}
