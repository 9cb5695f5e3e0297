import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePaths } from '../../../src/model/paths.ts'
import { listObjects } from '../../../src/sources/s3/list-objects.ts'
import type { FetchPage, ListPage, PageRequest } from '../../../src/sources/s3/list-page.ts'

interface Bucket {
  readonly fetchPage: FetchPage
  readonly requests: PageRequest[]
}

/** A bucket that answers as S3 does, a few keys a page. */
function bucketOf(keys: readonly string[], pageSize: number): Bucket {
  const sorted = [...keys].sort(comparePaths)
  const requests: PageRequest[] = []
  const fetchPage: FetchPage = (request) => {
    requests.push(request)
    return Promise.resolve(pageOf(sorted, pageSize, request))
  }
  return { fetchPage, requests }
}

function pageOf(sorted: readonly string[], pageSize: number, request: PageRequest): ListPage {
  const { startAfter = '', token, maxKeys = pageSize } = request
  const after = token === undefined ? startAfter : token.slice('after '.length)
  const left = sorted.filter((key) => comparePaths(key, after) > 0)
  const found = left.slice(0, maxKeys)
  const isTruncated = left.length > maxKeys
  return {
    objects: found.map(objectOf),
    isTruncated,
    nextToken: isTruncated ? `after ${found.at(-1) ?? ''}` : undefined,
  }
}

function objectOf(key: string) {
  return { key, size: 1, etag: 'e', lastModified: 'now', storageClass: 'STANDARD', isRestored: false }
}

async function listed(fetchPage: FetchPage): Promise<string[]> {
  const keys: string[] = []
  await listObjects(fetchPage, (objects) => {
    keys.push(...objects.map(({ key }) => key))
    return Promise.resolve()
  })
  return keys
}

const part = fc.oneof(
  fc.constantFrom('a', 'b', 'logs', '2026', '07', '.', '..', '', 'z', '~', '\u{1F600}', '\uFFFD', 'é', '0'),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const anyKey = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'))
const flatKey = fc.nat(100_000).map((number) => `catalogue/2026/item-${String(number).padStart(6, '0')}.html`)
const keySet = fc.oneof(
  fc.uniqueArray(anyKey, { maxLength: 120, size: 'max' }),
  fc.uniqueArray(flatKey, { maxLength: 120, size: 'max' }),
)

describe('a listing', () => {
  test('has every key once, whatever the keys and the size of a page', async () => {
    await fc.assert(
      fc.asyncProperty(keySet, fc.integer({ min: 1, max: 9 }), async (keys, pageSize) => {
        const wanted = keys.filter((key) => key !== '')
        const found = await listed(bucketOf(wanted, pageSize).fetchPage)
        expect(found.toSorted(comparePaths)).toEqual(wanted.toSorted(comparePaths))
      }),
      { numRuns: 500 },
    )
  })

  test('whose pages stay empty, each with a new token, ends with an error', async () => {
    let pages = 0
    const endless: FetchPage = () =>
      Promise.resolve({ objects: [], isTruncated: true, nextToken: String(pages++) })
    await expect(listed(endless)).rejects.toMatchObject({ name: 'PagingStuck' })
    expect(pages).toBeLessThan(1100)
  })

  test('of one page takes one request', async () => {
    const { fetchPage, requests } = bucketOf(['a', 'b'], 2)
    expect(await listed(fetchPage)).toEqual(['a', 'b'])
    expect(requests).toHaveLength(1)
  })

  test.each([
    ['in folders', (i: number) => `logs/${i % 40}/${i}`],
    ['in one folder', (i: number) => `all/of/it/${String(i).padStart(5, '0')}.jpg`],
    ['mostly in one of many folders', (i: number) => (i % 100 === 0 ? `${i}/x` : `big/${i}`)],
  ])('of many keys %s is asked for side by side', async (_, keyOf) => {
    const keys = Array.from({ length: 4000 }, (_, i) => keyOf(i))
    const { fetchPage } = bucketOf(keys, 20)
    let rounds = 0
    let waiting: (() => void)[] = []
    // Answers come in rounds: what is asked for while one is under way is answered in the next.
    const inRounds: FetchPage = async (request) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 1)
          setImmediate(() => {
            rounds++
            const now = waiting
            waiting = []
            for (const go of now) go()
          })
      })
      return fetchPage(request)
    }
    expect(new Set(await listed(inRounds)).size).toBe(4000)
    expect(rounds).toBeLessThan(100)
  })
})

describe('a server', () => {
  const keys = Array.from({ length: 50 }, (_, i) => `key-${String(i).padStart(3, '0')}`)

  test('that gives no token is asked for what follows the last key', async () => {
    const { fetchPage } = bucketOf(keys, 7)
    const found = await listed(async (request) => ({ ...(await fetchPage(request)), nextToken: undefined }))
    expect(found.toSorted()).toEqual(keys)
  })

  test('that gives the same token again is asked for what follows the last key', async () => {
    const { fetchPage } = bucketOf(keys, 7)
    let first: string | undefined
    const found = await listed(async (request) => {
      const page = await fetchPage(request)
      first ??= page.nextToken
      return { ...page, nextToken: page.isTruncated ? first : undefined }
    })
    expect(found.toSorted()).toEqual(keys)
  })

  test('that heeds neither tokens nor keys is given up', async () => {
    const { fetchPage } = bucketOf(keys, 7)
    const found: string[] = []
    await expect(
      listObjects(
        () => fetchPage({}),
        (objects) => {
          found.push(...objects.map(({ key }) => key))
          return Promise.resolve()
        },
      ),
    ).rejects.toThrow('no continuation token')
    expect(found).toEqual(keys.slice(0, 7))
  })

  test('that does not list in order is given up, since nobody could say what is missing', async () => {
    await expect(
      listed(() =>
        Promise.resolve({ objects: ['b', 'a'].map(objectOf), isTruncated: false, nextToken: undefined }),
      ),
    ).rejects.toThrow('order')
  })
})
