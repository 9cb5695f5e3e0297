import { canonicalJson, type Json, type JsonObject } from './canonical-json.ts'
import { isDigest, type Digest } from './digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import { isObject } from './json-place.ts'
import { isJsonNestedTooDeep } from './depth-limit.ts'

/**
 * What is at a path: `object` an S3 object, `file`, `symlink` (its content is the target) and `directory` (an empty
 * one) from local folders, `config` a canonical JSON document, `stub` something that exists and whose content could not
 * be read, `unknown` (its path ends in `/`) a place whose content could not even be listed.
 */
export type EntryType = 'object' | 'file' | 'symlink' | 'directory' | 'config' | 'stub' | 'unknown'

/** One path of a version. Its canonical JSON is a line of a tree leaf, and of `ls --json`. */
export interface Entry {
  readonly path: string
  readonly type: EntryType
  /** SHA-256 of the content; null where there is none (`directory`, `stub`, `unknown`). */
  readonly sha256: Digest | null
  /** Bytes of content; of a stub, what the listing said. */
  readonly size: number
  /** What belongs to the content's meaning: content type, cache control, mode, tags, the reason of a stub, … */
  readonly meta: JsonObject
}

/** What the next commit compares to skip what has not moved (ETag, size, mtime, …): a flat object. */
export type Origin = JsonObject

/** The line that stands for an entry in a tree leaf. */
export function entryLine(entry: Entry): string {
  const { path, type, sha256, size, meta } = entry
  // Canonical JSON written out: the members are in the order of their names.
  const digest = sha256 === null ? 'null' : `"${sha256}"`
  return `{"meta":${canonicalJson(meta)},"path":${JSON.stringify(path)},"sha256":${digest},"size":${size},"type":"${type}"}`
}

const TYPES: ReadonlySet<unknown> = new Set<EntryType>([
  'object',
  'file',
  'symlink',
  'directory',
  'config',
  'stub',
  'unknown',
])

/** The entry of a tree line. @throws JsnapError Corrupt for a line that is not one, as nobody but a hostile store has it */
export function parseEntry(line: string): Entry {
  const entry = parseLine(line)
  const { sha256, size, type, meta } = entry
  const isSound = (sha256 === null || isDigest(sha256)) && isSize(size) && TYPES.has(type) && isObject(meta)
  if (!isSound) throw noLine(line, 'is not an entry')
  return entry as unknown as Entry
}

function isSize(value: Json | undefined): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** The object of a line with a path. */
function parseLine(line: string): JsonObject {
  let value: Json
  try {
    value = JSON.parse(line) as Json
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw noLine(line, 'is not JSON')
  }
  if (!isObject(value)) throw noLine(line, 'is not an object')
  if (typeof value['path'] !== 'string') throw noLine(line, 'has no path')
  if (isJsonNestedTooDeep(line, value)) throw noLine(line, 'is nested too deeply')
  return value
}

function noLine(line: string, what: string): JsnapError {
  return new JsnapError('Corrupt', `the line ${JSON.stringify(line.slice(0, 80))} of a tree ${what}`, {
    hint: "run 'jsnap fsck --full' to see which node it is in",
  })
}

/** What follows the path in an entry's line; each part is at its place. */
const [BEFORE_SHA256, BEFORE_SIZE, BEFORE_TYPE] = [',"sha256":', ',"size":', ',"type":"']
const [QUOTED_SHA256, NO_SHA256] = [66, 4]

/**
 * Says whether a line of a leaf is one, as far as can be seen without parsing it: that takes three times as long. A line
 * of an origins tree has a path and nothing else that is fixed.
 */
export function isLeafLine(line: string): boolean {
  if (!line.startsWith('{') || !line.endsWith('}')) return false
  const start = line.lastIndexOf(PATH_KEY)
  if (start === -1) return false
  if (!line.startsWith('{"meta":')) return true
  const type = line.lastIndexOf(BEFORE_TYPE)
  const size = line.lastIndexOf(BEFORE_SIZE, type)
  const sha256 = line.lastIndexOf(BEFORE_SHA256, size)
  const length = size - sha256 - BEFORE_SHA256.length
  return (
    sha256 > start &&
    (length === QUOTED_SHA256 || (length === NO_SHA256 && line.startsWith('null', size - NO_SHA256))) &&
    TYPES.has(line.slice(type + BEFORE_TYPE.length, -2)) &&
    isDigits(line, size + BEFORE_SIZE.length, type)
  )
}

/** Says whether there are digits between two places, and no more than a size has. */
function isDigits(line: string, from: number, to: number): boolean {
  if (to <= from || to - from > 16) return false
  for (let at = from; at < to; at++) {
    const code = line.charCodeAt(at)
    if (code < 0x30 || code > 0x39) return false
  }
  return true
}

/** Says whether an entry line is that of a stub, without parsing it: `type` is the last member. */
export function isStubLine(line: string): boolean {
  return line.endsWith('"type":"stub"}')
}

/** The path of an entry as a scope is asked about it: that of an empty folder ends in `/`. */
export function askedPath({ path, type }: Pick<Entry, 'path' | 'type'>): string {
  return type === 'directory' ? `${path}/` : path
}

/** The line that stands for an origin in a leaf of the origins tree. */
export function originLine(path: string, origin: Origin): string {
  // Canonical JSON without the cost of sorting: an origin is flat, and its members mostly are in order already.
  const line: Record<string, Json | undefined> = {}
  let before = ''
  for (const name of Object.keys(origin)) {
    if (name < before) return canonicalJson({ ...origin, path })
    if (before < 'path' && name > 'path') line['path'] = path
    line[name] = origin[name]
    before = name
  }
  if (before < 'path') line['path'] = path
  return JSON.stringify(line)
}

/** The origin of a line of the origins tree. @throws JsnapError Corrupt */
export function parseOrigin(line: string): Origin {
  return Object.fromEntries(Object.entries(parseLine(line)).filter(([name]) => name !== 'path'))
}

const PATH_KEY = '"path":"'

/**
 * The path of a canonical entry or origin line, without parsing the rest of it. The last `"path":"` is the line's own:
 * inside a string its quotes would be escaped, and no object follows it.
 */
export function pathOfLine(line: string): string {
  const start = line.lastIndexOf(PATH_KEY) + PATH_KEY.length
  let end = line.indexOf('"', start)
  let escaped = false
  for (;;) {
    let backslashes = 0
    while (line.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes > 0) escaped = true
    if (backslashes % 2 === 0) break
    end = line.indexOf('"', end + 1)
  }
  const text = line.slice(start, end)
  if (!escaped && !text.includes('\\')) return text
  try {
    return JSON.parse(`"${text}"`) as string
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw noLine(line, 'has no path')
  }
}

/** Meta with other members put over it, of which undefined ones are removed; the same object when nothing changes. */
export function mergeMeta(meta: JsonObject, over: JsonObject): JsonObject {
  if (Object.entries(over).every(([name, value]) => isEqual(meta[name], value))) return meta
  return Object.fromEntries(Object.entries({ ...meta, ...over }).filter(([, value]) => value !== undefined))
}

function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return false
  return canonicalJson(a) === canonicalJson(b)
}
