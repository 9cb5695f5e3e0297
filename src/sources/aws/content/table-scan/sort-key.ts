import type { Json, JsonObject } from '../../../../model/canonical-json.ts'
import { isObject } from '../../../../model/json-place.ts'
import { AwsError } from '../../aws-error.ts'
import type { KeyAttribute } from './table-request.ts'

/**
 * The key of an item as text whose order (by UTF-16 code units) is that of the keys: texts and bytes by their bytes,
 * numbers by their value, all 38 digits of it; the partition key goes before the sort key.
 */
export function sortKey(item: JsonObject, keys: readonly KeyAttribute[]): string {
  return keys.map(({ name, type }) => encoded(type, valueOf(item[name], type))).join('')
}

function valueOf(attribute: Json | undefined, type: KeyAttribute['type']): string {
  const value = isObject(attribute) ? attribute[type] : undefined
  if (typeof value !== 'string') throw oddItem(`an item has no key of type ${type}`)
  return value
}

function oddItem(message: string): AwsError {
  return new AwsError('dynamodb:Scan', 200, 'OddItem', message)
}

function encoded(type: KeyAttribute['type'], value: string): string {
  if (type === 'N') return encodedNumber(value)
  return encodedBytes(type === 'S' ? Buffer.from(value) : Buffer.from(value, 'base64'))
}

/** Ends with a zero byte, so that the shorter of two with the same beginning goes first; zeros inside are distinguished. */
function encodedBytes(bytes: Buffer): string {
  return `${bytes.toString('latin1').replaceAll('\0', '\0\u00ff')}\0\0`
}

/** Of a number as 0.DIGITS × 10^EXPONENT: sign, exponent, digits, and an end that keeps the order. */
export function encodedNumber(text: string): string {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (whole + fraction === '') throw oddItem('an item has an invalid number')
  const all = whole + fraction
  const significant = all.replace(/^0+/, '')
  const digits = significant.replace(/0+$/, '')
  if (digits === '') return '1'
  const exponent = Number(power) + whole.length - (all.length - significant.length)
  const scale = exponent + 5000
  if (sign !== '-') return `2${padded(scale)}${digits}/`
  return `0${padded(9999 - scale)}${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}:`
}

function padded(number: number): string {
  return String(number).padStart(4, '0')
}
