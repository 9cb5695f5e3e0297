import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { ApiClient } from '../../../src/sources/aws/api-client.ts'
import type { Api, Rate } from '../../../src/services/declaration/api.ts'
import type { RateLimit } from '../../../src/sources/aws/rate-limit.ts'
import { createSession } from '../../../src/sources/aws/session.ts'
import { plainServer } from './plain-server.ts'

const ssm: Api = {
  id: 'ssm',
  sdkId: 'SSM',
  load: () => import('@aws-sdk/client-ssm'),
  client: 'SSMClient',
}

/** A client of a server that gives these answers one after the other, and the last one from then on. */
function clientOf(...answers: ((response: ServerResponse) => void)[]) {
  return clientOfApi(ssm, ...answers)
}

async function clientOfApi(api: Api, ...answers: ((response: ServerResponse) => void)[]) {
  let asked = 0
  const url = await plainServer((_, response) => {
    answers[Math.min(asked++, answers.length - 1)]?.(response)
  })
  const requests: string[] = []
  const session = createSession({
    endpointUrl: url,
    env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' },
    now: () => Date.now(),
  })
  const caller = {
    session,
    onRequest: (operation: string) => requests.push(operation),
    signal: new AbortController().signal,
  }
  const client = new ApiClient(api, 'us-east-1', caller)
  return {
    client,
    caller,
    requests,
    ask: (operation = 'DescribeParameters') => client.ask(operation, {}),
    askAll: () => Promise.allSettled(CALLS.map((operation) => client.ask(operation, {}))),
  }
}

const CALLS = ['DescribeParameters', 'ListDocuments', 'ListCommands', 'ListNodes', 'DescribeOpsItems']

const json = (status: number, body: object) => (response: ServerResponse) =>
  response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
const fine = json(200, { Parameters: [{ Name: 'a' }] })
const throttled = json(400, { __type: 'ThrottlingException', message: 'Rate exceeded' })
const denied = json(400, { __type: 'AccessDeniedException', message: 'not you' })
const page = (status: number) => (response: ServerResponse) =>
  response.writeHead(status, { 'Content-Type': 'text/html' }).end('<!doctype html><title>no</title>')

test('a call that is throttled, fails or breaks off is sent again, and each time is counted', async () => {
  const cut = (response: ServerResponse) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"Parameters":')
    response.destroy()
  }
  const { ask, requests } = await clientOf(throttled, json(500, { __type: 'InternalServerError' }), cut, fine)
  expect(await ask()).toMatchObject({ Parameters: [{ Name: 'a' }] })
  expect(requests).toEqual(Array(4).fill('ssm:DescribeParameters'))
})

test('a refusal is not sent again', async () => {
  const { ask, requests } = await clientOf(denied)
  await expect(ask()).rejects.toMatchObject({
    operation: 'ssm:DescribeParameters',
    code: 'AccessDeniedException',
  })
  expect(requests).toHaveLength(1)
})

test.each([404, 500])(
  'a call that is answered with a page of HTML (%i) is held to be unknown there',
  async (status) => {
    const { ask, requests } = await clientOf(page(status))
    const error = { code: `Http${status}`, message: 'the endpoint does not answer as AWS does' }
    await expect(ask()).rejects.toMatchObject(error)
    const before = requests.length
    await expect(ask()).rejects.toMatchObject(error)
    expect(requests).toHaveLength(before)
  },
)

test('one page of HTML from something on the way is got over', async () => {
  const { ask } = await clientOf(page(502), page(500), fine)
  expect(await ask()).toMatchObject({ Parameters: [{ Name: 'a' }] })
})

test('an API of which no call is answered but with pages is held to be unknown there', async () => {
  const { askAll, requests } = await clientOf(page(500))
  const results = await askAll()
  // Each says that it is unknown itself, whether it was asked or not.
  expect(results).toMatchObject(
    CALLS.map((operation) => ({ reason: { operation: `ssm:${operation}`, code: 'Http500' } })),
  )
  expect(new Set(requests).size).toBe(3)
})

