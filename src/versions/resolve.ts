import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import { goodMark, namesById, type Refs } from '../store/refs.ts'
import type { Store } from '../store/store.ts'
import { hasBelow } from './entry-at.ts'
import { lineage } from './lineage.ts'
import { parseMoment } from './moment.ts'
import { suggestion } from '../runtime/nearest.ts'
import { labelOf, shortId, type Version } from './version.ts'

/** A start, and any number of steps from it: `~2`, `^`, `@{2026-11-01}`. No name has these signs. */
const VERSION = /^(@good|@(?!\{)|[^~^@]*)((?:~\d{0,9}|\^\d{0,9}|@\{[^}]*\})*)$/
const STEPS = /[~^]\d*|@\{[^}]*\}/g

/**
 * The version that text means: a name, an id prefix of at least 4 hex digits, `HEAD` or `@`, `@good` for the newest
 * version that is marked good; then `~N` for its Nth parent, `^` for its parent, `@{TIME}` for the newest of it and its
 * ancestors that is not after that time. A name goes before an id.
 * @throws JsnapError UnknownVersion, AmbiguousVersion; Usage for a time that is none
 */
export function resolveVersion(store: Store, text: string): Version {
  const refs = store.refs()
  const [, start = text, steps = ''] = VERSION.exec(text) ?? []
  let version = versionOf(store, refs, resolveStart(store, refs, start === '' && steps !== '' ? '@' : start))
  for (const [step] of steps.matchAll(STEPS)) version = stepFrom(store, refs, version, step, text)
  return version
}

function stepFrom(store: Store, refs: Refs, version: Version, step: string, text: string): Version {
  if (step.startsWith('@')) return newestNotAfter(store, version, step.slice(2, -1), text)
  const count = step.length === 1 ? 1 : Number(step.slice(1))
  if (step.startsWith('^') && count > 1) {
    throw new JsnapError('UnknownVersion', `'${text}': a version has one parent`, {
      hint: `'~${count}' means the one ${count} before`,
    })
  }
  let found = version
  for (let i = 0; i < count; i++) {
    const { parent } = found.commit
    if (parent === null) {
      throw new JsnapError('UnknownVersion', `'${text}' goes back further than the first version`, {
        hint: `the first version is ${labelOf(found)}`,
      })
    }
    found = versionOf(store, refs, parent)
  }
  return found
}

function newestNotAfter(store: Store, from: Version, time: string, text: string): Version {
  const { until } = parseMoment(time, store.now)
  let first = from
  for (const version of lineage(store, from.id)) {
    if (Date.parse(version.commit.time) < until) return version
    first = version
  }
  throw new JsnapError('UnknownVersion', `'${text}': there was no version at that time`, {
    hint: `the first version is ${labelOf(first)}, of ${first.commit.time}`,
  })
}

/**
 * A version that is named as people name it, or is resolved already.
 * @throws JsnapError as `resolveVersion`; Usage for anything else, which programs without types may give
 */
export function versionNamed(store: Store, version: Version | string): Version {
  if (typeof version === 'string') return resolveVersion(store, version)
  const given: unknown = version
  if (typeof given !== 'object' || given === null || !('commit' in given))
    throw new JsnapError('Usage', `'${String(given)}' is not a version`, {
      hint: "a version is a name, as 'v1.0' or 'HEAD~1', or what 'versions' and 'resolveVersion' return",
    })
  return version
}

function resolveStart(store: Store, refs: Refs, text: string): Digest {
  if (text === '@good') return goodVersion(store, refs)
  const named = text === 'HEAD' || text === '@' ? refs.head : refs.names.get(text)
  if (named !== undefined && named !== null) return named
  if (text === 'live') {
    throw new JsnapError('Usage', "'live' is the account as it is now, not a version", {
      hint: "'jsnap diff v1.0 live' and 'jsnap status' compare with it",
    })
  }
  const found = /^[0-9a-f]{4,64}$/.test(text) ? store.commitIds().filter((id) => id.startsWith(text)) : []
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only
  if (only !== undefined) {
    throw new JsnapError('AmbiguousVersion', `'${text}' is ambiguous: ${found.length} ids begin with it`, {
      hint: `write one of ${found.slice(0, 5).map(shortId).join(', ')}`,
    })
  }
  throw new JsnapError('UnknownVersion', `unknown version '${text}'`, { hint: hintFor(store, text, refs) })
}

function goodVersion(store: Store, { names }: Refs): Digest {
  const found = lineage(store).find(({ id }) => names.has(goodMark(id)))
  if (found !== undefined) return found.id
  throw new JsnapError('UnknownVersion', 'no version is marked as good', {
    hint: "'jsnap tag --good VERSION' marks one",
  })
}

function hintFor(store: Store, text: string, refs: Refs): string {
  if (refs.head === null) return "there are no versions yet; 'jsnap commit -m v1.0' creates one"
  if (hasBelow(store, versionOf(store, refs, refs.head), text))
    return `write a path after its version, as in HEAD:${text}`
  if (/^[0-9a-f]{1,3}$/.test(text)) return 'an id needs at least 4 digits'
  const meant = suggestion(text, [...namesById(refs).values(), 'HEAD', 'live'])
  const all = "'jsnap log' lists the versions"
  return meant === undefined ? all : `${meant} ${all}`
}

function versionOf(store: Store, refs: Refs, id: Digest): Version {
  return { id, name: namesById(refs).get(id) ?? null, commit: store.readCommit(id) }
}
