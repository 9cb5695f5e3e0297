import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { AwsError } from './aws-error.ts'
import { Paging } from './paging.ts'
import type { Api } from '../../services/declaration/api.ts'
import type { Call, Details } from '../../services/declaration/declaration.ts'
import { plainMembers } from './plain-json.ts'
import { at, isList, isObject } from '../../model/json-place.ts'
import { marksOf, unknownCode, withMarks } from '../../model/marks.ts'
import { isNotOffered } from './not-offered.ts'

/** Asks a service in one region; AWS alone is given `awsInput` as well. */
export type Ask = (
  api: Api,
  operation: string,
  input: JsonObject,
  awsInput: JsonObject | undefined,
) => Promise<object>

/** A part of a document that was refused. */
export interface RefusedPart {
  /** The member of the document that it is, or is inside of; empty for the document's own members. */
  readonly member: string
  readonly error: AwsError
}

/** An item, and those that it belongs to, the nearest first. */
export interface ListedItem {
  readonly item: JsonObject
  readonly parents: readonly JsonObject[]
  /** Why nothing is known of it, not even its name. */
  readonly error?: AwsError
}

/** One document's worth of reading. */
export interface ReadItem {
  readonly item: JsonObject
  readonly unknown: readonly RefusedPart[]
  /** What the region or the account has no call for; nothing is in its place. */
  readonly notOffered: readonly RefusedPart[]
}

/** What was refused while an item was read. */
interface Refused {
  readonly unknown: RefusedPart[]
  readonly notOffered: RefusedPart[]
  /** It was deleted meanwhile. */
  isGone: boolean
}

/**
 * Makes the calls that declarations name. Every reading has three outcomes: a value, absent (undefined), or unknown; a
 * call that is not offered leaves nothing, and is reported.
 */
export class Reader {
  readonly #api: Api
  readonly #ask: Ask
  readonly #listedForAll = new Map<Call, Promise<Json | undefined>>()

  /** `api` is asked where a call names no other. */
  constructor(api: Api, ask: Ask) {
    this.#api = api
    this.#ask = ask
  }

