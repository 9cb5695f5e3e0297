import { isGlob } from '../runtime/glob.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { hasPath } from '../versions/entry-at.ts'
import { lineage } from '../versions/lineage.ts'
import type { Version } from '../versions/version.ts'
import { thingsNamed, type NamedThing } from './things-named.ts'

/** The most that a name may stand for that an error lists. */
const LISTED = 10

/**
 * The paths that are meant by a text that is no path of these versions, by what is called so; undefined where nothing is.
 * Each version is asked for itself: an alias that moved from one distribution to another means both. Without versions,
 * the newest is that has something of this name.
 * @throws JsnapError AmbiguousName where several things of one version have it
 */
export async function pathsNamed(
  store: Store,
  versions: readonly Version[],
  text: string,
  part: 'paths' | 'documents',
): Promise<readonly string[] | undefined> {
  const found = new Set<string>()
  const isNamed = versions.length > 0
  if (!isNamed && lineage(store).some((version) => hasPath(store, version, text))) return undefined
  const seen = new Set<string>()
  for (const version of isNamed ? versions : lineage(store)) {
    const things = await thingsNamed(store, version, text, isNamed ? new Set() : seen)
    const [only, ...others] = things
    if (only === undefined) continue
    if (others.length > 0) throw ambiguous(text, things)
    for (const path of only[part].length === 0 ? only.paths : only[part]) found.add(path)
    if (!isNamed) break
  }
  return found.size === 0 ? undefined : [...found]
}

/** Says whether a text can be a name: of what is a pattern, only that of all below a domain can. */
export function canBeName(text: string): boolean {
  return !isGlob(text) || /^\*\.[^*?[{]+$/.test(text)
}

function ambiguous(text: string, things: readonly NamedThing[]): JsnapError {
  const listed = things.slice(0, LISTED).map(({ noun, paths }) => `${noun}: ${paths.join(', ')}`)
  const rest = things.length - listed.length
  return new JsnapError('AmbiguousName', `'${text}' is ambiguous: ${things.length} things are called so`, {
    details: [...listed, ...(rest > 0 ? [`and ${rest} more`] : [])],
    hint: 'write the path of the one that is meant',
  })
}

/** The error for several documents where one is wanted. */
export function severalDocuments(text: string, paths: readonly string[]): JsnapError {
  return new JsnapError('AmbiguousName', `'${text}' is ambiguous: ${paths.length} documents are about it`, {
    details: paths,
    hint: 'write the path of the one that is meant',
  })
}
