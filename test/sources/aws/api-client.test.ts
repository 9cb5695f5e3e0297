import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { ApiClient } from '../../../src/sources/aws/api-client.ts'
import type { Api } from '../../../src/sources/aws/declaration.ts'
import { createSession } from '../../../src/sources/aws/session.ts'
import { plainServer } from './plain-server.ts'

const ssm: Api = {
  id: 'ssm',
  sdkId: 'SSM',
  load: () => import('@aws-sdk/client-ssm'),
  client: 'SSMClient',
}

/** A client of a server that gives these answers one after the other, and the last one from then on. */
async function clientOf(...answers: ((response: ServerResponse) => void)[]) {
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
  const client = new ApiClient(ssm, 'us-east-1', {
    session,
    onRequest: (operation) => requests.push(operation),
    signal: new AbortController().signal,
  })
  return { client, requests, ask: () => client.ask('DescribeParameters', {}) }
}

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

test('keys that have expired end the commit', async () => {
  const { ask } = await clientOf(json(400, { __type: 'ExpiredTokenException', message: 'expired' }))
  await expect(ask()).rejects.toMatchObject({ name: 'JsnapError', code: 'Credentials' })
})
