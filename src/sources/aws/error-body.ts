import { parseXML } from '@aws-sdk/xml-builder'
import type { Json } from '../../model/canonical-json.ts'
import { isList, isObject } from '../../model/json-place.ts'
import { AwsError } from './aws-error.ts'

/** What the code of a refusal is called by the protocols, in JSON and in XML. */
const CODE_MEMBERS = ['__type', 'code', 'Code']
/** An element for the code is at most so deep: `Response`, `Errors`, `Error`, `Code`. */
const DEEPEST = 4

/**
 * Refuses the body of a refusal whose code is no text: the SDK stumbles over it, and says so in JavaScript's words.
 * @throws AwsError
 */
export function checkErrorBody(bytes: Uint8Array, operation: string, status: number): void {
  const tree = treeOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString())
  if (hasOddCode(tree, DEEPEST)) throw new AwsError(operation, status, 'BadError', '')
}

/** Undefined for what is neither JSON nor XML: the SDK says so. */
function treeOf(text: string): Json | undefined {
  try {
    return (text.trimStart().startsWith('<') ? parseXML(text) : JSON.parse(text)) as Json
  } catch {
    return undefined
  }
}

function hasOddCode(tree: Json | undefined, depth: number): boolean {
  if (depth === 0 || !isObject(tree)) return false
  return Object.entries(tree).some(
    ([name, value]) =>
      (CODE_MEMBERS.includes(name) && isOdd(value)) || (isObject(value) && hasOddCode(value, depth - 1)),
  )
}

function isOdd(value: Json | undefined): boolean {
  return isList(value) || isObject(value) || typeof value === 'boolean'
}
