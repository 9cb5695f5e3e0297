import { isJsnapError, JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { parseAddress, parseRange } from './address.ts'
import { hasPath } from './entry-at.ts'
import { resolveVersion } from './resolve.ts'

/** What the arguments of a command mean: versions as they were written, then paths. */
export interface Meaning {
  readonly versions: readonly string[]
  readonly paths: readonly string[]
  /** The errors of those among the paths that are neither versions nor paths. */
  readonly unknown: ReadonlyMap<string, JsnapError>
}

/** What a command takes. */
export interface Takes {
  /** The most versions. */
  readonly versions: number
  /** `A..B` is two of them. */
  readonly range?: boolean
  /** A word that is one of them though the store has no such version: the account as it is now. */
  readonly live?: string
  /** A text that is neither a version nor a path there is now is a path of a version before. */
  readonly anyPath?: boolean
  /** A text that is neither a version nor a path may be a name: it is left among the paths, with its error. */
  readonly anyName?: boolean
  /** How many arguments came after `--`: they are paths. */
  readonly afterDashes?: number | undefined
}

/**
 * Separates the versions among the arguments of a command from the paths that follow them. Of `VERSION:PATH` both are
 * taken. A bare text is a version if it can be, else a path.
 * @throws JsnapError AmbiguousVersion for what is both, UnknownVersion for what is neither and can be no glob
 */
export function meaningOf(store: Store, given: readonly (string | undefined)[], takes: Takes): Meaning {
  const { versions: most, range = false, afterDashes = 0 } = takes
  const args = given.filter((text) => text !== undefined)
  const versions: string[] = []
  const paths: string[] = []
  const unknown = new Map<string, JsnapError>()
  for (const [i, text] of args.entries()) {
    const room = i < args.length - afterDashes && paths.length === 0 ? most - versions.length : 0
    const ends = range && room > 1 ? rangeIn(store, text) : undefined
    if (room === 0) paths.push(text)
    else if (ends !== undefined) versions.push(...ends)
    else {
      const { version, path, error } = addressIn(store, text, versions, takes)
      if (version !== undefined) versions.push(version)
      if (error !== undefined) unknown.set(text, error)
      if (path !== undefined) paths.push(path)
    }
  }
  return { versions, paths, unknown }
}

/** What one argument is: a version, a path, or both in one. */
function addressIn(
  store: Store,
  text: string,
  versions: readonly string[],
  { live, anyPath = false, anyName = false }: Takes,
): { readonly version?: string; readonly path?: string; readonly error?: JsnapError } {
  const { version, path } = parseAddress(text)
  const unknown =
    version === '' || version === live ? undefined : errorOf(() => resolveVersion(store, version))
  const isPath = isIn(store, text, versions, live)
  if (unknown !== undefined) {
    const canBePath = path === undefined && (/[/*?[]/.test(text) || (anyPath && !/[~^@]/.test(text)))
    if (isPath || canBePath) return { path: text }
    if (anyName && !/[~^]|^@|@\{/.test(text)) return { path: text, error: unknown }
    throw unknown
  }
  if (isPath && version !== '') {
    throw new JsnapError('AmbiguousVersion', `'${text}' is a version and a path`, {
      hint: `write '${text}:' for the version, and 'HEAD:${text}' or '-- ${text}' for the path`,
    })
  }
  return {
    ...(version === '' ? {} : { version }),
    ...(path === undefined || path === '' ? {} : { path }),
  }
}

/** Both ends of `A..B`, where these are versions. */
function rangeIn(store: Store, text: string): readonly [string, string] | undefined {
  const ends = parseRange(text)
  const isPath = ends === undefined || isIn(store, text, [], undefined)
  if (isPath) return undefined
  const unknown = ends.map((end) => errorOf(() => resolveVersion(store, end)))
  // A path that is nowhere, and has two dots.
  if (text.includes('/') && unknown.every((error) => error !== undefined)) return undefined
  for (const error of unknown) if (error !== undefined) throw error
  return ends
}

function isIn(store: Store, path: string, versions: readonly string[], live: string | undefined): boolean {
  if (store.refs().head === null || path === '' || path === live) return false
  return ['HEAD', ...versions.filter((version) => version !== live)].some((version) =>
    hasPath(store, resolveVersion(store, version), path),
  )
}

/** The error of a version that is unknown, or of an id that is not whole; undefined for one that is there. */
function errorOf(resolve: () => unknown): JsnapError | undefined {
  try {
    resolve()
    return undefined
  } catch (error) {
    if (isJsnapError(error, 'UnknownVersion', 'AmbiguousVersion')) return error
    throw error
  }
}
