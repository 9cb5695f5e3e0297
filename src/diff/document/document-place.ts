import type { Json } from '../../model/canonical-json.ts'
import { isObject } from '../../model/json-place.ts'
import type { DocumentLists, ListIdentity } from '../../services/declaration/lists.ts'
import { readableDomain } from '../../model/readable-domain.ts'
import { pointerTo } from './json-pointer.ts'
import { GUESSED, isOneOrMore, listRule } from './list-rule.ts'

/** A place in a document: for programs as a pointer, for people in words. */
export interface DocumentPlace {
  readonly pointer: string
  /** The names that lead there, without the places in lists. */
  readonly names: readonly string[]
  /** The items of lists on the way: `origin site, header x-key`. */
  readonly thing: string
  /** The names since the last of these. */
  readonly members: readonly string[]
  /** The lists of the document, where a service made it, so that its names mean what they mean there. */
  readonly lists: DocumentLists | undefined
}

/** The place of a whole document, of a service that has declared its lists, or of nobody. */
export function rootPlace(lists: DocumentLists | undefined): DocumentPlace {
  return { pointer: '', names: [], thing: '', members: [], lists }
}

/** Names that say nothing to a person when more follows. */
const UNSAID =
  /^(?:Items|Variables|(?:Streaming)?DistributionConfig|(?:CachePolicy|OriginRequestPolicy|ResponseHeadersPolicy|KeyGroup)(?:Config)?)$/
/** Names that say nothing at the end: what they hold is all that the item is. */
const UNSAID_AT_END = /^(?:Value|value|HeaderValue|ParameterValue|parameterValue)$/

/** The place of a member of the object at a place. */
export function memberPlace(place: DocumentPlace, name: string): DocumentPlace {
  return {
    ...place,
    pointer: pointerTo(place.pointer, name),
    names: [...place.names, name],
    members: [...place.members, name],
  }
}

/** What identifies the items of the list at a place. */
export function ruleAt({ names, lists }: DocumentPlace): ListIdentity {
  return lists === undefined ? GUESSED : listRule(names, lists)
}

/** Says whether one item at a place means the same as a list of it. */
export function takesOneForList({ names, lists }: DocumentPlace): boolean {
  return lists !== undefined && isOneOrMore(names)
}

/** The place of an item in the list at a place; `key` identifies it, and its number does when nothing else can. */
export function thingPlace(place: DocumentPlace, index: number, key: string | undefined): DocumentPlace {
  const { noun } = ruleAt(place)
  const list = listMembers(place)
  const named = noun !== undefined && key !== undefined
  const around = named ? list.slice(0, -1).filter(isSaid).join('.') : ''
  const numbered = noun === '' ? '' : `${nameOf(list)}[${index}]`
  const called = key === undefined ? numbered : `${noun ?? nameOf(list)} ${key}`.trim()
  const thing = [place.thing, around, called].filter(Boolean).join(', ')
  return { ...place, pointer: pointerTo(place.pointer, index), thing, members: [] }
}

/** The place of a list, as that of an item in it that only its value identifies. */
export function listPlaceText(place: DocumentPlace): string {
  return ruleAt(place).noun === '' && place.thing !== '' ? place.thing : placeText(place)
}

/** The place in words: `www.sailjada.com A: TTL`, `Environment.STRIPE_KEY`. */
export function placeText(place: DocumentPlace): string {
  const list = listMembers(place)
  const isAll = place.thing !== '' && list.length === 1 && UNSAID_AT_END.test(list[0] ?? '')
  return [place.thing, isAll ? '' : nameOf(list)].filter(Boolean).join(': ')
}

/** The members that lead to a place; the list of CloudFront's `{ Items: … }` is called as what holds it. */
function listMembers({ members }: DocumentPlace): readonly string[] {
  return members.length > 1 && members.at(-1) === 'Items' ? members.slice(0, -1) : members
}

function nameOf(members: readonly string[]): string {
  return members.filter((name, i) => i === members.length - 1 || isSaid(name)).join('.')
}

function isSaid(name: string): boolean {
  return !UNSAID.test(name)
}

/** What identifies an item in a list, for people; undefined when only its value does. */
export function keyText(place: DocumentPlace, thing: Json, key: string): string | undefined {
  if (!isObject(thing)) return undefined
  const isRecord = place.names.at(-1) === 'records'
  const text = key
    .split(' ')
    .flatMap((member) => {
      const value = thing[member]
      if (value === undefined || typeof value === 'object') return []
      return [isRecord && member === 'Name' ? readableDomain(String(value)) : String(value)]
    })
    .join(' ')
  return text === '' ? undefined : text
}
