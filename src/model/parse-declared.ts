import type { Json } from './canonical-json.ts'
import type { Declared } from './declared.ts'
import { isNestedTooDeep } from './depth-limit.ts'
import { having, isBoolean, isText, listOf, orNone, recordOf, type Check } from './shape.ts'

/** No source has so many kinds, and each path is looked for in all of them. */
const MOST_KINDS = 1000
/** Patterns are made of paths, and a segment has at most 255 bytes. */
const LONGEST_PATH = 1024
/** With each more, finding the places in a deep document takes its depth times as long. */
const MOST_GLOBSTARS = 2

const isPath: Check = (value) => typeof value === 'string' && value.length <= LONGEST_PATH
const isPlace: Check = (value) => typeof value === 'string' && value.split('**').length <= MOST_GLOBSTARS + 1
const places = orNone(listOf(isPlace))
const decided = orNone(recordOf(isText, isPlace))
const isCall: Check = (value) => CALL(value)
const calls = orNone(recordOf(isCall))
const CALL = having({ call: isText, details: calls })

const RULES: Readonly<Record<string, Check>> = {
  drop: places,
  dropWhen: decided,
  secret: places,
  secretMembers: decided,
  secretUrl: places,
  bytesOfText: places,
  json: places,
  urlJson: places,
  unordered: decided,
}

const KIND = having({
  ...RULES,
  path: isPath,
  contentPath: orNone(isPath),
  region: orNone(isText),
  onlyUsed: orNone(isText),
  list: isText,
  told: isText,
  keep: orNone(listOf(isText)),
  details: calls,
})

const DECLARED = having({
  ...RULES,
  prefixes: listOf(isPath),
  isRegional: orNone(isBoolean),
  alsoIn: orNone(isText),
  kinds: (value) => listOf(KIND)(value) && (value as readonly Json[]).length <= MOST_KINDS,
})

/** What a source declared, of a value that somebody else may have written; undefined when it declares nothing. */
export function parseDeclared(value: Json): Declared | undefined {
  return !isNestedTooDeep(value) && DECLARED(value) ? (value as unknown as Declared) : undefined
}
