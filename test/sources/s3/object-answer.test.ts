import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { plainServer } from '../aws/plain-server.ts'
import { read } from './opened.ts'

const LARGE = 2 * 1024 * 1024
const PAGE = '<html><body>Sign in</body></html>'
const md5 = (content: string | Buffer) => createHash('md5').update(content).digest('hex')

/** The request for an object as it is listed, with this content. */
const requestFor = (content: string | Buffer) => ({
  opener: 's3' as const,
  bucket: 'shop',
  key: 'page',
  region: 'us-east-1',
  etag: md5(content),
  size: Buffer.byteLength(content),
  lastModified: '2026-01-01T00:00:00.000Z',
  acl: false,
})

/** A server that lists an object of this content, whatever it answers when it is asked for it. */
function serve(
  content: string | Buffer,
  answer: (response: ServerResponse, range: string | undefined, reading: number) => void,
) {
  let readings = 0
  return plainServer((request, response) => {
    if (request.url?.includes('list-type') !== true) {
      answer(response, request.headers.range, ++readings)
      return
    }
    const { key, etag, size, lastModified } = requestFor(content)
    response.end(
      `<ListBucketResult><Name>shop</Name><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents>` +
        `<Key>${key}</Key><LastModified>${lastModified}</LastModified><ETag>"${etag}"</ETag><Size>${size}</Size>` +
        `</Contents></ListBucketResult>`,
    )
  })
}

/** What is said when an object of this content is answered for in this way. */
async function said(
  content: string | Buffer,
  answer: (response: ServerResponse, range: string | undefined, reading: number) => void,
): Promise<unknown> {
  const url = await serve(content, answer)
  return read({ url }, requestFor(content)).then(
    ({ size }) => `${size} bytes`,
    (error: unknown) => (error as { unreadable?: unknown }).unreadable ?? error,
  )
}

describe('a page in the place of an object', () => {
  const etag = `"${md5('value one')}"`
  const NO_ANSWER = { reason: 'failed', operation: 's3:GetObject', code: 'NoAnswer' }

  test.each<[string, number, OutgoingHttpHeaders, object]>([
    ['without an ETag', 200, {}, NO_ANSWER],
    ['without an ETag, of the right length', 200, { 'content-length': 9 }, NO_ANSWER],
    ['with its own ETag', 200, { etag: `"${md5(PAGE)}"` }, { ...NO_ANSWER, code: 'OtherETag' }],
    ['with an opaque ETag', 200, { etag: '"abc"' }, { ...NO_ANSWER, code: 'OtherETag' }],
    ['with the status 206', 206, { etag, 'content-length': 9 }, NO_ANSWER],
    ['with the status 203', 203, { etag, 'content-length': 9 }, NO_ANSWER],
    ['of another length', 200, { etag, 'content-length': PAGE.length }, NO_ANSWER],
  ])('is not its content: %s', async (_, status, headers, expected) => {
    for (const content of ['value one', Buffer.alloc(LARGE, 'a')]) {
      const own = headers['etag'] === etag ? { ...headers, etag: `"${md5(content)}"` } : headers
      const isRightLength = headers['content-length'] === 9
      const body = isRightLength ? Buffer.alloc(Buffer.byteLength(content), PAGE) : PAGE
      const answer = (response: ServerResponse) =>
        response.writeHead(status, { ...own, 'content-length': body.length }).end(body)
      expect(await said(content, answer)).toMatchObject(expected)
    }
  })

  test('is not its content when it says no length', async () => {
    const answer = (response: ServerResponse) => {
      response.writeHead(200, { etag })
      response.write(PAGE)
      response.end()
    }
    expect(await said('value one', answer)).toMatchObject({ reason: 'failed', code: 'BadAnswer' })
  })
})

describe('the rest of a large object', () => {
  const content = Buffer.alloc(LARGE, 'abc')
  const etag = `"${md5(content)}"`
  const HALF = LARGE / 2
  /** Breaks off in the middle, and answers for the rest so. */
  const rest =
    (status: number, range: string | undefined, own: OutgoingHttpHeaders = { etag }) =>
    (response: ServerResponse, _: string | undefined, reading: number) => {
      if (reading === 1) {
        response.writeHead(200, { etag, 'content-length': LARGE })
        response.write(content.subarray(0, HALF), () => setTimeout(() => response.destroy(), 20))
        return
      }
      const headers = range === undefined ? {} : { 'content-range': range }
      response.writeHead(status, { ...own, 'content-length': HALF, ...headers }).end(content.subarray(HALF))
    }

  test('is taken when it is what was asked for', async () => {
    const url = await serve(content, (response, range, reading) => {
      const [, from] = /^bytes=(\d+)-$/.exec(range ?? '') ?? []
      if (from === undefined) {
        rest(200, undefined)(response, range, reading)
        return
      }
      response
        .writeHead(206, { etag, 'content-range': `bytes ${from}-${LARGE - 1}/${LARGE}` })
        .end(content.subarray(Number(from)))
    })
    expect((await read({ url }, requestFor(content))).sha256).toBe(
      createHash('sha256').update(content).digest('hex'),
    )
  })

  test.each<[string, ReturnType<typeof rest>, string]>([
    ['from another byte', rest(206, `bytes 0-${HALF - 1}/${LARGE}`), 'NoAnswer'],
    ['of an object of another size', rest(206, `bytes ${HALF}-${LARGE - 1}/${LARGE + 1}`), 'NoAnswer'],
    ['to another byte', rest(206, `bytes ${HALF}-${LARGE - 2}/${LARGE}`), 'NoAnswer'],
    ['that does not say which', rest(206, undefined), 'NoAnswer'],
    ['that is the whole', rest(200, undefined), 'NoRange'],
    ['without an ETag', rest(206, `bytes ${HALF}-${LARGE - 1}/${LARGE}`, {}), 'NoAnswer'],
    [
      'with another ETag',
      rest(206, `bytes ${HALF}-${LARGE - 1}/${LARGE}`, { etag: '"x"' }),
      'PreconditionFailed',
    ],
  ])('is not taken from an answer %s', async (_, answer, code) => {
    expect(await said(content, answer)).toMatchObject({ code })
  })
})

test('an ETag counts without its quotes, and as a weak one', async () => {
  for (const etag of [md5('x'), `W/"${md5('x')}"`]) {
    const url = await serve('x', (response) => response.writeHead(200, { etag }).end('x'))
    expect((await read({ url }, requestFor('x'))).size).toBe(1)
  }
})

test('an object that is overwritten is read again where the server does not heed If-Match', async () => {
  const url = await serve('after', (response) =>
    response.writeHead(200, { etag: `"${md5('after')}"` }).end('after'),
  )
  const { size, origin } = await read({ url }, requestFor('before it'))
  expect([size, origin]).toMatchObject([5, { etag: md5('after'), size: 5 }])
})
