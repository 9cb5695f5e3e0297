import type { Json } from './canonical-json.ts'
import type { Commit } from './commit.ts'
import { isDigest, type Digest } from './digest.ts'
import { DAMAGE_HINT, JsnapError } from '../runtime/errors.ts'
import { isTooLongPattern } from '../runtime/gitignore.ts'
import { isGlob, isTooLongGlob } from '../runtime/glob.ts'
import { LISTED_MOVED } from './moved.ts'
import { isList, isObject } from './json-place.ts'
import { isNestedTooDeep } from './depth-limit.ts'
import { isMakerName } from './maker.ts'
import { isShopCheck } from './shop-check.ts'
import { tooManyPatterns } from './scope-patterns.ts'
import {
  having,
  isBoolean,
  isNumber,
  isText,
  listOf,
  orNone,
  orNull,
  recordOf,
  wrongMember,
  type Check,
} from './shape.ts'

const isId: Check = (value) => isDigest(value)
const isTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))

/** They are in commands and policies that people copy. */
const isSourceName: Check = (value) => typeof value === 'string' && /^[a-z0-9-]+$/.test(value)
const isAction: Check = (value) => typeof value === 'string' && /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(value)

const isChange: Check = (value) => value === 'added' || value === 'removed' || value === 'modified'

const texts = orNone(listOf(isText))
const globs = orNone(listOf(isGlobOfPeople))

/** A matcher takes no longer ones: no version was asked with them. */
function isGlobOfPeople(value: Json | undefined): boolean {
  return typeof value === 'string' && !isTooLongGlob(value)
}

/** The path of a gap may be a glob. */
function isPlace(value: Json | undefined): boolean {
  return typeof value === 'string' && !(isGlob(value) && isTooLongGlob(value))
}

function isWord(value: Json | undefined): boolean {
  return typeof value === 'string' && !isTooLongGlob(`${value}/**`)
}

function isIgnorePattern(value: Json | undefined): boolean {
  return typeof value === 'string' && !isTooLongPattern(value)
}

/** A glob with its rule; of a newer jsnap, it may be one that is not known here. */
function isSecretRule(value: Json | undefined): boolean {
  if (!isList(value) || value.length !== 2) return false
  const [glob, rule] = value
  return isGlobOfPeople(glob) && (isText(rule) || listOf(isText)(rule))
}

/** What a version was asked for. */
const SCOPE = having({
  account: orNull(isText),
  partition: orNull(isText),
  primaryRegion: orNull(isText),
  regions: listOf(isText),
  sources: listOf(isText),
  only: listOf(isWord),
  skip: listOf(isWord),
  s3: orNone(
    having({
      include: globs,
      exclude: globs,
      buckets: orNone(
        recordOf(having({ include: globs, exclude: globs, maxSize: orNone(isNumber) }), isGlobOfPeople),
      ),
    }),
  ),
  tables: orNone(having({ data: isBoolean, include: globs, exclude: globs })),
  iam: orNone(isText),
  local: orNone(
    having({
      folders: recordOf(having({ path: isText, ignore: listOf(isIgnorePattern) })),
      tooling: isBoolean,
    }),
  ),
  gas: orNone(recordOf(isText)),
  webhooks: texts,
  secretRules: orNone(having({ own: listOf(isSecretRule), known: isId })),
  declarations: recordOf(isId),
})

const isMovedList = listOf(having({ path: isText, change: isChange }))

/** What a commit has at least; what else it has is for those that know it. */
const MEMBERS: Readonly<Record<string, Check>> = {
  name: orNull(isText),
  message: isText,
  parent: orNull(isId),
  tree: isId,
  origins: isId,
  time: isTime,
  tool: isText,
  by: orNone(having({ arn: isMakerName, user: isMakerName, host: isMakerName })),
  account: orNull(isText),
  regions: listOf(isText),
  scope: orNone(SCOPE),
  sources: listOf(
    having({
      name: isText,
      entries: isNumber,
      bytes: isNumber,
      unlisted: orNone(isNumber),
      requests: orNone(isNumber),
      durationMs: isNumber,
    }),
  ),
  counts: having({
    entries: isNumber,
    added: isNumber,
    modified: isNumber,
    removed: isNumber,
    unchanged: isNumber,
    notCompared: orNone(isNumber),
    unknown: orNone(isNumber),
  }),
  bytes: isNumber,
  complete: isBoolean,
  problems: listOf(having({ path: isText, operation: isText, code: isText, message: isText })),
  notCovered: listOf(
    having({
      path: isPlace,
      reason: isText,
      literal: orNone((value) => value === true),
      except: globs,
      denied: orNone(having({ source: isSourceName, actions: listOf(isAction) })),
    }),
  ),
  notLookedAt: orNone(listOf(having({ source: isText, what: isText, objects: isNumber }))),
  notes: texts,
  secrets: orNone(
    having({
      count: isNumber,
      names: isId,
      sealed: orNull(isId),
      recipients: listOf(isText),
      keyId: orNone(isText),
    }),
  ),
  check: orNone(isShopCheck),
  listing: orNone(isId),
  during: orNone((value) => isMovedList(value) && isList(value) && value.length <= LISTED_MOVED),
  duringCount: orNone(isNumber),
  findings: orNone(
    having({
      count: isNumber,
      listed: listOf(having({ path: isText, line: isNumber, rule: isText })),
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
    throw corruptCommit(id, 'is not JSON')
  }
  if (!isObject(value) || typeof value['format'] !== 'number') throw corruptCommit(id, 'is not a commit')
  if (value['format'] !== 1) {
    throw new JsnapError('UnsupportedFormat', `commit ${id} has the format ${value['format']}`, {
      hint: 'use a newer jsnap',
    })
  }
  if (isNestedTooDeep(value)) throw corruptCommit(id, 'is nested too deeply')
  const wrong = wrongMember(value, MEMBERS)
  if (wrong !== undefined) throw corruptCommit(id, `has an invalid member '${wrong}'`)
  const commit = value as unknown as Commit
  const tooMany = tooManyPatterns(commit.scope ?? {})
  if (tooMany !== undefined) throw corruptCommit(id, `has ${tooMany}`)
  return commit
}

function corruptCommit(id: Digest, what: string): JsnapError {
  return new JsnapError('Corrupt', `commit ${id} ${what}`, {
    hint: DAMAGE_HINT,
  })
}
