import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { HOSTILE_KEYS } from '../../../fixtures/hostile-keys.ts'
import { seededContent } from '../../../fixtures/generated-account.ts'
import { useEndpoint } from '../../fixtures/endpoint-under-test.ts'
import { digestAt, open, read, requestFor } from './opened.ts'

const LARGE = 3 * 1024 * 1024 + 4321

const served = useEndpoint()

function put(key: string, body: Parameters<typeof served.account.putObject>[2], options = {}) {
  if (!served.account.buckets.has('shop')) served.account.createBucket('shop')
  served.account.putObject('shop', key, body, options)
}

/** The reason for which an object cannot be read. */
async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it can be read',
    (error: unknown) => (error as { unreadable?: { reason: string } }).unreadable?.reason ?? error,
  )
}

describe('an object', () => {
  test.each([
    ['empty', Buffer.alloc(0)],
    ['small', Buffer.from('<h1>shop</h1>')],
    ['just below a mebibyte', seededContent(1, 1024 * 1024 - 1)],
    ['of a mebibyte', seededContent(2, 1024 * 1024)],
    ['large', seededContent(3, LARGE)],
  ])('that is %s is read byte by byte', async (_, body) => {
    put('page', body)
    const found = await read(served.endpoint, requestFor(served.endpoint, 'shop', 'page'))
    expect(found).toMatchObject({ size: 'size' in body ? body.size : body.length, problems: [] })
    expect(found.sha256).toBe(digestAt(served.endpoint, 'shop', 'page'))
  })

  test.each([
    ['small', 10],
    ['large', LARGE - 1],
  ])('that is listed as %s and is longer is not read to its end', async (_, size) => {
    put('page', seededContent(4, LARGE))
    let largest = 0
    const allocate = (bytes: number) => {
      largest = Math.max(largest, bytes)
      return Buffer.alloc(bytes)
    }
    const request = requestFor(served.endpoint, 'shop', 'page', { size })
    expect(await reasonOf(read(served.endpoint, request, { allocate }))).toBe('failed')
    expect(largest).toBeLessThanOrEqual(1024 * 1024)
  })

  test('with a hostile key is read as any other', async () => {
    for (const key of HOSTILE_KEYS) put(key, `content of ${key}`)
    for (const key of HOSTILE_KEYS) {
      const { sha256 } = await read(served.endpoint, requestFor(served.endpoint, 'shop', key))
      expect([key, sha256]).toEqual([key, digestAt(served.endpoint, 'shop', key)])
    }
    expect(new Set(served.endpoint.log.map(({ key }) => key))).toEqual(new Set(HOSTILE_KEYS))
  })

  test('has the origin of its listing, and its version id', async () => {
    served.account.createBucket('shop')
    served.account.setBucketConfig(
      'shop',
      'versioning',
      '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
    )
    put('page', 'x')
    const request = requestFor(served.endpoint, 'shop', 'page')
    const { etag, size, lastModified } = request
    const versionId = served.account.bucket('shop').current('page')?.versionId
    expect((await read(served.endpoint, request)).origin).toEqual({ etag, size, lastModified, versionId })
  })

  test('has in its meta all that belongs to its meaning', async () => {
    put('page', 'x', {
      contentType: 'text/html; charset=utf-8',
      cacheControl: 'max-age=60',
      contentEncoding: 'gzip',
      contentDisposition: 'attachment; filename="a b.html"',
      contentLanguage: 'de',
      expires: 'no date at all',
      websiteRedirect: '/elsewhere',
      metadata: { author: 'Ada', city: 'Zürich' },
      tags: { team: 'shop', env: 'prod' },
      kmsKey: 'arn:aws:kms:us-east-1:123456789012:key/1',
      lock: { mode: 'GOVERNANCE', until: '2030-01-01T00:00:00Z', legalHold: true },
    })
    const { meta, problems } = await read(served.endpoint, requestFor(served.endpoint, 'shop', 'page'))
    expect(problems).toEqual([])
    expect(meta).toEqual({
      contentType: 'text/html; charset=utf-8',
      cacheControl: 'max-age=60',
      contentEncoding: 'gzip',
      contentDisposition: 'attachment; filename="a b.html"',
      contentLanguage: 'de',
      expires: 'no date at all',
      websiteRedirectLocation: '/elsewhere',
      metadata: { author: 'Ada', city: '=?UTF-8?B?WsO8cmljaA==?=' },
      tags: { team: 'shop', env: 'prod' },
      sse: {
        algorithm: 'aws:kms',
        kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1',
        bucketKey: true,
      },
      objectLock: { mode: 'GOVERNANCE', retainUntil: '2030-01-01T00:00:00Z', legalHold: 'ON' },
    })
  })

  test('with nothing special has a content type and no more, for one request', async () => {
    put('page', 'x', { contentType: 'text/plain' })
    const counts: string[] = []
    const { meta } = await read(served.endpoint, requestFor(served.endpoint, 'shop', 'page'), {
      count: (operation) => counts.push(operation),
    })
    expect(meta).toEqual({ contentType: 'text/plain' })
    expect(counts).toEqual(['s3:GetObject'])
    expect(served.endpoint.requests).toEqual({ 's3:GetObject': 1 })
  })

  test('has its ACL where ACLs count, unless the owner alone has all', async () => {
    put('private', 'x')
    put('public', 'x', { acl: 'public-read' })
    const aclOf = async (key: string) =>
      (await read(served.endpoint, requestFor(served.endpoint, 'shop', key, { acl: true }))).meta['acl']
    expect(await aclOf('private')).toBeUndefined()
    expect(JSON.stringify(await aclOf('public'))).toContain('AllUsers')
    expect(JSON.stringify(await aclOf('public'))).not.toContain('DisplayName')
  })

  test.each([
    ['tags', 'GetObjectTagging', { tags: { a: 'b' } }],
    ['acl', 'GetObjectAcl', { acl: 'public-read' }],
  ])('whose %s are denied is read all the same', async (member, operation, options) => {
    put('page', 'x', options)
    served.account.denyObject('shop', 'page', operation)
    const { meta, problems, sha256 } = await read(
      served.endpoint,
      requestFor(served.endpoint, 'shop', 'page', { acl: true }),
    )
    expect(sha256).toBe(digestAt(served.endpoint, 'shop', 'page'))
    expect(meta[member]).toEqual({ $unknown: 'AccessDenied' })
    expect(problems).toMatchObject([{ operation: `s3:${operation}`, code: 'AccessDenied' }])
  })

  test('is not decoded when it is compressed', async () => {
    const gzip = Buffer.from('H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==', 'base64')
    put('page.gz', gzip, { contentEncoding: 'gzip' })
    expect((await read(served.endpoint, requestFor(served.endpoint, 'shop', 'page.gz'))).size).toBe(
      gzip.length,
    )
  })
})

