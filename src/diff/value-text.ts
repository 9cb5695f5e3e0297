import type { Json } from '../model/canonical-json.ts'
import { isList, isObject } from '../model/json-place.ts'
import { printable } from '../terminal/printable.ts'
import { isMarker, isSecret, unknownReason } from './marker.ts'

/** A value in one line for people, at most so long; secrets are never told. */
export function valueText(value: Json, room: number): string {
  return shortened(printable(plainText(value)), room)
}

/** Two values side by side, each at most so long; where both begin alike and are cut, what is alike is cut first. */
export function valueTexts(before: Json, after: Json, room: number): readonly [string, string] {
  const [a, b] = [printable(plainText(before)), printable(plainText(after))]
  if (a.length <= room && b.length <= room) return [a, b]
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const from = Math.max(0, same - CONTEXT)
  const cut = (text: string) => shortened(from > 0 ? `…${text.slice(from)}` : text, room)
  return [cut(a), cut(b)]
}

/** So much of what is alike is shown before a difference. */
const CONTEXT = 12
/** Nobody reads more of one line, however wide. */
const LONGEST = 4096

function plainText(value: Json): string {
  if (isSecret(value)) return secretText(value)
  const reason = unknownReason(value)
  if (reason !== undefined) return `unknown (${reason})`
  if (typeof value === 'string') {
    const text = value.slice(0, LONGEST)
    return /^[^\s"'{}[\],]+$/.test(text) ? text : JSON.stringify(text)
  }
  if (isList(value)) return `[${joined(value.map((thing) => () => plainText(thing)))}]`
  if (!isObject(value)) return String(value)
  const [first, ...more] = Object.entries(value).filter(
    (member): member is [string, Json] => member[1] !== undefined,
  )
  // A thing of one member is what this holds, as the value of a record.
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

/** What is shown of a secret URL is told. */
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
  return `${text.slice(0, room - 1 - end)}…${text.slice(text.length - end)}`
}

/** A thing without the members that its place says already: what tells it. */
export function unsaid(value: Json, place: string): Json {
  if (!isObject(value) || isMarker(value)) return value
  const said = new Set(place.split(/,? /))
  const isSaid = (member: Json | undefined) =>
    typeof member !== 'object' &&
    String(member)
      .split(' ')
      .every((word) => said.has(word.replace(/\.$/, '')))
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isSaid(member)))
}
