import { comparePaths } from '../../model/paths.ts'
import type { ListedObject, ListPage } from './list-page.ts'
import { splitPoints } from './split-points.ts'

/** What a page of a listing is asked for. */
export interface PageRequest {
  /** Keys after this one. */
  readonly startAfter?: string
  readonly token?: string
  readonly prefix?: string
  readonly maxKeys?: number
}

export type FetchPage = (request: PageRequest) => Promise<ListPage>

/** A range of keys. */
export interface KeyRange {
  /** The keys after this one; undefined is before every key. */
  readonly after: string | undefined
  /** The last key that belongs to the range; undefined is after every key. */
  readonly until: string | undefined
}

/** Ranges of one bucket that are listed at the same time. */
const SIDE_BY_SIDE = 8
/** A range is listed for this many pages before it is thought to be worth splitting. */
const PAGES_BEFORE_SPLIT = 2

/** Thrown when a server says that there is more and does not say how to get it. */
export class ListingStuck extends Error {
  override readonly name = 'ListingStuck'
}

/**
 * Hands every object of a bucket to `onPage`, a page at a time, each key once; those of a small bucket in order. As long
 * as fewer than eight ranges are under way, one that goes on and on gives away its later part. Where it is cut is only a
 * matter of speed, since a range is exact: the keys after its start, up to and with its end.
 */
export function listObjects(
  fetchPage: FetchPage,
  onPage: (objects: readonly ListedObject[]) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting: KeyRange[] = [{ after: undefined, until: undefined }]
    let busy = 0
    let hasFailed = false
    const hasRoom = () => busy + waiting.length < SIDE_BY_SIDE
    const fill = () => {
      while (busy < SIDE_BY_SIDE && !hasFailed) {
        const range = waiting.shift()
        if (range === undefined) break
        busy++
        listRange(range).then(onEnd, onFailure)
      }
    }
    const onEnd = () => {
      busy--
      fill()
      if (busy === 0) resolve()
    }
    const onFailure = (error: unknown) => {
      hasFailed = true
      // An AwsError or what onPage threw; it is passed on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(error)
    }

    /** Lists a range to its end, or up to where it gave the rest away. */
    async function listRange({ after, until }: KeyRange): Promise<void> {
      const tokens = new Set<string>()
      let last = after
      let request: PageRequest = after === undefined ? {} : { startAfter: after }
      let nextSplit = PAGES_BEFORE_SPLIT
      for (let pages = 1; !hasFailed; pages++) {
        const page = await fetchPage(request)
        const objects = upTo(until, page.objects)
        if (objects.length > 0) await onPage(objects)
        if (!page.isTruncated || objects.length < page.objects.length) return
        request = nextRequest(page, last, tokens)
        last = page.objects.at(-1)?.key ?? last
        if (pages < nextSplit || last === undefined || last === until || !hasRoom()) continue
        const points = await splitPoints(fetchPage, { after: last, until })
        // What could not be split now may be splittable later, but asking has a price.
        nextSplit = pages + (points.length === 0 ? 4 * pages : PAGES_BEFORE_SPLIT)
        points.forEach((point, i) => waiting.push({ after: point, until: points[i + 1] ?? until }))
        until = points[0] ?? until
        fill()
      }
    }

    fill()
  })
}

function upTo(until: string | undefined, objects: readonly ListedObject[]): readonly ListedObject[] {
  const last = objects.at(-1)
  if (until === undefined || last === undefined || comparePaths(last.key, until) <= 0) return objects
  return objects.filter(({ key }) => comparePaths(key, until) <= 0)
}

/** Goes on by the token, or where a server gives none or one that it gave before, behind the last key. */
function nextRequest(
  { nextToken, objects }: ListPage,
  before: string | undefined,
  tokens: Set<string>,
): PageRequest {
  if (nextToken !== undefined && !tokens.has(nextToken)) {
    tokens.add(nextToken)
    return { token: nextToken }
  }
  const last = objects.at(-1)?.key
  if (last === undefined || (before !== undefined && comparePaths(last, before) <= 0)) {
    throw new ListingStuck('the listing says that it goes on, and not how')
  }
  return { startAfter: last }
}