describe('only the attributes of an object', () => {
  test('are read when only they are asked for, and replace those that were known', async () => {
    put('page', 'x', { tags: { a: 'b' }, acl: 'public-read' })
    put('plain', 'x')
    const attributes = async (key: string) =>
      open(served.endpoint, requestFor(served.endpoint, 'shop', key, { acl: true, attributesOnly: true }))
    const tagged = await attributes('page')
    expect(tagged.content).toBeNull()
    expect((await tagged.settle()).meta).toMatchObject({ tags: { a: 'b' } })
    const { meta } = await (await attributes('plain')).settle()
    expect(Object.keys(meta).toSorted()).toEqual(['acl', 'tags'])
    expect(Object.values(meta)).toEqual([undefined, undefined])
    expect(served.endpoint.requests).toEqual({ 's3:GetObjectTagging': 2, 's3:GetObjectAcl': 2 })
  })

  test('of one that was deleted make it gone', async () => {
    put('page', 'x')
    const reading = await open(
      served.endpoint,
      requestFor(served.endpoint, 'shop', 'page', { attributesOnly: true }),
    )
    served.account.deleteObject('shop', 'page')
    expect(await reasonOf(reading.settle())).toBe('gone')
  })
})

describe('an object that cannot be read', () => {
  test('says why', async () => {
    put('archived', 'x', { storageClass: 'GLACIER' })
    put('theirs', 'x', { sseCustomer: true })
    put('denied', 'x')
    served.account.denyObject('shop', 'denied')
    for (const [key, reason] of [
      ['archived', 'archived'],
      ['theirs', 'sse-c'],
      ['denied', 'denied'],
    ] as const) {
      const request = requestFor(served.endpoint, 'shop', key)
      expect([key, await reasonOf(read(served.endpoint, request))]).toEqual([key, reason])
    }
  })

  test.each(['large', 'small'])('because it was deleted is gone (%s)', async (size) => {
    put('page', size === 'large' ? seededContent(4, LARGE) : 'x')
    const request = requestFor(served.endpoint, 'shop', 'page')
    put('page2', 'another that begins alike')
    served.account.deleteObject('shop', 'page')
    expect(await reasonOf(read(served.endpoint, request))).toBe('gone')
  })

  test('because its bucket was deleted is gone', async () => {
    put('page', 'x')
    const request = requestFor(served.endpoint, 'shop', 'page')
    served.account.buckets.delete('shop')
    expect(await reasonOf(read(served.endpoint, request))).toBe('gone')
  })
})

