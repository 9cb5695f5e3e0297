import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { ApiClient } from '../../../../src/sources/aws/api-client.ts'
import type { Api } from '../../../../src/services/declaration/api.ts'
import { Reader } from '../../../../src/sources/aws/reader.ts'
import { KEY_VALUES } from '../../../../src/services/cloudfront-key-values.ts'
import { createSession } from '../../../../src/sources/aws/session.ts'
import { plainServer } from '../plain-server.ts'

const ARN = 'arn:aws:cloudfront::123456789012:key-value-store/11111111-2222-3333-4444-555555555555'

test('keys are read page by page at an endpoint that is an address, signed for all regions', async () => {
  const requests: IncomingMessage[] = []
  const endpointUrl = await plainServer((request, response) => {
    requests.push(request)
    const page = new URL(request.url ?? '', 'http://any').searchParams.get('NextToken')
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(
      page === null
        ? '{"Items":[{"Key":"a","Value":"1"}],"NextToken":"next"}'
        : '{"Items":[{"Key":"b","Value":"2"}]}',
    )
  })
  const session = createSession({
    endpointUrl,
    env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' },
    now: () => Date.now(),
  })
  const api = KEY_VALUES.api as Api // it names one
  const caller = { session, onRequest: () => undefined, signal: new AbortController().signal }
  const client = new ApiClient(api, 'us-east-1', caller)
  const reader = new Reader(api, (_, operation, input) => client.ask(operation, input))
  const keys = await reader.list(KEY_VALUES, [{ ARN }])
  await client.close()

  expect(keys.map(({ item }) => item)).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ])
  expect(requests).toHaveLength(2)
  for (const { url, headers } of requests) {
    expect(url).toMatch(`/key-value-stores/${encodeURIComponent(ARN)}/keys?MaxResults=50`)
    expect(headers.host).toBe(new URL(endpointUrl).host)
    expect(headers.authorization).toMatch(/^AWS4-ECDSA-P256-SHA256 /)
    expect(headers['x-amz-region-set']).toBe('*')
  }
})
