import { expect, test } from 'vitest'
import type { JsonObject } from '../../../../src/model/canonical-json.ts'
import { WAF } from '../../../../src/services/waf.ts'
import { documentsOf } from './documents-of.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function searchString(fieldToMatch: JsonObject, search = base64('POST')) {
  return searched({ ByteMatchStatement: { SearchString: search, FieldToMatch: fieldToMatch } })
}

/** What a rule looks for stands as. */
async function searched(statement: JsonObject) {
  const Rules = [
    {
      Name: 'r',
      Priority: 0,
      Statement: {
        NotStatement: { Statement: statement },
      },
    },
  ]
  const documents = await documentsOf(WAF, 'waf/regional/web-acls/*.json', {
    ListWebACLs: { WebACLs: [{ Name: 'shop', Id: '1', ARN: 'arn:acl' }] },
    GetWebACL: { WebACL: { Name: 'shop', Id: '1', ARN: 'arn:acl', Rules } },
  })
  return JSON.parse(
    /"(?:Search|Regex)String":(\{[^}]*\}|"[^"]*")/.exec(
      JSON.stringify(documents['waf/regional/web-acls/shop.json']),
    )?.[1] ?? 'null',
  ) as unknown
}

test.each([[{ Method: {} }], [{ HeaderOrder: {} }], [{ JA3Fingerprint: { FallbackBehavior: 'MATCH' } }]])(
  'what a rule looks for in %j is no secret, and stands as text',
  async (field) => {
    expect(await searchString(field)).toBe('POST')
  },
)

test.each([
  [{ SingleHeader: { Name: 'x-origin-key' } }],
  [{ Headers: { MatchPattern: { All: {} } } }],
  [{ Cookies: { MatchPattern: { All: {} } } }],
  [{ QueryString: {} }],
  [{ SingleQueryArgument: { Name: 'token' } }],
  [{ AllQueryArguments: {} }],
  [{ Body: {} }],
  [{ JsonBody: { MatchScope: 'ALL' } }],
  [{ SomethingNew: {} }],
  [{}],
])('what a rule looks for in %j is secret', async (field) => {
  expect(await searchString(field)).toEqual({ $secret: 'SearchString:8' })
})

test.each(['/wp-admin', '.php', '/api/v1/orders/', 'xmlrpc.php', ''])(
  'a path that a rule looks for stands as text where it is plain words: %j',
  async (path) => expect(await searchString({ UriPath: {} }, base64(path))).toBe(path),
)

test.each(['/hooks/T0AB12CD3/x', '/s3cr3t', `/${'a'.repeat(32)}`, '/Ab', '\n', '\u00ff', '/a?key=b'])(
  'a path that may hold a token is secret, as in a URL: %j',
  async (path) =>
    expect(await searchString({ UriPath: {} }, base64(path))).toMatchObject({
      $secret: expect.stringMatching(/^SearchString:/) as string,
    }),
)

test('bytes that a rule looks for and that are no text are told from a text that looks so', async () => {
  const bytes = Buffer.from([0xff, 0xfe]).toString('base64')
  expect(await searchString({ Method: {} }, bytes)).toEqual({ base64: bytes })
  expect(await searchString({ Method: {} }, base64(bytes))).toBe(bytes)
})

test("a web ACL of CloudFront's scope has the Amplify applications that it protects", async () => {
  const asked: unknown[] = []
  const documents = await documentsOf(WAF, 'waf/cloudfront/web-acls/*.json', {
    ListWebACLs: { WebACLs: [{ Name: 'edge', Id: '1', ARN: 'arn:edge' }] },
    GetWebACL: { WebACL: { Name: 'edge', Id: '1', ARN: 'arn:edge' } },
    ListResourcesForWebACL(input) {
      asked.push(input)
      return { ResourceArns: ['arn:aws:amplify:us-east-1:1:apps/b', 'arn:aws:amplify:us-east-1:1:apps/a'] }
    },
  })
  expect(asked).toEqual([{ WebACLArn: 'arn:edge', ResourceType: 'AMPLIFY' }])
  expect(documents['waf/cloudfront/web-acls/edge.json']).toMatchObject({
    amplifyApps: ['arn:aws:amplify:us-east-1:1:apps/a', 'arn:aws:amplify:us-east-1:1:apps/b'],
  })
})

test.each([
  ['^POST$', { Method: {} }],
  ['^/(?:wp-admin|xmlrpc\\.php)$', { UriPath: {} }],
])(
  'a regular expression %s that a rule looks for in %j stands as text',
  async (RegexString, FieldToMatch) => {
    expect(await searched({ RegexMatchStatement: { RegexString, FieldToMatch } })).toBe(RegexString)
  },
)

test.each([
  ['^abc$', { SingleHeader: { Name: 'x-origin-verify' } }],
  ['^abc$', { Cookies: {} }],
  ['^abc$', { Body: {} }],
  ['^abc$', { SomethingNew: {} }],
  ['^/hooks/T0AB12CD3$', { UriPath: {} }],
])('a regular expression %s that a rule looks for in %j is secret', async (RegexString, FieldToMatch) => {
  expect(await searched({ RegexMatchStatement: { RegexString, FieldToMatch } })).toMatchObject({
    $secret: expect.stringMatching(/^RegexString:/) as string,
  })
})
