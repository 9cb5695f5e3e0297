import { isUtf8 } from 'node:buffer'
import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { writtenNumber } from '../../model/exact-numbers.ts'
import type { Mark } from '../mark.ts'
import { markedUrl } from '../secret-url.ts'
import { isList, isObject, at } from '../../model/json-place.ts'
import { hiddenValue, mapMembers, marksOf, withMarks, written } from '../../model/marks.ts'
import { sortOrders } from '../../services/declaration/lists.ts'
import { EVERYWHERE, type Condition, type Rules } from '../../services/declaration/rules.ts'
import { normalPolicy, parsedPolicy } from './normal-policy.ts'
import { actionsHere, enter, placePattern, type PlacePattern } from '../../model/place-pattern.ts'

/** Puts answers into the form in which they are stored: the same for an account that has not changed. */
export type Normalise = (document: JsonObject) => JsonObject

type RuleKind = 'drop' | 'secret' | 'secretUrl' | 'bytesOfText' | 'json' | 'urlJson'

type Action =
  | { readonly kind: RuleKind }
  | { readonly kind: 'dropWhen'; readonly condition: Condition }
  | { readonly kind: 'secretMembers'; readonly of: (object: JsonObject) => readonly string[] }
  | { readonly kind: 'sort'; readonly by: readonly string[] }

/** The normal form that these rules make. */
export function normaliser(rules: Rules, mark: Mark): Normalise {
  const patterns = [...patternsOf(EVERYWHERE), ...patternsOf(rules)]
  return (document) => written(normalObject(document, patterns, mark, []))
}

function patternsOf({
  drop,
  dropWhen,
  secret,
  secretMembers,
  secretUrl,
  bytesOfText,
  json,
  urlJson,
  lists = {},
}: Rules): PlacePattern<Action>[] {
  const all = (kind: RuleKind, places: readonly string[] = []) =>
    places.map((place) => placePattern<Action>(place, { kind }))
  const sorts = Object.entries(sortOrders(lists)).map(([place, members]) =>
    placePattern<Action>(place, { kind: 'sort', by: members.split(' ').filter((name) => name !== '') }),
  )
  return [
    ...all('drop', drop),
    ...Object.entries(dropWhen ?? {}).map(([place, condition]) =>
      placePattern<Action>(place, { kind: 'dropWhen', condition }),
    ),
    ...all('secret', secret),
    ...all('secretUrl', secretUrl),
    ...all('bytesOfText', bytesOfText),
    ...all('json', json),
    ...all('urlJson', urlJson),
    ...Object.entries(secretMembers ?? {}).map(([place, of]) =>
      placePattern<Action>(place, { kind: 'secretMembers', of }),
    ),
    ...sorts,
  ]
}

function normalObject(
  object: JsonObject,
  patterns: readonly PlacePattern<Action>[],
  mark: Mark,
  parents: readonly JsonObject[],
): JsonObject {
  return mapMembers(object, (value, name) => {
    const inside = enter(patterns, name)
    const actions = actionsHere(inside)
    if (actions.some((action) => isDropped(action, object, parents))) return undefined
    return normalValue(name, value, actions, inside, mark, [object, ...parents])
  })
}

function isDropped(action: Action, object: JsonObject, parents: readonly JsonObject[]): boolean {
  return action.kind === 'drop' || (action.kind === 'dropWhen' && action.condition(object, ...parents))
}

function normalValue(
  name: string,
  value: Json,
  actions: readonly Action[],
  patterns: readonly PlacePattern<Action>[],
  mark: Mark,
  parents: readonly JsonObject[],
): Json {
  if (hiddenValue(value) !== undefined) return marked(name, value, mark)
  const parsed = marksOf(value) === undefined ? parsedBy(actions, value) : value
  if (actions.some(({ kind }) => kind === 'secret')) return marked(nameOf(name, parents[0]), parsed, mark)
  if (actions.some(({ kind }) => kind === 'secretUrl'))
    return marked(name, parsed, (member, text) => markedUrl(member, text, mark))
  const members = actions.find((action) => action.kind === 'secretMembers')
  const normal = normalInside(
    name,
    members === undefined ? parsed : withMarkedMembers(name, parsed, members.of, mark),
    patterns,
    mark,
    parents,
  )
  const sort = actions.find((action) => action.kind === 'sort')
  return sort !== undefined && isList(normal) ? sortedBy(sort.by, normal) : normal
}