describe('an object that changes', () => {
  test('after it was listed is read as it is then, with the origin of that', async () => {
    put('page', 'before', { lastModified: '2026-01-01T00:00:00Z' })
    const request = requestFor(served.endpoint, 'shop', 'page')
    put('page', 'quite another after', { lastModified: '2026-01-02T00:00:00Z' })
    const { etag, size, lastModified } = requestFor(served.endpoint, 'shop', 'page')
    const found = await read(served.endpoint, request)
    expect(found.sha256).toBe(digestAt(served.endpoint, 'shop', 'page'))
    expect(found.origin).toEqual({ etag, size, lastModified })
    expect(served.endpoint.requests).toEqual({ 's3:GetObject': 2, 's3:ListObjectsV2': 1 })
  })

  test('from small to large and back is read as it is then', async () => {
    put('grown', 'small')
    const grown = requestFor(served.endpoint, 'shop', 'grown')
    put('grown', seededContent(5, LARGE))
    expect((await read(served.endpoint, grown)).sha256).toBe(digestAt(served.endpoint, 'shop', 'grown'))
    put('shrunk', seededContent(6, LARGE))
    const shrunk = requestFor(served.endpoint, 'shop', 'shrunk')
    put('shrunk', 'small')
    expect((await read(served.endpoint, shrunk)).sha256).toBe(digestAt(served.endpoint, 'shop', 'shrunk'))
  })

  test('each time it is read is left to a later commit', async () => {
    put('page', 'start')
    const request = requestFor(served.endpoint, 'shop', 'page')
    let writes = 0
    served.endpoint.onRequest = ({ operation }) => {
      if (operation === 'GetObject') put('page', `write ${++writes}`)
    }
    expect(await reasonOf(read(served.endpoint, request))).toBe('changing')
  })

  test('while its pieces come is not torn', async () => {
    put('video', seededContent(7, LARGE))
    const request = requestFor(served.endpoint, 'shop', 'video')
    served.endpoint.faults.push({ kind: 'truncate', match: { operation: 'GetObject' }, times: 1 })
    const reading = await open(served.endpoint, request)
    const take = async () => {
      const { content } = reading
      if (content instanceof Uint8Array || content === null) throw new Error('expected pieces')
      let size = 0
      for await (const piece of content) {
        if (size === 0) put('video', seededContent(8, LARGE))
        size += piece.length
      }
    }
    expect(await reasonOf(take())).toBe('changing')
  })
})

describe('a connection', () => {
  const faults = ['throttle', 'error', 'reset', 'truncate', 'corrupt'] as const

  test.each(faults)('with the fault %s on every other request gives the right bytes', async (kind) => {
    const keys = Array.from({ length: 20 }, (_, i) => `page-${i}`)
    for (const key of keys) put(key, randomBytes(500))
    put('video', seededContent(9, LARGE))
    served.endpoint.faults.push({ kind, every: 2 })
    for (const key of [...keys, ...(kind === 'corrupt' ? [] : ['video'])]) {
      const { sha256 } = await read(served.endpoint, requestFor(served.endpoint, 'shop', key))
      expect([key, sha256]).toEqual([key, digestAt(served.endpoint, 'shop', key)])
    }
  })

  test('that breaks in a large object is taken up where it broke', async () => {
    put('video', seededContent(10, LARGE))
    const request = requestFor(served.endpoint, 'shop', 'video')
    served.endpoint.faults.push({ kind: 'truncate', times: 3 })
    const ranges: unknown[] = []
    served.endpoint.onRequest = ({ headers }) => void ranges.push(headers.range)
    const { sha256 } = await read(served.endpoint, request)
    expect(sha256).toBe(digestAt(served.endpoint, 'shop', 'video'))
    expect(ranges[0]).toBeUndefined()
    expect(ranges.slice(1).map((range) => /^bytes=\d+-$/.test(String(range)))).toEqual([true, true, true])
  })

  test('that corrupts a large object is noticed by its MD5 or its checksum', async () => {
    put('video', seededContent(11, LARGE))
    put('checked', seededContent(12, LARGE), { checksum: 'sha256', parts: 2 })
    for (const key of ['video', 'checked']) {
      const request = requestFor(served.endpoint, 'shop', key)
      served.endpoint.faults.push({ kind: 'corrupt', times: 1 })
      expect([key, await reasonOf(read(served.endpoint, request))]).toEqual([key, 'changing'])
      expect((await read(served.endpoint, request)).sha256).toBe(digestAt(served.endpoint, 'shop', key))
    }
  })
})

describe('an ETag', () => {
  test.each(['small', 'large'])('that looks like an MD5 and is none is believed twice (%s)', async (size) => {
    put('page', size === 'large' ? seededContent(13, LARGE) : 'x', { kmsKey: 'arn:aws:kms:::key/1' })
    served.endpoint.onRequest = undefined
    const request = requestFor(served.endpoint, 'shop', 'page')
    // The endpoint of another maker: encrypted, and it does not say so.
    const object = served.account.bucket('shop').current('page')
    if (object === undefined) throw new Error('it was just put')
    served.account.bucket('shop').setVersions('page', [{ ...object, options: {} }])
    const { sha256 } = await read(served.endpoint, request)
    expect(sha256).toBe(digestAt(served.endpoint, 'shop', 'page'))
    expect(served.endpoint.requests['s3:GetObject']).toBe(2)
  })

  test('of an upload in parts is believed at once', async () => {
    put('page', 'x'.repeat(100), { parts: 3 })
    await read(served.endpoint, requestFor(served.endpoint, 'shop', 'page'))
    expect(served.endpoint.requests['s3:GetObject']).toBe(1)
  })
})