  /**
   * Everything that a call lists, page by page; nothing when its code says that there is none. An answer that is no
   * list is the only item. @throws AwsError
   */
  async list(call: Call, parents: readonly JsonObject[] = []): Promise<ListedItem[]> {
    const value = await this.#value(call, parents, true).catch((error: unknown) => {
      if (isAbsence(call, error)) return undefined
      throw error
    })
    if (value === undefined || isBlank(value)) return []
    const items = isList(value) ? value : [value]
    return items.map((item) => {
      const thing = thingOf(item, call.wrapAs)
      if (thing !== undefined) return { item: thing, parents }
      return {
        item: {},
        parents,
        error: this.#noAnswer(call, 'OddItem', 'it lists an item that is not an object'),
      }
    })
  }

  /** An item with its details; undefined when it is gone. @throws errors that are not an answer */
  async read(
    item: JsonObject,
    details: Details | undefined,
    parents: readonly JsonObject[] = [],
  ): Promise<ReadItem | undefined> {
    const { '': own, ...members } = details ?? {}
    const refused: Refused = { unknown: [], notOffered: [], isGone: false }
    let whole = item
    if (own !== undefined) {
      const more = await this.#detail('', own, [item, ...parents], refused)
      if (more === undefined) return undefined
      if (isObject(more)) whole = { ...item, ...more }
    }
    const code = unknownCode(whole)
    const isRefused = refused.unknown.length + refused.notOffered.length > 0
    const read = await Promise.all(
      Object.entries(members).map(async ([member, call]): Promise<[string, Json | undefined]> => {
        // What names the item in this call would have been in the answer that was refused.
        if (isRefused && isNameless(call, whole, parents))
          return [member, code === undefined ? undefined : withMarks({}, { $unknown: code })]
        return [member, await this.#detail(member, call, [whole, ...parents], refused)]
      }),
    )
    if (refused.isGone) return undefined
    const present = read.filter(([, value]) => value !== undefined && !isBlank(value))
    const { unknown, notOffered } = refused
    return { item: { ...whole, ...Object.fromEntries(present) }, unknown, notOffered }
  }

  async #detail(
    member: string,
    call: Call,
    parents: readonly JsonObject[],
    refused: Refused,
  ): Promise<Json | undefined> {
    const [item = {}, ...rest] = parents
    if (call.onlyIf?.(item, ...rest) === false) return member === '' ? {} : undefined
    try {
      const found =
        call.belongsTo === undefined ? this.#value(call, parents) : this.#picked(call, item, member)
      const value = this.#withoutFailures(onlyOne(await found, member), call, refused)
      // It was asked for by its name, and the answer lists none.
      if (member === '' && isList(value) && value.length === 0) return undefined
      if (member === '' && !isObject(value)) throw this.#noAnswer(call)
      if (value === undefined || call.details === undefined) return value
      return await this.#withDetails(value, call, member, parents, refused)
    } catch (error) {
      if (isAbsence(call, error)) return undefined
      if (!(error instanceof AwsError)) throw error
      if ((call.api ?? this.#api).lacking?.includes(error.code) === true) return undefined
      if (call.gone?.includes(error.code) === true) {
        refused.isGone = true
        return undefined
      }
      if (isNotOffered(error)) {
        refused.notOffered.push({ member, error })
        return member === '' ? {} : undefined
      }
      refused.unknown.push({ member, error })
      return withMarks({}, { $unknown: error.code })
    }
  }

  /** An answer without what was asked for does not say that there is none. */
  #noAnswer(
    { api = this.#api, operation }: Call,
    code = 'NoAnswer',
    message = 'the answer does not contain what was requested',
  ): AwsError {
    return new AwsError(`${api.id}:${operation}`, 200, code, message)
  }

  /** Of what is listed for all items, what belongs to one: as its own members, that of the only one. */
  async #picked(call: Call, item: JsonObject, member: string): Promise<Json | undefined> {
    let listed = this.#listedForAll.get(call)
    if (listed === undefined) {
      listed = this.#value(call, [])
      this.#listedForAll.set(call, listed)
    }
    const all = await listed
    const own = isList(all) ? all.filter((one) => isObject(one) && call.belongsTo?.(one, item) === true) : []
    return member === '' ? (own[0] ?? {}) : own
  }

  #withoutFailures(value: Json | undefined, call: Call, refused: Refused): Json | undefined {
    const { api = this.#api, operation, failures } = call
    if (failures === undefined) return value
    if (isList(value)) return value.map((one) => this.#withoutFailures(one, call, refused) ?? null)
    if (!isObject(value)) return value
    let known = value
    for (const [member, place] of Object.entries(failures)) {
      const code = at(place, value)
      if (typeof code !== 'string') continue
      known = { ...known, [member]: withMarks({}, { $unknown: code }) }
      refused.unknown.push({
        member,
        error: new AwsError(`${api.id}:${operation}`, 200, code, `the answer has no ${member}`),
      })
    }
    return known
  }

  /** What is nested: each item of a list, or the one item, with its own details. */
  async #withDetails(
    value: Json,
    { details, wrapAs }: Call,
    member: string,
    parents: readonly JsonObject[],
    refused: Refused,
  ): Promise<Json | undefined> {
    const readOne = async (one: Json): Promise<Json | undefined> => {
      const item = thingOf(one, wrapAs)
      if (item === undefined) return one
      const read = await this.read(item, details, parents)
      for (const { error } of read?.unknown ?? []) refused.unknown.push({ member, error })
      for (const { error } of read?.notOffered ?? []) refused.notOffered.push({ member, error })
      return read?.item
    }
    if (!isList(value)) return readOne(value)
    const all = await Promise.all(value.map(readOne))
    return all.filter((one) => one !== undefined)
  }

  #formed(value: Json | undefined, call: Call): Json | undefined {
    const { form } = call
    if (form === undefined || value === undefined) return value
    const formOf = (one: Json): Json => {
      const formed = form(one)
      if (formed === undefined) throw this.#noAnswer(call)
      return formed
    }
    return isList(value) ? value.map(formOf) : formOf(value)
  }

  /** What a call gives: the place of its answer that is wanted, of all its pages. */
  async #value(call: Call, parents: readonly JsonObject[], isListed = false): Promise<Json | undefined> {
    const { api = this.#api, operation, select, next, awsInput } = call
    const [item = {}, ...rest] = parents
    const input = call.input?.(item, ...rest) ?? {}
    const paging = new Paging(`${api.id}:${operation}`)
    const items: Json[] = []
    const texts = new Set<string>()
    for (let cursor: JsonObject = {}; ;) {
      const answer = plainMembers(await this.#ask(api, operation, { ...input, ...cursor }, awsInput))
      const selected = at(select, answer) ?? undefined
      if (isVoid(selected, call) && !isSaidToBeNone(answer, call, isListed)) throw this.#noAnswer(call)
      const value = this.#formed(counted(selected, call), call)
      if (next === undefined) return value
      if (value !== undefined && !isList(value)) throw this.#noAnswer(call)
      const before = items.length
      for (const item of value ?? []) {
        // An item that moves while it is listed comes twice.
        const text = canonicalJson(item)
        if (!texts.has(text)) items.push(item)
        texts.add(text)
      }
      cursor = Object.fromEntries(
        Object.entries(next)
          .map(([member, place]) => [member, at(place, answer)] as const)
          .filter(([, token]) => token !== undefined && token !== null && token !== ''),
      )
      if (Object.keys(cursor).length === 0) return items
      paging.goOn(JSON.stringify(cursor), items.length > before)
    }
  }
}

