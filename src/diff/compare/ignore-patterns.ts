import { globMatcher, type Matcher } from '../../runtime/glob.ts'
import { JsnapError } from '../../runtime/errors.ts'
import { pathFilter } from '../../versions/path-filter.ts'
import type { Detail } from '../document/detail.ts'

/** Places of documents whose changes are not wanted. */
export interface IgnorePatterns {
  readonly isAny: boolean
  /** Says whether any of them concerns the document at a path. */
  readonly concern: Matcher
  /** The details that are left of those of a document, and how many are not. */
  readonly without: (path: string, details: readonly Detail[]) => { left: Detail[]; ignored: number }
}

/**
 * Reads patterns of the form `[PATHS#]POINTERS`: a glob over paths, for all documents when not given, and one over JSON
 * pointers, which takes in everything below. @throws JsnapError Usage
 */
export function ignorePatterns(texts: readonly string[]): IgnorePatterns {
  const patterns = texts.map(parse)
  const without = (path: string, details: readonly Detail[]): { left: Detail[]; ignored: number } => {
    const pointers = patterns.filter(({ paths }) => paths(path)).map(({ pointers }) => pointers)
    const isIgnored = (pointer: string) => pointers.some((matches) => matches(ROOT + pointer))
    const left = details.flatMap((detail) => remaining(detail, '', isIgnored))
    return { left, ignored: countPlaces(details) - countPlaces(left) }
  }
  return { isAny: patterns.length > 0, concern: (path) => patterns.some(({ paths }) => paths(path)), without }
}

/** Stands before every pointer: at the beginning of a glob, `/**` would not be any number of steps, but one at least. */
const ROOT = 'document'

function parse(text: string): { paths: Matcher; pointers: Matcher } {
  // No path begins with a slash.
  const end = text.startsWith('/') ? -1 : text.indexOf('#/')
  const pointer = text.slice(end + 1)
  if (!pointer.startsWith('/')) {
    throw new JsnapError('Usage', `'${text}' is not a place to ignore`, {
      hint: "write it as '/**/LastModified', or as 'lambda/**#/versions' for some documents only",
    })
  }
  return {
    paths: end === -1 ? () => true : pathFilter([text.slice(0, end)]),
    pointers: globMatcher([ROOT + pointer, `${ROOT}${pointer}/**`]),
  }
}

/** A detail without what is ignored inside it; none when nothing else is. */
function remaining(detail: Detail, base: string, isIgnored: Matcher): Detail[] {
  const pointer = base + detail.path
  if (isIgnored(pointer)) return []
  const { inside, ...whole } = detail
  if (inside === undefined) return [detail]
  const left = inside.flatMap((inner) => remaining(inner, pointer, isIgnored))
  if (left.length > 0) return [{ ...whole, inside: left }]
  // What was moved has been, whatever changed inside.
  return detail.from === undefined ? [] : [whole]
}

function countPlaces(details: readonly Detail[]): number {
  return details.reduce((sum, { from, inside }) => {
    const own = inside === undefined || from !== undefined ? 1 : 0
    return sum + own + countPlaces(inside ?? [])
  }, 0)
}
