import { canonicalJson, type Json, type JsonObject } from '../../../../model/canonical-json.ts'
import { isList, isObject } from '../../../../model/json-place.ts'
import { AwsError } from '../../aws-error.ts'
import { encodedNumber } from './sort-key.ts'

/** An item as a line of JSON with its types, in one form whatever the order in which it came: sets are in order. @throws AwsError OddItem */
export function itemLine(item: JsonObject): string {
  return `${canonicalJson(normalMembers(item))}\n`
}

function normalMembers(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, normalValue(value)]))
}

function normalValue(typed: Json | undefined): Json {
  const [[type, value] = ['', undefined], ...others] = isObject(typed) ? Object.entries(typed) : []
  const normal = value === undefined || others.length > 0 ? undefined : normalInside(type, value)
  if (normal === undefined)
    throw new AwsError('dynamodb:Scan', 200, 'OddItem', 'an item contains a value without a DynamoDB type')
  return { [type]: normal }
}

/** Undefined for what is not of this type. */
function normalInside(type: string, value: Json): Json | undefined {
  switch (type) {
    case 'S':
    case 'B':
      return isText(value) ? value : undefined
    case 'N':
      return isNumber(value) ? value : undefined
    case 'BOOL':
    case 'NULL':
      return typeof value === 'boolean' ? value : undefined
    case 'SS':
    case 'BS':
      return isList(value) && value.every(isText) ? value.toSorted() : undefined
    case 'NS':
      return isList(value) && value.every(isNumber)
        ? value.toSorted((a, b) => (encodedNumber(a) < encodedNumber(b) ? -1 : 1))
        : undefined
    case 'L':
      return isList(value) ? value.map(normalValue) : undefined
    case 'M':
      return isObject(value) ? normalMembers(value) : undefined
    default:
      return undefined
  }
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

function isNumber(value: Json): value is string {
  return typeof value === 'string' && NUMBER.test(value)
}

function isText(value: Json): value is string {
  return typeof value === 'string'
}
