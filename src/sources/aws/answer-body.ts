import { isUtf8 } from 'node:buffer'
import { parseXML } from '@aws-sdk/xml-builder'
import { NormalizedSchema } from '@smithy/core/schema'
import type { JsonObject } from '../../model/canonical-json.ts'
import { parseNumbersAsTexts } from '../../model/exact-numbers.ts'
import { AwsError } from './aws-error.ts'
import { jsonAnswer } from './json-answer.ts'

/** What an answer has to be. */
export interface Expected {
  /** As `lambda:GetFunction`. */
  readonly operation: string
  /** As `aws.protocols#restXml`. */
  readonly protocol: string
  readonly output: NormalizedSchema
}

/** The body of an answer as it came. Of XML, elements are members, and those of one name a list. */
export interface AnswerBody {
  readonly operation: string
  readonly encoding: Encoding
  readonly tree: JsonObject
  /** The member of the output that the body is; undefined when its members are those of the output. */
  readonly payload: string | undefined
  readonly schema: NormalizedSchema
}

/** How the members of a shape are called in a body. */
export type Encoding = 'json' | 'json by its own names' | 'xml'

/** The output of an operation as the SDK describes it. */
export function outputOf(schema: unknown): NormalizedSchema {
  return NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0])
}

/**
 * The body of a good answer, whatever its content type (moto says `text/html` of its JSON), which is parsed;
 * undefined for one that is not a document, and for what cannot be parsed, over which the SDK stumbles as well.
 * @throws AwsError when it is not the answer of its operation
 */
export function checkedBody(bytes: Uint8Array, expected: Expected): AnswerBody | undefined {
  const { operation, protocol, output } = expected
  const place = placeOf(output)
  if (place === undefined) {
    if (isText(output)) checkNoListing(bytes, operation)
    return undefined
  }
  if (/Xml|Query/.test(protocol)) {
    const tree = xmlTree(bytes, expected, place.schema)
    return tree && { operation, encoding: 'xml', tree, ...place }
  }
  const tree = jsonTree(bytes, operation)
  const encoding = protocol.includes('restJson') ? 'json by its own names' : 'json'
  return tree && { operation, encoding, tree, ...place }
}

/** Undefined for what is not JSON: the SDK says so. */
function jsonTree(bytes: Uint8Array, operation: string): JsonObject | undefined {
  try {
    return jsonAnswer(bytes, operation, parseNumbersAsTexts)
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoJson') return undefined
    throw error
  }
}

/** Which part of an output its body is; undefined when it has none, or one of bytes. */
function placeOf(output: NormalizedSchema): Pick<AnswerBody, 'payload' | 'schema'> | undefined {
  if (!output.isStructSchema()) return undefined
  const members = [...output.structIterator()]
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload !== undefined)
  if (payload !== undefined) {
    const [name, schema] = payload
    return schema.isStructSchema() ? { payload: name, schema } : undefined
  }
  return members.some(([, member]) => isInBody(member)) ? { payload: undefined, schema: output } : undefined
}

/** Says whether a member of an output is in the body, and no header. */
export function isInBody(member: NormalizedSchema): boolean {
  const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits()
  return httpHeader === undefined && httpPrefixHeaders === undefined && httpResponseCode === undefined
}

/** Says whether the body of an output is a text, as a policy is. */
function isText(output: NormalizedSchema): boolean {
  if (!output.isStructSchema()) return false
  return [...output.structIterator()].some(
    ([, member]) => member.getMergedTraits().httpPayload !== undefined && member.isStringSchema(),
  )
}

const LISTING = 'ListBucketResult'
/** Other S3 servers list a bucket when they are asked for a part of its configuration that they do not have. */
export const LISTING_INSTEAD = 'ListingInstead'

const LISTING_TEXT = new RegExp(`^\\s*(<\\?[^>]*>\\s*)?<${LISTING}\\b`)

function checkNoListing(bytes: Uint8Array, operation: string): void {
  if (LISTING_TEXT.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()))
    throw noAnswer(operation, `the answer is <${LISTING}>`, LISTING_INSTEAD)
}

/** What a parser would leave out without a word: AWS sends none of it. */
const NOT_IN_ANSWERS = /<!DOCTYPE|&(?!#\d+;|#x[\da-f]+;|(?:amp|lt|gt|quot|apos);)/i

function xmlTree(
  bytes: Uint8Array,
  { operation, protocol, output }: Expected,
  schema: NormalizedSchema,
): JsonObject | undefined {
  if (bytes.length === 0) throw noAnswer(operation, 'the answer is empty')
  if (!isUtf8(bytes)) throw noAnswer(operation, 'the answer is not UTF-8 text', 'NotUtf8')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  let parsed: Record<string, unknown>
  try {
    parsed = parseXML(text) as Record<string, unknown>
  } catch {
    return undefined
  }
  if (NOT_IN_ANSWERS.test(text.replace(/<!\[CDATA\[[^]*?\]\]>/g, '')))
    throw noAnswer(operation, 'the answer has a document type or entities of its own')
  const [root = '', content] = Object.entries(parsed)[0] ?? []
  const [, name = ''] = operation.split(':')
  const isQuery = protocol.includes('Query')
  if (!rootsOf(schema, name, isQuery, schema === output).includes(root))
    throw noAnswer(operation, `the answer is <${root}>`, root === LISTING ? LISTING_INSTEAD : undefined)
  const inside = isQuery ? isElement(content) && content[`${name}Result`] : content
  if (inside === '') return {}
  if (!isElement(inside)) throw noAnswer(operation, 'the answer contains no elements')
  return inside
}

/** What Ceph calls the outermost element of some answers. */
const OF_CEPH: Readonly<Record<string, string>> = {
  PublicAccessBlockConfiguration: 'BlockPublicAccessBlockConfiguration',
}

/** What the outermost element may be called. */
function rootsOf(schema: NormalizedSchema, operation: string, isQuery: boolean, isWhole: boolean): string[] {
  if (isQuery) return [`${operation}Response`]
  const { xmlName } = schema.getMergedTraits()
  const own = typeof xmlName === 'string' ? xmlName : (schema.getName() ?? '')
  // moto calls an empty GetBucketNotificationConfiguration by its older name, GetBucketNotification.
  const older = operation.replace(/Configuration$/, '')
  if (!isWhole) return [own, OF_CEPH[own] ?? own]
  return [own, `${operation}Response`, `${operation}Result`, `${older}Response`]
}

function isElement(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function noAnswer(operation: string, message: string, code = 'NoAnswer'): AwsError {
  return new AwsError(operation, 200, code, message)
}