function isAbsence({ absent }: Call, error: unknown): boolean {
  return error instanceof AwsError && absent?.includes(error.code) === true
}

/** Says whether what a call's input is made of is not there. */
function isNameless({ input, belongsTo }: Call, item: JsonObject, parents: readonly JsonObject[]): boolean {
  if (input === undefined || belongsTo !== undefined) return false
  return Object.values(input(item, ...parents)).some((value) => value === undefined || value === '')
}

/** A call that takes many names lists the one item whose own members it is asked for. */
function onlyOne(value: Json | undefined, member: string): Json | undefined {
  return member === '' && isList(value) && value.length === 1 ? value[0] : value
}

/** An item of a list; a text becomes the member `wrapAs`. */
function thingOf(item: Json, wrapAs: string | undefined): JsonObject | undefined {
  if (isObject(item)) return item
  return wrapAs === undefined || item === null || isList(item) ? undefined : { [wrapAs]: item }
}

/** Says whether an answer that does not hold what was asked for means that there is none. */
function isSaidToBeNone(
  answer: JsonObject,
  { mayOmit, next, select = '' }: Call,
  isListed: boolean,
): boolean {
  if (mayOmit === true) return true
  if (mayOmit === 'beside others') return Object.keys(answer).length > 0
  // CloudFront's lists say how long they are.
  const holder = at(select.split('.').slice(0, -1).join('.') || undefined, answer)
  if (isObject(holder) && holder['Quantity'] === 0) return true
  // What one item has is left out where it has none, by a service that says something else of it.
  return !isListed && next === undefined && Object.keys(answer).length > 0
}

/** Says whether an answer holds nothing at the place that is asked for. */
function isVoid(selected: Json | undefined, { select }: Call): boolean {
  return selected === undefined || (select === undefined && isBlank(selected))
}

function counted(value: Json | undefined, { filter }: Call): Json | undefined {
  if (filter === undefined || !isList(value)) return value
  return value.filter((one) => !isObject(one) || filter(one))
}

function isBlank(value: Json | undefined): boolean {
  if (value === null || value === '') return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0 && marksOf(value) === undefined
}
