import { isUtf8 } from 'node:buffer'
import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { isList, isObject } from '../../model/json-place.ts'
import { isNestedTooDeep } from '../../model/depth-limit.ts'
import { AwsError } from './aws-error.ts'

/** The object that an answer holds as JSON. `parse` may keep what JavaScript cannot hold. @throws AwsError */
export function jsonAnswer(
  bytes: Uint8Array,
  operation: string,
  parse: (text: string) => Json = (text) => JSON.parse(text) as Json,
): JsonObject {
  const none = (message: string, code = 'NoAnswer') => new AwsError(operation, 200, code, message)
  if (bytes.length === 0) throw none('the answer is empty')
  if (!isUtf8(bytes)) throw none('the answer is not UTF-8 text', 'NotUtf8')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  let tree: Json
  try {
    tree = parse(text)
  } catch {
    throw none('the answer is not JSON', 'NoJson')
  }
  if (!isObject(tree)) throw none('the answer is not an object')
  if (isNestedTooDeep(tree)) throw none('the answer is nested too deeply', 'TooDeep')
  if (countMembers(tree) !== countNames(text))
    throw none('the answer has duplicate members in an object', 'DoubledMember')
  return tree
}

function countMembers(value: Json | undefined): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countMembers(item), 0)
  if (!isObject(value)) return 0
  return Object.values(value).reduce<number>((sum, member) => sum + 1 + countMembers(member), 0)
}

/** How many names of members a JSON text has. */
function countNames(text: string): number {
  let names = 0
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) names++
  return names
}
