import { comparePaths } from '../../model/paths.ts'
import { PAGES_IN_VAIN } from '../aws/paging.ts'
import type { FetchPage, KeyRange, ListedObject, ListPage, PageRequest } from './list-page.ts'
import { splitPoints } from './split-points.ts'

/** Ranges of one bucket that are listed at the same time. */
const SIDE_BY_SIDE = 8
/** A range is listed for this many pages before it is thought to be worth splitting. */
const PAGES_BEFORE_SPLIT = 2

/** Thrown when a server does not list the keys in order, or says that there is more and not how to get it. */
export class ListingStuck extends Error {
  override readonly name = 'PagingStuck'
}

/**
 * Hands every object of a bucket to `onPage`, a page at a time, each key once; those of a small bucket in order. As long
 * as fewer than eight ranges are under way, one that does not end gives away its later part. Where it is cut is only a
 * matter of speed, since a range is exact: the keys after its start, up to and with its end.
 */
export function listObjects(
  fetchPage: FetchPage,
  onPage: (objects: readonly ListedObject[]) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting: KeyRange[] = [{ after: undefined, until: undefined }]
    let busy = 0
    let failure: { readonly error: unknown } | undefined
    const hasRoom = () => busy + waiting.length < SIDE_BY_SIDE
    const fill = () => {
      while (busy < SIDE_BY_SIDE && failure === undefined) {
        const range = waiting.shift()
        if (range === undefined) break
        busy++
        listRange(range).then(onEnd, onFailure)
      }
    }
    const onEnd = () => {
      busy--
      fill()
      if (busy > 0) return
      if (failure === undefined) resolve()
      // An AwsError or what onPage threw; it is passed on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      else reject(failure.error)
    }
    const onFailure = (error: unknown) => {
      failure ??= { error }
      onEnd()
    }

    /** Lists a range to its end, or up to where it gave the rest away. */
    async function listRange({ after, until }: KeyRange): Promise<void> {
      const tokens = new Set<string>()
      let last = after
      let request: PageRequest = after === undefined ? {} : { startAfter: after }
      let nextSplit = PAGES_BEFORE_SPLIT
      let pagesInVain = 0
      for (let pages = 1; failure === undefined; pages++) {
        const page = await fetchPage(request)
        const found = inOrderAfter(last, page.objects)
        pagesInVain = found.length === 0 ? pagesInVain + 1 : 0
        if (page.isTruncated && pagesInVain >= PAGES_IN_VAIN)
          throw new ListingStuck('the listing returns one empty page after another')
        const objects = upTo(until, found)
        if (objects.length > 0) await onPage(objects)
        if (!page.isTruncated || objects.length < found.length) return
        last = objects.at(-1)?.key ?? last
        request = nextRequest(page, last, request, tokens)
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

/** The objects behind a key; a server that repeats itself lists others again. @throws ListingStuck */
function inOrderAfter(last: string | undefined, objects: readonly ListedObject[]): readonly ListedObject[] {
  const first = last === undefined ? 0 : objects.findIndex(({ key }) => comparePaths(key, last) > 0)
  const found = first === -1 ? [] : first === 0 ? objects : objects.slice(first)
  // A range ends at the first key behind it: in another order, keys would be lost there.
  for (let i = 1; i < found.length; i++) {
    const [before, key] = [found[i - 1]?.key ?? '', found[i]?.key ?? '']
    if (comparePaths(before, key) >= 0) {
      throw new ListingStuck(`the keys are not in byte order: '${key}' after '${before}'`)
    }
  }
  return found
}

/** Goes on by the token, or where a server gives none or one that it gave before, behind the last key. */
function nextRequest(
  { nextToken }: ListPage,
  last: string | undefined,
  request: PageRequest,
  tokens: Set<string>,
): PageRequest {
  if (nextToken !== undefined && !tokens.has(nextToken)) {
    tokens.add(nextToken)
    return { token: nextToken }
  }
  if (last === undefined || last === request.startAfter) {
    throw new ListingStuck('the listing is truncated and has no continuation token')
  }
  return { startAfter: last }
}