test.each([
  ['was refused', denied],
  ['was throttled', throttled],
  ['broke off', (response: ServerResponse) => response.destroy()],
])('an API of which a call %s is not, whatever the others say', async (_, answer) => {
  const pages = Array.from({ length: 4 }, () => page(404))
  const { ask, askAll, requests } = await clientOf(...pages, answer, page(404))
  await askAll()
  expect(new Set(requests)).toEqual(new Set(CALLS.map((operation) => `ssm:${operation}`)))
  await expect(ask('ListAssociations')).rejects.toMatchObject({ operation: 'ssm:ListAssociations' })
})

test('once a call was answered, the others do not wait for each other', async () => {
  const waiting: (() => void)[] = []
  const { ask } = await clientOf(fine, (response) => {
    waiting.push(() => fine(response))
    if (waiting.length === 3) for (const answer of waiting) answer()
  })
  await Promise.all([ask(), ask(), ask(), ask()])
  expect(waiting).toHaveLength(3)
})

test('APIs with the same rates share their limits, and others have their own', async () => {
  const { caller } = await clientOf(fine)
  const limits = new Map<Rate, RateLimit>()
  const rates = { '*': { perSecond: 10, burst: 40 } }
  for (const api of [{ ...ssm, rates }, { ...ssm, id: 'other', rates }, ssm, ssm]) {
    await new ApiClient(api, 'us-east-1', caller, limits).ask('DescribeParameters', {})
  }
  expect([...limits.keys()].filter((rate) => rate === rates['*'])).toHaveLength(1)
  expect(limits.size).toBe(3)
})

test('keys that have expired end the commit', async () => {
  const { ask } = await clientOf(json(400, { __type: 'ExpiredTokenException', message: 'expired' }))
  await expect(ask()).rejects.toMatchObject({ name: 'JsnapError', code: 'Credentials' })
})

test.each(['InvalidSignatureException', 'SignatureDoesNotMatch', 'RequestExpired'])(
  'a call that is refused for its time by %s is sent once more, by the time of the service',
  async (code) => {
    const skewed = (response: ServerResponse) => {
      response.setHeader('Date', new Date(Date.now() + 3_600_000).toUTCString())
      json(400, { __type: code, message: 'Signature expired: x is now earlier than y' })(response)
    }
    const healed = await clientOf(skewed, fine)
    expect(await healed.ask()).toMatchObject({ Parameters: [{ Name: 'a' }] })
    const stays = await clientOf(skewed)
    await expect(stays.ask()).rejects.toMatchObject({
      code,
      message: 'Signature expired: x is now earlier than y; check the clock of this machine',
    })
    expect(stays.requests).toHaveLength(2)
  },
)

test('a call that a server says it lacks, be it by its status alone, is asked for once and others are asked on', async () => {
  const api: Api = { ...ssm, lacking: ['Http501', 'NotImplemented'] }
  const lacked = (response: ServerResponse) => response.writeHead(501).end()
  const { ask, requests } = await clientOfApi(api, lacked, fine)
  await expect(ask('ListDocuments')).rejects.toMatchObject({ code: 'Http501' })
  expect(await ask()).toMatchObject({ Parameters: [{ Name: 'a' }] })
  expect(requests).toEqual(['ssm:ListDocuments', 'ssm:DescribeParameters'])
})

test('keys that are refused end a capture where nobody has checked them before', async () => {
  const refused = json(400, { __type: 'UnrecognizedClientException', message: 'who?' })
  await expect((await clientOf(refused)).ask()).rejects.toMatchObject({ code: 'UnrecognizedClientException' })
  const { ask } = await clientOfApi({ ...ssm, checksKeys: true }, refused)
  await expect(ask()).rejects.toMatchObject({ name: 'JsnapError', code: 'Credentials' })
})

test('a refusal for being too fast holds no other call back where the limits are those of each resource', async () => {
  const { caller, requests } = await clientOf(throttled, fine)
  const limits = new Map<Rate, RateLimit>()
  const client = new ApiClient({ ...ssm, rates: 'none' }, 'us-east-1', caller, limits)
  await client.ask('DescribeParameters', {})
  expect([requests.length, limits.size]).toEqual([2, 0])
})
