import type { NamedThing } from '../names/things-named.ts'
import { isCorrupt, type JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { meaningOf as meaningIn, type Meaning, type Takes } from '../versions/arguments.ts'
import { hasPath } from '../versions/entry-at.ts'
import { resolveVersion, versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/**
 * What is called so in a version, or has this id or ARN: distributions by their aliases, zones by their names, buckets.
 * More than one where several have it.
 * @throws JsnapError UnknownVersion
 */
export async function thingsNamed(
  store: Store,
  version: Version | string,
  text: string,
): Promise<NamedThing[]> {
  const named = versionNamed(store, version)
  const { thingsNamed: find } = await import('../names/things-named.ts')
  return find(store, named, text)
}

/** What paths, names, ids and ARNs are looked up for. */
export interface PathsNamedOptions {
  /** Where names are looked up; when there are none, in the newest version that has something of the name. */
  readonly versions?: readonly (Version | string)[]
  /** One document is wanted, rather than all that is about something. */
  readonly document?: boolean
  /** The errors of texts that must be names. */
  readonly unknown?: ReadonlyMap<string, JsnapError>
}

/**
 * The paths that are meant by texts, each of which is a path or a glob, or else a name, an id or an ARN; what is none of
 * these stays as it is.
 * @throws JsnapError AmbiguousName where several things are called so; UnknownVersion
 */
export async function pathsNamed(
  store: Store,
  texts: readonly string[],
  { versions = [], document = false, unknown }: PathsNamedOptions = {},
): Promise<string[]> {
  if (store.refs().head === null) return [...texts]
  const named = versions.map((version) => versionNamed(store, version))
  const looked = named.length === 0 ? [resolveVersion(store, 'HEAD')] : named
  const paths: string[] = []
  for (const text of texts) {
    const error = unknown?.get(text)
    if (text === '' || (error === undefined && looked.some((version) => mayHave(store, version, text)))) {
      paths.push(text)
      continue
    }
    const { canBeName, pathsNamed: find, severalDocuments } = await import('../names/paths-named.ts')
    const found = canBeName(text)
      ? await find(store, named, text, document ? 'documents' : 'paths')
      : undefined
    if (found === undefined && error !== undefined) throw error
    if (document && found !== undefined && found.length > 1) throw severalDocuments(text, found)
    paths.push(...(found ?? [text]))
  }
  return paths
}

/** Says whether a version has a path; what is damaged may have it, and is reported by what reads it. */
function mayHave(store: Store, version: Version, path: string): boolean {
  try {
    return hasPath(store, version, path)
  } catch (error) {
    if (isCorrupt(error)) return true
    throw error
  }
}

/**
 * What the arguments of a command mean: versions, then paths, where a name, an id or an ARN stands for the paths of what
 * is called so.
 * @throws JsnapError AmbiguousVersion, UnknownVersion, AmbiguousName
 */
export async function meaningOf(
  store: Store,
  given: readonly (string | undefined)[],
  takes: Takes & Pick<PathsNamedOptions, 'document'>,
): Promise<Pick<Meaning, 'versions' | 'paths'>> {
  const { versions, paths, unknown } = meaningIn(store, given, { ...takes, anyName: true })
  const known = versions.filter((version) => version !== takes.live)
  const { document = false } = takes
  return { versions, paths: await pathsNamed(store, paths, { versions: known, document, unknown }) }
}
