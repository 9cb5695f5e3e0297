import { parseXML } from '@aws-sdk/xml-builder'
import type { Json } from '../../model/canonical-json.ts'
import { isList, isObject } from '../../model/json-place.ts'
import { AwsError } from './aws-error.ts'

/** What the code of a refusal is called by the protocols, in JSON and in XML. */
const CODE_MEMBERS = ['__type', 'code', 'Code']
/** The elements that the code is inside of in XML; in JSON it is a member of the body itself. */
const ENVELOPES = ['ErrorResponse', 'Response', 'Errors', 'Error']

/**
 * Refuses the body of a refusal whose code is not text: the SDK stumbles over it, and says so in JavaScript's words.
 * @throws AwsError
 */
export function checkErrorBody(bytes: Uint8Array, operation: string, status: number): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  const envelopes = isXml(text) ? ENVELOPES : []
  if (hasOddCode(treeOf(text), envelopes)) throw new AwsError(operation, status, 'BadError', '')
}

function isXml(text: string): boolean {
  return text.trimStart().startsWith('<')
}

/** Undefined for what is neither JSON nor XML: the SDK says so. */
function treeOf(text: string): Json | undefined {
  try {
    return (isXml(text) ? parseXML(text) : JSON.parse(text)) as Json
  } catch {
    return undefined
  }
}

function hasOddCode(tree: Json | undefined, envelopes: readonly string[]): boolean {
  if (!isObject(tree)) return false
  return Object.entries(tree).some(([name, value]) =>
    CODE_MEMBERS.includes(name) ? isOdd(value) : envelopes.includes(name) && hasOddCode(value, envelopes),
  )
}

function isOdd(value: Json | undefined): boolean {
  return isList(value) || isObject(value) || typeof value === 'boolean'
}
