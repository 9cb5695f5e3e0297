import {
  isJsnapError,
  JsnapError,
  meaningOf,
  parseAddress,
  pathsNamed,
  resolveVersion,
  type Store,
} from '../index.ts'
import type { DiffOptions } from './diff.flags.ts'

/** What names the account as it is now. */
export const LIVE = 'live'

/** What is compared. */
export interface Sides {
  /** Two versions, as they were written. */
  readonly words: readonly [string, string]
  /** A place of each, instead of the whole of them. */
  readonly places?: readonly [string, string]
  readonly paths: readonly string[]
}

/** What the arguments mean: `A B PATH…`, `A..B PATH…`, or two places `A:PATH B:PATH`, of which the second may leave out what it shares with the first. */
export async function sidesOf(
  store: Store,
  { version = 'HEAD', more, afterDashes }: DiffOptions,
): Promise<Sides> {
  const [second, ...rest] = more
  const first = parseAddress(version)
  if (first.path !== undefined && first.path !== '' && isKnown(store, first.version)) {
    const other = second === undefined ? { version: '', path: undefined } : parseAddress(second)
    const place = other.path === undefined || other.path === '' ? first.path : other.path
    if (rest.length > 0 || (afterDashes ?? 0) > 0) {
      throw new JsnapError('Usage', `paths cannot follow two places: '${[...rest, ...more].at(-1) ?? ''}'`, {
        hint: "write 'jsnap diff A B PATH…', or name two places, as A:PATH B:PATH",
      })
    }
    const words = [headIfEmpty(first.version), headIfEmpty(other.version)] as const
    for (const word of words) if (word !== LIVE) resolveVersion(store, word)
    if (place === first.path) {
      const versions = words.filter((word) => word !== LIVE)
      return { words, paths: await pathsNamed(store, [place], { versions }) }
    }
    const [a, b] = words
    const places = [await placeNamed(store, a, first.path), await placeNamed(store, b, place)] as const
    return { words, places, paths: [] }
  }
  const takes = { versions: 2, range: true, live: LIVE, afterDashes: afterDashes ?? 0 }
  const { versions, paths } = await meaningOf(store, [version, ...more], takes)
  return { words: [versions[0] ?? 'HEAD', versions[1] ?? 'HEAD'], paths }
}

/** With `--pairs` there are at most two versions; the places are those of the pairs. */
export async function sidesOfPairs(store: Store, { version, more, html }: DiffOptions): Promise<Sides> {
  if (html !== undefined)
    throw new JsnapError('Usage', "'--html' shows one comparison, and '--pairs' are several", {
      hint: "write 'jsnap diff A:PATH B:PATH --html FILE'",
    })
  const takes = { versions: 2, range: true, live: LIVE }
  const { versions, paths } = await meaningOf(store, [version, ...more], takes)
  if (paths.length > 0)
    throw new JsnapError('Usage', `'--pairs' takes versions and no paths: '${paths[0] ?? ''}'`, {
      hint: "write 'jsnap diff A:PATH B:PATH' for two places",
    })
  const [first = 'HEAD', second = first] = versions
  return { words: [first, second], paths: [] }
}

/** A place of a version, which may be named. @throws JsnapError AmbiguousName for what is at several */
async function placeNamed(store: Store, word: string, text: string): Promise<string> {
  const [path = text, ...others] = await pathsNamed(store, [text], { versions: word === LIVE ? [] : [word] })
  if (others.length === 0) return path
  throw new JsnapError('AmbiguousName', `'${text}' is ambiguous: it is at several places`, {
    details: [path, ...others],
    hint: 'write the path of the one that is meant',
  })
}

function headIfEmpty(version: string): string {
  return version === '' ? 'HEAD' : version
}

/** Says whether a text is a version: what is before a colon may be part of a path. */
function isKnown(store: Store, version: string): boolean {
  if (version === '' || version === LIVE) return true
  try {
    resolveVersion(store, version)
    return true
  } catch (error) {
    if (isJsnapError(error, 'UnknownVersion')) return false
    throw error
  }
}
