import { globMatcher, type Matcher } from '../model/glob.ts'
import { JsnapError } from '../model/errors.ts'
import { pathFilter } from '../versions/path-filter.ts'
import type { Detail } from './detail.ts'

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
    const isIgnored = (pointer: string) => pointers.some((matches) => matches(pointer))
    const left = details.flatMap((detail) => remaining(detail, '', isIgnored))
    return { left, ignored: details.length - left.length }
  }
  return { isAny: patterns.length > 0, concern: (path) => patterns.some(({ paths }) => paths(path)), without }
}

function parse(text: string): { paths: Matcher; pointers: Matcher } {
  // No path begins with a slash.
  const end = text.startsWith('/') ? -1 : text.indexOf('#/')
  const pointer = text.slice(end + 1)
  if (!pointer.startsWith('/')) {
    throw new JsnapError('Usage', `'${text}' is no place to ignore`, {
      hint: "as '/**/LastModified', or 'lambda/**#/versions' for some documents only",
    })
  }
  return {
    paths: end === -1 ? () => true : pathFilter([text.slice(0, end)]),
    pointers: globMatcher([pointer, `${pointer}/**`]),
  }
}

/** A detail without what is ignored inside it; none when nothing else is. */
function remaining(detail: Detail, base: string, isIgnored: Matcher): Detail[] {
  const pointer = base + detail.path
  if (isIgnored(pointer)) return []
  if (detail.inside === undefined || detail.from !== undefined) return [detail]
  const inside = detail.inside.flatMap((inner) => remaining(inner, pointer, isIgnored))
  return inside.length === 0 ? [] : [{ ...detail, inside }]
}
