import type { Json } from '../../model/canonical-json.ts'
import { isList, isNested, isObject } from '../../model/json-place.ts'
import { readableDomain } from '../../model/readable-domain.ts'
import { escaped, printable } from '../../terminal/printable.ts'
import { isPlaceholder, isSecret, unknownReason } from '../document/placeholder.ts'

/** A value in one line for people, at most this long; secrets are never shown. */
export function valueText(value: Json, room: number): string {
  return shortened(lineText(value), room)
}

/** Two values next to each other, each at most so long; of texts that begin alike and are cut, what is alike is cut first. */
export function valueTexts(before: Json, after: Json, room: number): readonly [string, string] {
  if (typeof before !== 'string' || typeof after !== 'string') return unlike(before, after, room)
  const fit = Math.max(lineText(before).length, lineText(after).length) <= room
  const from = fit ? 0 : sharedLength(before, after) - CONTEXT
  return from <= 0 ? unlike(before, after, room) : unlike(part(before, from), part(after, from), room, '…')
}

/** Two values that are not the same, as texts that are not the same. */
function unlike(before: Json, after: Json, room: number, cutBefore = ''): readonly [string, string] {
  // A number and its text, or a letter and its accent as one character and as two, look the same and are not.
  const isHidden = looks(before) === looks(after) && !isNested(before) && !isNested(after)
  const cut = (value: Json) => shortened(cutBefore + (isHidden ? exactText : lineText)(value), room)
  return [cut(before), cut(after)]
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

function lineText(value: Json): string {
  return printable(plainText(value))
}

/** What people see of a value: not how its characters are composed, nor those that only change how others look. */
function looks(value: Json): string {
  return lineText(value)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
}

/** A value as JSON, its characters written as their codes. */
function exactText(value: Json): string {
  return printable(JSON.stringify(value)).replace(/[^ -~]/g, escaped)
}

/** Text that needs no quotes, or has them: that of a TXT record. */
const BARE = /^(?:[^\s"'{}[\],]+|"[^"\\\n]*"(?: "[^"\\\n]*")*)$/
/** How much of what is equal is shown before a difference. */
const CONTEXT = 12
/** Nobody reads more of one line, however wide. */
const LONGEST = 4096

function plainText(value: Json): string {
  if (isSecret(value)) return secretText(value)
  const reason = unknownReason(value)
  if (reason !== undefined) return `unknown (${reason})`
  if (typeof value === 'string') {
    const text = value.length > LONGEST ? part(value, 0, LONGEST) : value
    return BARE.test(text) ? text : JSON.stringify(text)
  }
  if (isList(value)) return `[${joined(value.map((thing) => () => plainText(thing)))}]`
  if (!isObject(value)) return String(value)
  const [first, ...more] = Object.entries(value).filter(
    (member): member is [string, Json] => member[1] !== undefined,
  )
  // An item of one member is what this holds, as the value of a record.
  if (first?.[0] === 'Value' && more.length === 0) return plainText(first[1])
  const members = first === undefined ? [] : [first, ...more]
  return `{${joined(
    members.map(
      ([name, member]) =>
        () =>
          `${name}: ${plainText(member)}`,
    ),
  )}}`
}

/** What is shown of a secret URL is reported. */
function secretText(value: Json): string {
  const url = isObject(value) ? value['url'] : undefined
  return typeof url === 'string' ? `${url} (secret)` : '(secret)'
}

function joined(parts: readonly (() => string)[]): string {
  let text = ''
  for (const part of parts) {
    if (text.length > LONGEST) return `${text}, …`
    text += `${text === '' ? '' : ', '}${part()}`
  }
  return text
}

/** Text without its middle when it is longer than there is room. */
export function shortened(text: string, room: number): string {
  if (text.length <= room) return text
  const end = Math.floor((room - 1) / 3)
  return `${part(text, 0, room - 1 - end)}…${part(text, text.length - end)}`
}

/** A part of a text, without the halves of characters at its ends. */
function part(text: string, start: number, end?: number): string {
  return text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
}

/** An item without the members that its place says already: what identifies it. */
export function unsaid(value: Json, place: string): Json {
  if (!isObject(value) || isPlaceholder(value)) return value
  const said = counted(place.split(/,? /))
  const members = counted(Object.values(value).flatMap(wordsOf))
  // Of two members of which the place has only one, nobody could know which it is.
  const isSaid = (word: string) => (said.get(word) ?? 0) >= (members.get(word) ?? 0)
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, member]) => typeof member === 'object' || !wordsOf(member).every(isSaid),
    ),
  )
}

function wordsOf(member: Json | undefined): string[] {
  if (typeof member === 'object') return []
  return String(member)
    .split(' ')
    .map((word) => readableDomain(word))
}

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
