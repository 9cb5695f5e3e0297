import type { Hit } from '../history/find.ts'
import type { FoundLines } from '../history/text-search.ts'
import type { SearchGap } from '../history/search-gaps.ts'
import type { Entry } from '../model/entry.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { lineage } from '../versions/lineage.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'
import { versionsNamed } from './versions.ts'

/** The search conditions; all given ones must match. */
export interface FindOptions {
  /** Globs and paths, with what is below them. */
  readonly paths?: readonly string[]
  /** SHA-256 of a content, or its first digits, at least 4. */
  readonly hash?: string | undefined
  /** A regular expression in JavaScript syntax that a line of a text matches. */
  readonly text?: string | undefined
  /** Match `text` case-insensitively. */
  readonly ignoreCase?: boolean
  /** Where to look, also ranges `A..B` with both ends; in all versions of the history when not given. */
  readonly versions?: readonly (Version | string)[] | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was found, and what could not be searched. */
export interface FindResult {
  /** In path order: each content once for a run of versions that have it at one path. */
  readonly hits: readonly Hit<FoundLines>[]
  /** What the versions have no information about, and so could not be searched. */
  readonly gaps: readonly SearchGap[]
  /** Contents that are too large to search for text: how many, and above which size in bytes. */
  readonly tooLarge: { readonly count: number; readonly limit: number }
}

/** Finds paths, contents and text across versions. @throws JsnapError Usage, UnknownVersion */
export async function find(store: Store, options: FindOptions): Promise<FindResult> {
  const { paths = [], hash, text, signal = new AbortController().signal } = options
  const isHash = hashMatcher(hash)
  const pattern = text === undefined ? undefined : patternOf(text, options.ignoreCase === true)
  const [{ find }, { searchGaps }, { LARGEST_TEXT, TextSearch }] = await Promise.all([
    import('../history/find.ts'),
    import('../history/search-gaps.ts'),
    import('../history/text-search.ts'),
  ])
  const search = pattern === undefined ? undefined : new TextSearch(store, pattern)
  const versions =
    options.versions === undefined ? [...lineage(store)].reverse() : versionsNamed(store, options.versions)
  const look = (entry: Entry): FoundLines | undefined => {
    if (entry.type === 'unknown' || !isHash(entry)) return undefined
    return search === undefined ? NO_LINES : search.look(entry)
  }
  const sought = { prefix: commonPrefix(paths), isWanted: pathFilter(paths), look, signal }
  return {
    hits: await find(store, versions, sought),
    gaps: searchGaps(store, versions, paths, hash !== undefined || text !== undefined),
    tooLarge: { count: search?.tooLarge ?? 0, limit: LARGEST_TEXT },
  }
}

const NO_LINES: FoundLines = { count: 0, first: [] }

function hashMatcher(hash: string | undefined): (entry: Entry) => boolean {
  if (hash === undefined) return () => true
  const wanted = hash.toLowerCase()
  if (!/^[0-9a-f]{4,64}$/.test(wanted)) {
    throw new JsnapError('Usage', `'${hash}' is not a SHA-256 hash or a prefix of one`, {
      hint: 'give at least the first 4 hex digits',
    })
  }
  return ({ sha256 }) => sha256?.startsWith(wanted) === true
}

function patternOf(text: string, ignoresCase: boolean): RegExp {
  try {
    return new RegExp(text, ignoresCase ? 'iu' : 'u')
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : 'invalid'
    throw new JsnapError('Usage', `'${text}' is not a valid regular expression: ${reason.toLowerCase()}`, {
      hint: 'JavaScript syntax; escape ( ) [ ] { } . * + ? ^ $ | / \\ with a backslash to match them literally',
    })
  }
}
