import { comparePaths } from '../../model/paths.ts'
import type { FetchPage, KeyRange } from './list-page.ts'

/** What names mostly continue with, in the order of bytes. */
const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
/** More of them would make ranges of a page or less. */
const MOST = 7
const AFTER_ALL = '\u{10FFFF}'

/**
 * Keys to cut a range at, in order, all within it. S3 cannot look up a key by its rank, so it is asked how much of the
 * last key seen the rest of the range has in common; the next character is where the rest spreads.
 */
export async function splitPoints(
  fetchPage: FetchPage,
  { after, until }: KeyRange & { readonly after: string },
): Promise<string[]> {
  const characters = Array.from(after)
  const commonTo = (length: number) => characters.slice(0, length).join('')
  /** The first key of the range that does not begin with the first `length` characters. */
  const firstBeyond = async (length: number): Promise<string | undefined> => {
    const { objects } = await fetchPage({ startAfter: commonTo(length) + AFTER_ALL, maxKeys: 1 })
    const key = objects[0]?.key
    if (key === undefined || comparePaths(key, after) <= 0) return undefined
    return until === undefined || comparePaths(key, until) < 0 ? key : undefined
  }
  // The longer the beginning, the more keys are beyond it: the shortest that leaves any is found by halving.
  let shortest = 1
  let longest = characters.length + 1
  let beyond: string | undefined
  while (shortest < longest) {
    const middle = (shortest + longest) >> 1
    const key = await firstBeyond(middle)
    if (key === undefined) shortest = middle + 1
    else {
      beyond = key
      longest = middle
    }
  }
  if (beyond === undefined) return []
  const first = beyond
  const common = commonTo(shortest - 1)
  const candidates = Array.from(ALPHABET)
    .map((character) => common + character)
    .filter((key) => comparePaths(key, first) > 0 && (until === undefined || comparePaths(key, until) < 0))
  return [first, ...thinned(candidates)]
}

/** Some of the keys, evenly spread. */
function thinned(keys: readonly string[]): string[] {
  if (keys.length <= MOST) return [...keys]
  return keys.filter(
    (_, i) => Math.floor((i * MOST) / keys.length) !== Math.floor(((i - 1) * MOST) / keys.length),
  )
}
