import fc from 'fast-check'
import { expect, test } from 'vitest'
import { literals, templates } from '../../../../src/services/integration-secrets.ts'

test.each([
  'method.request.header.x-api-key',
  'method.request.path.proxy',
  'method.request.body.order.id',
  'integration.response.header.Location',
  'context.authorizer.principalId',
  'stageVariables.token',
  'route.request.querystring.room',
  '$request.header.Authorization',
  '$request.path',
  "$context.authorizer.claims['custom:shop']",
  '${stageVariables.token}',
  "''",
  '',
])('a parameter that is taken from elsewhere, or is nothing, is no secret: %s', (value) => {
  expect(literals({ name: value })).toEqual([])
})

test.each(["'abc'", 'abc', "'method.request.header.x'", 'Bearer abc', '${stageVariables.user}:abc', '$abc'])(
  'a parameter that stands as it is sent is one: %s',
  (value) => {
    expect(literals({ name: value, other: 'context.requestId' })).toEqual(['name'])
  },
)

test('whatever stands in quotes is a secret', () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => literals({ a: `'${text}'` }).length === 1))
})

test('parameters that are not values, as those that methods take, are none', () => {
  expect(literals({ 'method.request.header.x': true })).toEqual([])
})

test('a template is a secret, but for the status of an answer without a backend', () => {
  expect(
    templates({
      'application/json': '{"statusCode": 200}',
      'text/plain': ' { statusCode : 404 } ',
      'text/xml': '{"statusCode": 200, "key": "abc"}',
      'text/html': '$input.body',
      none: '',
    }),
  ).toEqual(['text/xml', 'text/html'])
})
