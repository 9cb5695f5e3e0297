import { randomUUID } from 'node:crypto'
import type { Json } from './canonical-json.ts'

/** An escape, the border of a string, or a number that is long enough to be looked at; also the zero with a sign, which is written without it. */
const TOKEN = /\\.|"|-?(?=[\d.]{16}|\d[\d.]*[eE])\d[\d.eE+-]*|-0(?:\.0*)?(?![\d.eE])/gs

/**
 * Says whether JavaScript holds all numbers of a JSON text as they are written there. 9007199254740993 it does not: two
 * documents could seem equal that are not.
 */
export function holdsExactNumbers(json: string): boolean {
  let isInString = false
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '"') isInString = !isInString
    else if (!isInString && !isExact(token)) return false
  }
  return true
}

/** Says whether JavaScript also writes them so: of `-0` it leaves the sign out. */
export function writesNumbersAlike(json: string): boolean {
  let isInString = false
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '"') isInString = !isInString
    else if (!isInString && !isWrittenAlike(token)) return false
  }
  return true
}

/** Nobody can have written it before. */
const MARK = `number ${randomUUID()} `
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g')
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** A JSON text whose numbers JavaScript need not hold: for those there are texts, which `withNumbers` turns back. @throws SyntaxError */
export function parseNumbersAsTexts(json: string): Json {
  let isInString = false
  const texts = json.replace(TOKEN, (token) => {
    if (token === '"') isInString = !isInString
    return isInString || !NUMBER.test(token) || isWrittenAlike(token) ? token : `"${MARK}${token}"`
  })
  return JSON.parse(texts) as Json
}

/** A number that is in a text, as `parseNumbersAsTexts` has it; text that is not one stays. */
export function heldNumber(text: string): Json {
  if (!NUMBER.test(text)) return text
  return isWrittenAlike(text) ? Number(text) : MARK + text
}

/** The number as it is written that a text of `parseNumbersAsTexts` is; any other text. */
export function writtenNumber(text: string): string {
  return text.startsWith(MARK) ? text.slice(MARK.length) : text
}

/** JSON text with the numbers that `parseNumbersAsTexts` made texts of. */
export function withNumbers(json: string): string {
  return json.replace(MARKED, '$1')
}

function isWrittenAlike(number: string): boolean {
  return isExact(number) && !Object.is(Number(number), -0)
}

function isExact(number: string): boolean {
  const held = Number(number)
  return Number.isFinite(held) && decimal(number) === decimal(String(held))
}

/** The digits of a number and where its point is, however it is written: `1.50`, `15e-1` and `0.15e1` are `15e-1`. */
function decimal(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = `${whole}${fraction}`.replace(/^(-?)0+/, '$1')
  let end = digits.length
  while (digits[end - 1] === '0') end--
  const significant = digits.slice(0, end)
  if (significant === '' || significant === '-') return '0'
  return `${significant}e${Number(exponent) - fraction.length + digits.length - end}`
}
