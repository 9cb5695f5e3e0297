import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { lineage } from '../versions/lineage.ts'
import { namedOrNewestWith } from '../versions/newest-with.ts'
import { parseRange } from '../versions/address.ts'
import { versionNamed } from '../versions/resolve.ts'
import { labelOf, type Version } from '../versions/version.ts'

/** Where a history begins. */
export interface VersionsOptions {
  /** The newest version; HEAD when not given. */
  readonly from?: Version | string | undefined
  /** Only what came after this version. */
  readonly after?: Version | string | undefined
  /** Only what was made at this time or later, in milliseconds since the epoch. */
  readonly since?: number | undefined
  /** Only what was made before this time, in milliseconds since the epoch. */
  readonly until?: number | undefined
}

/** The versions of a store along their parents, newest first, read as they are taken. @throws JsnapError UnknownVersion */
export function* versions(store: Store, options: VersionsOptions = {}): Generator<Version, void, undefined> {
  const { from, isWanted } = stretchOf(store, options)
  yield* lineage(store, from).filter(isWanted)
}

/** A stretch of history: the version it begins with, the newest, and which of those before are part of it. @throws JsnapError UnknownVersion */
export function stretchOf(
  store: Store,
  { from, after, since = -Infinity, until = Infinity }: VersionsOptions,
): { readonly from: Digest | undefined; readonly isWanted: (version: Version) => boolean } {
  const newest = from === undefined ? undefined : versionNamed(store, from).id
  const before = new Set(
    after === undefined ? [] : [...lineage(store, versionNamed(store, after).id)].map(({ id }) => id),
  )
  const isWanted = ({ id, commit }: Version) => {
    const time = Date.parse(commit.time)
    return !before.has(id) && time >= since && time < until
  }
  return { from: newest, isWanted }
}

/**
 * The versions that texts name, each a version or a range: `A..B` is both and all between them. Those of the history
 * come first, the oldest before the others.
 * @throws JsnapError UnknownVersion, AmbiguousVersion; Usage for a range that goes backwards
 */
export function versionsNamed(store: Store, texts: readonly (Version | string)[]): Version[] {
  const named = texts.flatMap((text) => {
    const ends = typeof text === 'string' ? parseRange(text) : undefined
    return ends === undefined ? [versionNamed(store, text)] : between(store, ...ends)
  })
  const wanted = new Map(named.map((version) => [version.id, version]))
  const inHistory = [...lineage(store)].reverse().filter(({ id }) => wanted.delete(id))
  return [...inHistory, ...wanted.values()]
}

function between(store: Store, first: string, last: string): Version[] {
  const [from, to] = [versionNamed(store, first), versionNamed(store, last)]
  const found: Version[] = []
  for (const version of lineage(store, to.id)) {
    found.push(version)
    if (version.id === from.id) return found
  }
  throw new JsnapError('Usage', `${labelOf(from)} does not come before ${labelOf(to)}`, {
    hint: "write the older version first; 'jsnap log' lists them, newest first",
  })
}

/** What a version is wanted for. */
export interface ChooseVersionOptions {
  /** What the version must have been asked for; everything when there are none. */
  readonly paths?: readonly string[]
  /** Called with a note when the version used is not the newest one. */
  readonly note?: (text: string) => void
}

/**
 * The named version, else the newest that was asked for what is wanted.
 * @throws JsnapError UnknownVersion, AmbiguousVersion
 */
export function chooseVersion(
  store: Store,
  name: Version | string | undefined,
  { paths = [], note = () => undefined }: ChooseVersionOptions = {},
): Version {
  return typeof name === 'object' ? name : namedOrNewestWith(store, name, paths, note)
}
