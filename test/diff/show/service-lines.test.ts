import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import type { Change } from '../../../src/diff/compare/change.ts'
import { serviceLines } from '../../../src/diff/show/service-lines.ts'
import { loadLayoutBelow } from '../../../src/services/layout.ts'

const layout = await loadLayoutBelow('')

const change = (type: Change['type'], path: string, details?: Change['details']): Change => ({
  type,
  path,
  ...(details === undefined ? {} : { document: true, details }),
})

test('a paragraph for each service says how many things changed, and what in documents', () => {
  const ttl = { op: 'replace', path: '/TTL', place: 'TTL', before: 1, after: 2 } as const
  const lines = serviceLines(
    [
      change('modified', 'cloudfront/distributions/E1.json', [ttl]),
      change('added', 'cloudfront/cache-policies/a.json'),
      change('added', 'cloudfront/cache-policies/b.json'),
      change('modified', 'lambda/functions/f/code.zip'),
      change('modified', 'lambda/functions/f/config.json', [ttl, ttl, ttl, ttl, ttl]),
      change('added', 'lambda/functions/g/config.json'),
      change('added', 'lambda/functions/g/code.zip'),
      change('removed', 'integrations/sqs/queues/q.json'),
      change('unknown', 'integrations/ses/identities/x.json'),
      change('metadata', 's3-buckets/b/x'),
      change('renamed', 's3-buckets/b/y'),
      change('modified', 'databases/dynamodb-schemas/t.json', []),
      change('modified', 'databases/rds/instances/i.json'),
      change('modified', 'local/site/x'),
    ],
    layout,
    100,
    picocolors.createColors(false),
  )
  expect([...lines].join('\n')).toMatchInlineSnapshot(`
    "CloudFront: 1 distribution changed, 2 cache policies added
      cloudfront/distributions/E1.json
        ~ TTL 1 → 2
    DynamoDB: 1 table changed
    Lambda: 1 function changed, 1 function added
      lambda/functions/f
        ~ TTL 1 → 2
        ~ TTL 1 → 2
        ~ TTL 1 → 2
        and 2 more changes
    Local files: 1 file changed
    RDS: 1 instance changed
    S3: 1 object changed, 1 object renamed
    SES: 1 identity unknown
    SQS: 1 queue removed"
  `)
})

test('of what could not be read, no things are counted that nobody knows', () => {
  const sides = {
    before: { sha256: 'a', size: 1 },
    after: { sha256: 'b', size: 1 },
  } as unknown as Partial<Change>
  const lines = serviceLines(
    [
      { ...change('unknown', 'cloudfront/distributions/E1.json'), ...sides },
      change('unknown', 'cloudfront/functions/'),
      change('unknown', 'cloudfront/cache-policies/'),
      change('unknown', 'lambda/functions/f/code/'),
      change('unknown', 'lightsail/'),
      change('unknown', 'databases/rds/instances/'),
      change('unknown', 's3-buckets/shop/'),
      change('unknown', 's3-buckets/tea/'),
      change('unknown', 's3-buckets/tea/a'),
      change('added', 's3-buckets/b/x'),
    ],
    layout,
    100,
    picocolors.createColors(false),
  )
  expect([...lines].join('\n')).toMatchInlineSnapshot(`
    "CloudFront: 1 distribution unknown in part, functions unknown, cache policies unknown
    Lambda: 1 function unknown in part
    Lightsail: unknown
    RDS: instances unknown
    S3: 1 object unknown, 1 object added, objects unknown"
  `)
})

test('things whose names have slashes are each one thing, and webhooks have a heading of their own', () => {
  const lines = serviceLines(
    [
      change('added', 'integrations/logs/groups/aws/lambda/a.json'),
      change('added', 'integrations/logs/groups/aws/lambda/b.json'),
      change('added', 'integrations/logs/groups/aws/rds/c.json'),
      change('added', 'integrations/ssm/parameters/shop/url.json'),
      change('added', 'integrations/ssm/parameters/shop/key.json'),
      change('unknown', 'integrations/logs/account-policies/retention/'),
      change('added', 'integrations/webhooks/hook.json'),
    ],
    layout,
    100,
    picocolors.createColors(false),
  )
  expect([...lines]).toEqual([
    'CloudWatch Logs: 3 groups added, account policies unknown',
    'Systems Manager: 2 parameters added',
    'Webhooks: 1 webhook added',
  ])
})
