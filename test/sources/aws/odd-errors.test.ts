import { expect, test } from 'vitest'
import { SNS } from '../../../src/services/sns.ts'
import { SQS } from '../../../src/services/sqs.ts'
import { LAMBDA } from '../../../src/services/lambda.ts'
import { captureSource, sessionAt, sourceOf } from './capture-service.ts'
import { plainServer } from './plain-server.ts'

const JSON_TYPE = 'application/x-amz-json-1.0'

test.each([
  [SQS, JSON_TYPE, '{"__type":"X","message":{"a":1}}', 'X'],
  [SQS, JSON_TYPE, '{"__type":"X","message":["a"]}', 'X'],
  [SQS, JSON_TYPE, '{"__type":"X","Message":7}', 'X'],
  [SQS, JSON_TYPE, '{"__type":{"a":1},"message":"no"}', 'BadError'],
  [SQS, JSON_TYPE, '{"__type":["X"],"message":"no"}', 'BadError'],
  [SQS, JSON_TYPE, '{"code":{"a":1}}', 'BadError'],
  [SQS, JSON_TYPE, '{"__type":"X","detail":{"code":{"a":1}}}', 'X'],
  [LAMBDA, 'application/json', '{"code":true,"message":"no"}', 'BadError'],
  [LAMBDA, 'application/json', '{"__type":"X","Message":{"a":1}}', 'X'],
  [
    SNS,
    'text/xml',
    '<ErrorResponse><Error><Code><a>1</a></Code><Message>m</Message></Error></ErrorResponse>',
    'BadError',
  ],
  [SNS, 'text/xml', '<ErrorResponse><Error><Code>a</Code><Code>b</Code></Error></ErrorResponse>', 'BadError'],
  [
    SNS,
    'text/xml',
    '<ErrorResponse><Error><Code>X</Code><Message><a>1</a></Message></Error></ErrorResponse>',
    'X',
  ],
  [
    SNS,
    'text/xml',
    '<ErrorResponse><Error><Code>X</Code><Message>a</Message><Message>b</Message></Error></ErrorResponse>',
    'X',
  ],
])(
  '%# an odd refusal is a problem of its operation alone, and in no words of JavaScript',
  async (service, type, body, code) => {
    const url = await plainServer((_, response) =>
      response.writeHead(400, { 'Content-Type': type }).end(body),
    )
    const { problems } = await captureSource(sourceOf(service, sessionAt(url)))
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) {
      expect(problem.code).toBe(code)
      expect(problem.operation).toMatch(new RegExp(`^(?!.*:capture$)`))
      expect(problem.message).not.toMatch(/is not a function|hidden field|object Object/)
    }
  },
)

test.each([SQS, LAMBDA, SNS])(
  'a proxy that refuses with a page of its own is no denial by AWS: $name',
  async (service) => {
    const page = '<html><body>blocked by the proxy</body></html>'
    const url = await plainServer((_, response) =>
      response.writeHead(403, { 'Content-Type': 'text/html' }).end(page),
    )
    const { problems } = await captureSource(sourceOf(service, sessionAt(url)))
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['Http403']))
  },
)
