import { comparePaths } from '../../model/paths.ts'
import type { ListedObject, ListPage } from './list-page.ts'

/** What a page of a listing is asked for. */
export interface PageRequest {
  /** Keys after this one. */
  readonly startAfter?: string
  readonly token?: string
  readonly prefix?: string
  readonly delimiter?: string
}

export type FetchPage = (request: PageRequest) => Promise<ListPage>

/** A bucket with more pages than this is listed in several ranges side by side. */
const PAGES_IN_ONE_RANGE = 2
const RANGES = 8
/** How deep to look below a prefix that all keys have in common. */
const MAX_DEPTH = 6

/** Thrown when a server says that there is more and does not say how to get it. */
export class ListingStuck extends Error {
  override readonly name = 'ListingStuck'
}

/**
 * Hands every object of a bucket to `onPage`, a page at a time, each key once. Small buckets are listed in order. What
 * follows the first pages of a larger one is split into ranges of keys that are listed side by side; where they are
 * split is only a matter of speed, since a range is exact: the keys after its start, up to and with its end.
 */
export async function listObjects(
  fetchPage: FetchPage,
  onPage: (objects: readonly ListedObject[]) => Promise<void>,
): Promise<void> {
  let last = ''
  const seen = await listRange(
    fetchPage,
    { after: undefined, until: undefined },
    PAGES_IN_ONE_RANGE,
    async (objects) => {
      last = objects.at(-1)?.key ?? last
      await onPage(objects)
    },
  )
  if (seen === 'all') return
  const bounds = await splitPoints(fetchPage, last)
  const ranges = [...bounds, undefined].map((until, i) => ({ after: i === 0 ? last : bounds[i - 1], until }))
  await Promise.all(ranges.map((range) => listRange(fetchPage, range, Infinity, onPage)))
}

interface Range {
  /** Undefined is before every key. */
  readonly after: string | undefined
  /** The last key that belongs to the range; undefined is after every key. */
  readonly until: string | undefined
}

/** Lists one range; says whether that was all of it or only the pages it was allowed. */
async function listRange(
  fetchPage: FetchPage,
  { after, until }: Range,
  maxPages: number,
  onPage: (objects: readonly ListedObject[]) => Promise<void>,
): Promise<'all' | 'more'> {
  let request: PageRequest = after === undefined ? {} : { startAfter: after }
  for (let pages = 1; ; pages++) {
    const page = await fetchPage(request)
    const objects =
      until === undefined ? page.objects : page.objects.filter(({ key }) => comparePaths(key, until) <= 0)
    if (objects.length > 0) await onPage(objects)
    if (!page.isTruncated || objects.length < page.objects.length) return 'all'
    if (pages >= maxPages) return 'more'
    request = nextRequest(page, request)
  }
}

/** Goes on by the token, or where a server gives none or the same again, behind the last key. */
function nextRequest(page: ListPage, request: PageRequest): PageRequest {
  if (page.nextToken !== undefined && page.nextToken !== request.token) return { token: page.nextToken }
  const last = page.objects.at(-1)?.key
  if (
    last === undefined ||
    (request.startAfter !== undefined && comparePaths(last, request.startAfter) <= 0)
  ) {
    throw new ListingStuck('the listing says that it goes on, and not how')
  }
  return { startAfter: last }
}

/** Keys to split at, in order, all after `last`: the folders that there are, or where there are none, the next characters. */
async function splitPoints(fetchPage: FetchPage, last: string): Promise<string[]> {
  let prefix = ''
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const page = await fetchPage({ prefix, delimiter: '/', startAfter: last })
    const folders = page.commonPrefixes.filter((folder) => comparePaths(folder, last) > 0)
    const [only] = page.commonPrefixes
    if (folders.length > 1) return thinned(folders)
    if (only === undefined || page.objects.length > 0) break
    prefix = only
  }
  return thinned(byCharacters(prefix).filter((key) => comparePaths(key, last) > 0))
}

/** Splits by the character behind the prefix: names are mostly made of letters and digits. */
function byCharacters(prefix: string): string[] {
  return '02468ACEGIKMOQSUWYacegikmoqsuwy'.split('').map((character) => prefix + character)
}

/** At most as many as there are ranges, evenly spread. */
function thinned(keys: readonly string[]): string[] {
  if (keys.length < RANGES) return [...keys]
  return Array.from(
    { length: RANGES - 1 },
    (_, i) => keys[Math.floor(((i + 1) * keys.length) / RANGES)] ?? '',
  )
}