function normalInside(
  name: string,
  value: Json,
  patterns: readonly PlacePattern<Action>[],
  mark: Mark,
  parents: readonly JsonObject[],
): Json {
  if (isList(value)) return value.map((item) => normalInside(name, item, patterns, mark, parents))
  if (isObject(value)) return normalObject(value, patterns, mark, parents)
  // Where a secret should be deeper down, this is what holds it.
  return patterns.some(leadsToSecret) ? marked(name, value, mark) : value
}

const SECRET_KINDS: readonly string[] = ['secret', 'secretMembers', 'secretUrl'] satisfies Action['kind'][]

function leadsToSecret({ names: [next], action }: PlacePattern<Action>): boolean {
  return next !== undefined && next !== '**' && SECRET_KINDS.includes(action.kind)
}

/** Where the shape does not show which members are secret, all are. */
function withMarkedMembers(
  name: string,
  value: Json,
  of: (object: JsonObject) => readonly string[],
  mark: Mark,
): Json {
  if (isList(value)) return value.map((item) => withMarkedMembers(name, item, of, mark))
  if (!isObject(value)) return marked(name, value, mark)
  const names = of(value)
  return mapMembers(value, (member, inner) =>
    names.includes(inner) ? marked(nameOf(inner, value), member, mark) : member,
  )
}

/** What a secret is called: members such as `HeaderValue` stand beside one that identifies it. */
function nameOf(member: string, holder: JsonObject = {}): string {
  if (!/^(?:Header)?value$/i.test(member)) return member
  const names = [holder['HeaderName'], holder['Key'], holder['key'], holder['Name'], holder['name']]
  return names.find((name) => typeof name === 'string') ?? member
}

/** What could not be read, and what holds nothing, keeps no secret. */
function marked(name: string, value: Json, mark: (name: string, text: string) => Json): Json {
  const secret = hiddenValue(value)
  if (secret !== undefined) return marked(name, secret, mark)
  if (value === null) return null
  if (isList(value)) return value.map((item) => marked(name, item, mark))
  if (isObject(value)) return mapMembers(value, (inner, member) => marked(member, inner, mark))
  const made = mark(name, typeof value === 'string' ? writtenNumber(value) : canonicalJson(value))
  return isObject(made) ? withMarks({}, made) : made
}

function parsedBy(actions: readonly Action[], value: Json): Json {
  if (typeof value === 'string' && actions.some(({ kind }) => kind === 'bytesOfText'))
    return textOfBytes(value)
  const isUrlEncoded = actions.some(({ kind }) => kind === 'urlJson')
  if (!isUrlEncoded && !actions.some(({ kind }) => kind === 'json')) return value
  if (typeof value !== 'string') return normalPolicy(value)
  return parsedPolicy(isUrlEncoded ? decoded(value) : value)
}

/** Distinguished, or bytes and a text that looks like their base64 would be the same. */
function textOfBytes(base64: string): Json {
  const bytes = Buffer.from(base64, 'base64')
  return isUtf8(bytes) ? bytes.toString() : { base64 }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // What was never encoded may hold a lone percent sign.
    return text
  }
}

/** A list in the order of members of its items; those that are equal there, in that of their text. */
export function sortedBy(members: readonly string[], list: readonly Json[]): Json[] {
  const keyOf = (item: Json): Key[] => [...members.map((member) => keyAt(member, item)), canonicalJson(item)]
  return list
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareLists(a.key, b.key))
    .map(({ item }) => item)
}

/** What an item is ordered by: numbers, as priorities and versions are, as numbers. */
type Key = string | number

function keyAt(member: string, item: Json): Key {
  const value = at(member, item) ?? null
  return typeof value === 'number' ? value : canonicalJson(value)
}

function compareLists(a: readonly Key[], b: readonly Key[]): number {
  for (const [i, key] of a.entries()) {
    const other = b[i] ?? ''
    // Of two kinds, numbers come first.
    if (typeof key !== typeof other) return typeof key === 'number' ? -1 : 1
    if (key !== other) return key < other ? -1 : 1
  }
  return 0
}
