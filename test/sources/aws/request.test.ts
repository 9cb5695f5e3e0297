import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { send, type AwsRequest } from '../../../src/sources/aws/request.ts'
import { plainServer } from './plain-server.ts'

const ERROR = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>so it is</Message></Error>`

function requestTo(origin: string, over: Partial<AwsRequest> = {}): AwsRequest {
  return {
    operation: 's3:GetObject',
    destination: { origin, region: 'us-east-1', service: 's3' },
    path: '/bucket/key',
    query: '',
    ...over,
  }
}

/** Sends, and counts the attempts. */
async function sendTo(origin: string, over: Partial<AwsRequest> = {}, signal?: AbortSignal) {
  let attempts = 0
  const sender = {
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    count: () => attempts++,
    now: Date.now,
    signal,
  }
  try {
    const response = await send(requestTo(origin, over), sender)
    return { body: await response.body.text(), attempts }
  } catch (error) {
    return { error: error as Error & Record<string, unknown>, attempts }
  }
}

/** Answers the first requests as told, the others with `done`. */
function server(...first: ((response: ServerResponse, request: IncomingMessage) => void)[]) {
  return plainServer((request, response) => {
    const answer = first.shift()
    if (answer === undefined) response.end('done')
    else answer(response, request)
  })
}

const refuse = (status: number, body: string) => (response: ServerResponse) => {
  response.writeHead(status).end(body)
}

describe('a request', () => {
  test.each([
    ['503 SlowDown', refuse(503, ERROR('SlowDown'))],
    ['500 InternalError', refuse(500, ERROR('InternalError'))],
    ['502 from a gateway', refuse(502, '<html>bad gateway</html>')],
    ['504 from a gateway', refuse(504, '')],
    ['429', refuse(429, '')],
    ['400 ThrottlingException', refuse(400, ERROR('ThrottlingException'))],
    ['400 RequestTimeout', refuse(400, ERROR('RequestTimeout'))],
    ['a reset', (response: ServerResponse) => response.socket?.resetAndDestroy()],
    [
      'an error that breaks off',
      (response: ServerResponse) => {
        response.writeHead(403, { 'content-length': 100 }).write('<Error>', () => response.destroy())
      },
    ],
  ])('is sent again after %s', async (_, answer) => {
    expect(await sendTo(await server(answer, answer))).toEqual({ body: 'done', attempts: 3 })
  })

  test.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchKey'],
    [400, 'InvalidRequest'],
    [412, 'PreconditionFailed'],
    [501, 'NotImplemented'],
  ])('that is refused with %i %s is not sent again', async (status, code) => {
    const { error, attempts } = await sendTo(await server(refuse(status, ERROR(code))))
    expect(error).toMatchObject({
      name: 'AwsError',
      status,
      code,
      message: 'so it is',
      operation: 's3:GetObject',
    })
    expect(attempts).toBe(1)
  })

  test('is given up after eight attempts', async () => {
    const url = await plainServer((_, response) => response.writeHead(503).end(ERROR('SlowDown')))
    const { error, attempts } = await sendTo(url)
    expect(error).toMatchObject({ code: 'SlowDown', status: 503 })
    expect(attempts).toBe(8)
  })

  test('that is answered by something that is no AWS has a code of its status', async () => {
    const { error } = await sendTo(await server(refuse(404, '<html><Body>Not Found</Body></html>')))
    expect(error).toMatchObject({ code: 'Http404', status: 404 })
  })

  test('that goes to the wrong region tells the right one', async () => {
    const { error } = await sendTo(
      await server((response) => {
        response.writeHead(301, { 'x-amz-bucket-region': 'eu-west-1' }).end(ERROR('PermanentRedirect'))
      }),
    )
    expect(error).toMatchObject({ code: 'PermanentRedirect', region: 'eu-west-1' })
  })

  test('is signed with the time of the server when this machine has another', async () => {
    const date = new Date(Date.now() + 3 * 3600_000)
    const times: string[] = []
    const url = await plainServer((request, response) => {
      const time = String(request.headers['x-amz-date'])
      times.push(time)
      const isRight = time.slice(0, 11) === date.toISOString().replace(/[-:]/g, '').slice(0, 11)
      response.writeHead(isRight ? 200 : 403, { date: date.toUTCString() })
      response.end(isRight ? 'done' : ERROR('RequestTimeTooSkewed'))
    })
    expect(await sendTo(url)).toEqual({ body: 'done', attempts: 2 })
    expect(await sendTo(url)).toEqual({ body: 'done', attempts: 1 })
    expect(times).toHaveLength(3)
  })

  test('ends at once when it is interrupted, also while it waits', async () => {
    const url = await plainServer((_, response) => response.writeHead(503).end(ERROR('SlowDown')))
    const interrupt = new AbortController()
    setTimeout(() => interrupt.abort(new Error('interrupted')), 30)
    const { error } = await sendTo(url, {}, interrupt.signal)
    expect(String(error)).toMatch(/interrupted|abort/i)
  })

  test('leaves its path as it is', async () => {
    const urls: (string | undefined)[] = []
    const url = await plainServer((request, response) => {
      urls.push(request.url)
      response.end()
    })
    const path = '/b//a/./../%2e/..//x%0A%20'
    await sendTo(url, { path, query: 'tagging=' })
    expect(urls).toEqual([`${path}?tagging=`])
  })
})

describe('a request that is refused for its time', () => {
  const skewed = (code: string, message: string, hours: number) => (response: ServerResponse) => {
    response.setHeader('Date', new Date(Date.now() + hours * 3_600_000).toUTCString())
    response.writeHead(403).end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`)
  }

  test.each([
    ['InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier', 33],
    ['SignatureDoesNotMatch', 'Signature not yet current', 55],
    [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      77,
    ],
    ['RequestExpired', 'Request has expired.', 99],
  ])('by %s is signed again by the time of the service', async (code, message, hours) => {
    const dates: string[] = []
    const url = await server(skewed(code, message, hours), (response, request) => {
      dates.push(String(request.headers['x-amz-date']))
      response.end('done')
    })
    expect(await sendTo(url)).toMatchObject({ body: 'done', attempts: 2 })
    expect(dates[0]?.slice(0, 11)).toBe(
      new Date(Date.now() + hours * 3_600_000).toISOString().replaceAll(/[-:]/g, '').slice(0, 11),
    )
  })

  test('again has a hint at the clock, and is not sent for ever', async () => {
    const url = await plainServer((_, response) => {
      skewed('RequestTimeTooSkewed', 'too large', Math.random() * 1000 + 200)(response)
    })
    const { error, attempts } = await sendTo(url)
    expect([error?.message, attempts]).toEqual(['too large; check the clock of this machine', 2])
  })

  test('by a key that is wrong has none', async () => {
    const { error, attempts } = await sendTo(
      // The clock that was learned above is that of this service.
      await plainServer((_, response) => {
        response.setHeader('Date', 'none')
        refuse(403, ERROR('SignatureDoesNotMatch'))(response)
      }),
    )
    expect([error?.message, attempts]).toEqual(['so it is', 1])
  })
})
