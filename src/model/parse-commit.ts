import type { Json, JsonObject } from './canonical-json.ts'
import type { Commit } from './commit.ts'
import { isDigest, type Digest } from './digest.ts'
import { JsnapError } from './errors.ts'
import { isList, isObject } from './json-place.ts'

/** Says whether a value is what a member may be. */
type Check = (value: Json | undefined) => boolean

const isText: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const isBoolean: Check = (value) => typeof value === 'boolean'
const isId: Check = (value) => isDigest(value)
const isTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const orNone =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const listOf =
  (check: Check): Check =>
  (value) =>
    isList(value) && value.every(check)
const having =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && wrongMember(value, members) === undefined

const recordOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check)

const texts = orNone(listOf(isText))

/** What a version was asked for. */
const SCOPE = having({
  account: orNull(isText),
  partition: orNull(isText),
  primaryRegion: orNull(isText),
  regions: listOf(isText),
  sources: listOf(isText),
  only: listOf(isText),
  skip: listOf(isText),
  s3: orNone(
    having({
      include: texts,
      exclude: texts,
      buckets: orNone(recordOf(having({ include: texts, exclude: texts, maxSize: orNone(isNumber) }))),
    }),
  ),
  tables: orNone(having({ data: isBoolean, include: texts, exclude: texts })),
  iam: orNone(isText),
  local: orNone(
    having({ folders: recordOf(having({ path: isText, ignore: listOf(isText) })), tooling: isBoolean }),
  ),
  gas: orNone(recordOf(isText)),
  webhooks: texts,
  declarations: recordOf(isId),
})

/** What a commit has at least; what else it has is for those that know it. */
const MEMBERS: Readonly<Record<string, Check>> = {
  name: orNull(isText),
  message: isText,
  parent: orNull(isId),
  tree: isId,
  origins: isId,
  time: isTime,
  tool: isText,
  account: orNull(isText),
  regions: listOf(isText),
  scope: orNone(SCOPE),
  sources: listOf(having({ name: isText, entries: isNumber, bytes: isNumber, durationMs: isNumber })),
  counts: having({
    entries: isNumber,
    added: isNumber,
    modified: isNumber,
    removed: isNumber,
    unchanged: isNumber,
    notCompared: orNone(isNumber),
  }),
  bytes: isNumber,
  complete: isBoolean,
  problems: listOf(having({ path: isText, operation: isText, code: isText, message: isText })),
  notCovered: listOf(having({ path: isText, reason: isText, except: texts })),
  notLookedAt: orNone(listOf(having({ source: isText, what: isText, objects: isNumber }))),
  notes: texts,
  secrets: orNone(having({ count: isNumber, names: isId, sealed: orNull(isId), recipients: listOf(isText) })),
  listing: orNone(isId),
  findings: orNone(
    having({
      count: isNumber,
      listed: listOf(having({ path: isText, line: isNumber, rule: isText, message: orNone(isText) })),
    }),
  ),
}

/** The commit of a text. @throws JsnapError Corrupt with its id, UnsupportedFormat */
export function parseCommit(id: Digest, text: string): Commit {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw corruptCommit(id, 'is no JSON')
  }
  if (!isObject(value) || typeof value['format'] !== 'number') throw corruptCommit(id, 'is no commit')
  if (value['format'] !== 1) {
    throw new JsnapError('UnsupportedFormat', `commit ${id} has the format ${value['format']}`, {
      hint: 'a newer jsnap reads it',
    })
  }
  const wrong = wrongMember(value, MEMBERS)
  if (wrong !== undefined) throw corruptCommit(id, `has no sound member '${wrong}'`)
  return value as unknown as Commit
}

function wrongMember(value: JsonObject, members: Readonly<Record<string, Check>>): string | undefined {
  return Object.keys(members).find((name) => members[name]?.(value[name]) !== true)
}

function corruptCommit(id: Digest, what: string): JsnapError {
  return new JsnapError('Corrupt', `commit ${id} ${what}`, {
    hint: "run 'jsnap fsck --full' to see what is touched",
  })
}
