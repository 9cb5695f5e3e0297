import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { AwsError } from './aws-error.ts'
import type { Api, Call, Details } from './declaration.ts'
import { at, isList, isObject } from '../../model/json-place.ts'
import { marksOf, unknownCode, withMarks } from '../../model/marks.ts'
import { isNotOffered } from './not-offered.ts'
import { plainMembers } from './plain-json.ts'

/** Asks a service in one region. */
export type Ask = (api: Api, operation: string, input: JsonObject) => Promise<object>

/** A part of a document that was refused. */
export interface RefusedPart {
  /** The member of the document that it is, or is inside of; empty for the document's own members. */
  readonly member: string
  readonly error: AwsError
}

/** A thing, and those that it belongs to, the nearest first. */
export interface Listed {
  readonly item: JsonObject
  readonly around: readonly JsonObject[]
}

/** One document's worth of reading. */
export interface ReadItem {
  readonly item: JsonObject
  readonly unknown: readonly RefusedPart[]
  /** What the region or the account has no call for; nothing stands in its place. */
  readonly notOffered: readonly RefusedPart[]
}

/** What was refused while a thing was read. */
interface Refused {
  readonly unknown: RefusedPart[]
  readonly notOffered: RefusedPart[]
  /** It was deleted meanwhile. */
  isGone: boolean
}

/**
 * Makes the calls that declarations name. Every reading has three outcomes: a value, absent (undefined), or unknown; a
 * call that is not offered leaves nothing, and is told.
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
  async list(call: Call, around: readonly JsonObject[] = []): Promise<Listed[]> {
    const value = await this.#value(call, around).catch((error: unknown) => {
      if (isAbsence(call, error)) return undefined
      throw error
    })
    // An answer that says nothing is none.
    if (value === undefined || value === null || isBlank(value)) return []
    const items = isList(value) ? value : [value]
    return items.map((item) => {
      if (isObject(item)) return { item, around }
      if (call.as === undefined) throw new Error(`${call.operation} lists ${typeof item}s; say what they are`)
      return { item: { [call.as]: item }, around }
    })
  }

  /** An item with its details; undefined when it is gone. @throws errors that are no answer */
  async read(
    item: JsonObject,
    details: Details | undefined,
    around: readonly JsonObject[] = [],
  ): Promise<ReadItem | undefined> {
    const { '': own, ...members } = details ?? {}
    const refused: Refused = { unknown: [], notOffered: [], isGone: false }
    let whole = item
    if (own !== undefined) {
      const more = await this.#detail('', own, [item, ...around], refused)
      if (more === undefined) return undefined
      if (isObject(more)) whole = { ...item, ...more }
    }
    const code = unknownCode(whole)
    const isRefused = refused.unknown.length + refused.notOffered.length > 0
    const read = await Promise.all(
      Object.entries(members).map(async ([member, call]): Promise<[string, Json | undefined]> => {
        // What names the thing in this call would have been in the answer that was refused.
        if (isRefused && isNameless(call, whole, around))
          return [member, code === undefined ? undefined : withMarks({}, { $unknown: code })]
        return [member, await this.#detail(member, call, [whole, ...around], refused)]
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
    around: readonly JsonObject[],
    refused: Refused,
  ): Promise<Json | undefined> {
    const [item = {}, ...rest] = around
    if (call.when?.(item, ...rest) === false) return member === '' ? {} : undefined
    try {
      const found = call.pick === undefined ? this.#value(call, around) : this.#picked(call, item)
      const value = this.#withoutFailures(await found, call, refused)
      if (value === undefined && member === '') throw this.#noAnswer(call)
      if (value === undefined || call.details === undefined) return value
      return await this.#withDetails(value, call, member, around, refused)
    } catch (error) {
      if (isAbsence(call, error)) return undefined
      if (!(error instanceof AwsError)) throw error
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

  /** What is asked for its own members is there: an answer without them does not say that it is gone. */
  #noAnswer({ api = this.#api, operation }: Call): AwsError {
    return new AwsError(
      `${api.id}:${operation}`,
      200,
      'NoAnswer',
      'the answer does not hold what was asked for',
    )
  }

  /** Of what is listed for all items, what belongs to one. */
  async #picked(call: Call, item: JsonObject): Promise<Json | undefined> {
    let listed = this.#listedForAll.get(call)
    if (listed === undefined) {
      listed = this.#value(call, [])
      this.#listedForAll.set(call, listed)
    }
    const all = await listed
    return isList(all) ? all.filter((one) => isObject(one) && call.pick?.(one, item) === true) : undefined
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
        error: new AwsError(`${api.id}:${operation}`, 200, code, `${member} is not told`),
      })
    }
    return known
  }

  /** What is nested: each thing of a list, or the one thing, with its own details. */
  async #withDetails(
    value: Json,
    { details, as }: Call,
    member: string,
    around: readonly JsonObject[],
    refused: Refused,
  ): Promise<Json | undefined> {
    const readOne = async (one: Json): Promise<Json | undefined> => {
      const item = isObject(one) ? one : as === undefined ? undefined : { [as]: one }
      if (item === undefined) return one
      const read = await this.read(item, details, around)
      for (const { error } of read?.unknown ?? []) refused.unknown.push({ member, error })
      for (const { error } of read?.notOffered ?? []) refused.notOffered.push({ member, error })
      return read?.item
    }
    if (!isList(value)) return readOne(value)
    const all = await Promise.all(value.map(readOne))
    return all.filter((one) => one !== undefined)
  }

  /** What a call gives: the place of its answer that is wanted, of all its pages. */
  async #value(call: Call, around: readonly JsonObject[]): Promise<Json | undefined> {
    const { api = this.#api, operation, select, next } = call
    const [item = {}, ...rest] = around
    const input = call.input?.(item, ...rest) ?? {}
    const seen = new Set<string>()
    const items: Json[] = []
    const texts = new Set<string>()
    for (let cursor: JsonObject = {}; ;) {
      const answer = plainMembers(await this.#ask(api, operation, { ...input, ...cursor }))
      const value = counted(at(select, answer), call)
      if (next === undefined) return value ?? undefined
      for (const item of isList(value) ? value : []) {
        // A thing that moves while it is listed comes twice.
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
      const text = JSON.stringify(cursor)
      if (seen.has(text)) {
        throw new AwsError(
          `${api.id}:${operation}`,
          200,
          'PagingStuck',
          'the same page was named twice as the next one',
        )
      }
      seen.add(text)
    }
  }
}

function isAbsence({ absent }: Call, error: unknown): boolean {
  return error instanceof AwsError && absent?.includes(error.code) === true
}

/** Says whether what a call's input is made of is not there. */
function isNameless({ input, pick }: Call, item: JsonObject, around: readonly JsonObject[]): boolean {
  if (input === undefined || pick !== undefined) return false
  return Object.values(input(item, ...around)).some((value) => value === undefined || value === '')
}

function counted(value: Json | undefined, { where }: Call): Json | undefined {
  if (where === undefined || !isList(value)) return value
  return value.filter((one) => !isObject(one) || where(one))
}

function isBlank(value: Json | undefined): boolean {
  if (value === null || value === '') return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0 && marksOf(value) === undefined
}
