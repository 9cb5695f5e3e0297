import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Refs } from '../store/refs.ts'
import type { Store } from '../store/store.ts'
import { hasBelow } from './entry-at.ts'
import { nearest } from '../runtime/nearest.ts'
import { labelOf, shortId, type Version } from './version.ts'

/**
 * The version that text means: a name, an id prefix of at least 4 hex digits, `HEAD`, or any of these with `~N` for its
 * Nth parent. A name goes before an id.
 * @throws JsnapError UnknownVersion, AmbiguousVersion
 */
export function resolveVersion(store: Store, text: string): Version {
  const refs = store.refs()
  const [, start = text, steps = '0'] = /^(.+)~(\d{1,9})$/.exec(text) ?? []
  let version = versionOf(store, refs, resolveStart(store, refs, start))
  for (let step = Number(steps); step > 0; step--) {
    const { parent } = version.commit
    if (parent === null) {
      throw new JsnapError('UnknownVersion', `'${text}' goes back further than the first version`, {
        hint: `the first version is ${labelOf(version)}`,
      })
    }
    version = versionOf(store, refs, parent)
  }
  return version
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
  const named = text === 'HEAD' ? refs.head : refs.names.get(text)
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

function hintFor(store: Store, text: string, refs: Refs): string {
  if (refs.head === null) return "there are no versions yet; 'jsnap commit -m v1.0' creates one"
  if (hasBelow(store, versionOf(store, refs, refs.head), text))
    return `write a path after its version, as in HEAD:${text}`
  if (/^[0-9a-f]{1,3}$/.test(text)) return 'an id needs at least 4 digits'
  const near = nearest(text, [...refs.names.keys(), 'HEAD~1', 'HEAD'])
  return near === undefined
    ? "'jsnap log' lists the versions"
    : `did you mean '${near}'? 'jsnap log' lists the versions`
}

function versionOf(store: Store, refs: Refs, id: Digest): Version {
  const [name] = [...refs.names].find(([, named]) => named === id) ?? []
  return { id, name: name ?? null, commit: store.readCommit(id) }
}
