import { describe, expect, test } from 'vitest'
import { meaningOf, pathsNamed, thingsNamed } from '../../src/api/paths-named.ts'
import { isJsnapError } from '../../src/runtime/errors.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const ABOUT = { account: '123456789012', regions: ['us-east-1', 'us-west-2'] }

const distribution = (id: string, aliases: readonly string[], comment = '') =>
  config(`cloudfront/distributions/${id}.json`, {
    Id: id,
    ARN: `arn:aws:cloudfront::123456789012:distribution/${id}`,
    DomainName: `${id.toLowerCase()}.cloudfront.net`,
    DistributionConfig: { Aliases: { Items: aliases }, Comment: comment },
  })

const zone = (id: string, name: string, path = name) => [
  config(`route53/hosted-zones/${id}.json`, { Id: `/hostedzone/${id}`, Name: `${name}.` }),
  config(`route53/dns-records/${path}.json`, { Id: `/hostedzone/${id}`, Name: `${name}.`, records: [] }),
]

const bucket = (name: string) => [
  config(`s3-configs/${name}.json`, { name }),
  { path: `s3-buckets/${name}/a/index.html`, content: 'x' },
]

const ESTATE = [
  distribution('E1', ['www.shop.example', 'shop.example']),
  distribution('E2', ['*.shop.example']),
  ...zone('Z1', 'sea.example'),
  ...bucket('media'),
  config('lambda/functions/orders/config.json', { FunctionName: 'orders' }),
  { path: 'lambda/functions/orders/code/index.mjs', content: 'x' },
  config('iam/roles/orders-role.json', { RoleName: 'orders-role' }),
  config('integrations/sqs/queues/jobs.json', {}),
  config('integrations/sqs/queues/jobs@us-west-2.json', {}),
  config('integrations/secretsmanager/secrets/prod/db.json', {
    Name: 'prod/db',
    ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf',
  }),
  config('integrations/secretsmanager/secrets/prod.json', { Name: 'prod' }),
  config('integrations/eventbridge/rules/default/nightly.json', { Name: 'nightly' }),
  config('integrations/eventbridge/buses/default.json', { Name: 'default' }),
  config('integrations/api-gateway/rest-apis/shop-api/api.json', { name: 'shop-api', id: 'a1b2c3d4e5' }),
  config('databases/dynamodb-schemas/carts.json', { TableName: 'carts' }),
  { path: 'databases/table-exports/carts.jsonl', content: '{}' },
  config('databases/rds/instances/db1.json', {
    DBInstanceIdentifier: 'db1',
    Endpoint: { Address: 'db1.abc.us-east-1.rds.amazonaws.com' },
    TagList: [{ Key: 'Name', Value: 'shop database' }],
  }),
  config('databases/rds/instances/ledger.json', {
    DBInstanceIdentifier: 'ledger',
    DBInstanceArn: 'arn:aws:rds:us-east-1:123456789012:db:ledger',
  }),
  config('databases/rds/clusters/ledger.json', {
    DBClusterIdentifier: 'ledger',
    DBClusterArn: 'arn:aws:rds:us-east-1:123456789012:cluster:ledger',
  }),
  config('lambda/event-source-mappings/0a1b.json', {
    UUID: '0a1b',
    FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:orders',
  }),
]

const estate = async () => (await storeOfVersions({ made: ESTATE, about: ABOUT })).store

describe('what is called by a name, an id or an ARN', () => {
  test.each([
    ['www.shop.example', ['cloudfront/distributions/E1.json']],
    ['WWW.Shop.Example.', ['cloudfront/distributions/E1.json']],
    ['*.shop.example', ['cloudfront/distributions/E2.json']],
    ['e1.cloudfront.net', ['cloudfront/distributions/E1.json']],
    ['E1', ['cloudfront/distributions/E1.json']],
    ['arn:aws:cloudfront::123456789012:distribution/E1', ['cloudfront/distributions/E1.json']],
    ['sea.example', ['route53/dns-records/sea.example.json', 'route53/hosted-zones/Z1.json']],
    ['sea.example.', ['route53/dns-records/sea.example.json', 'route53/hosted-zones/Z1.json']],
    ['Z1', ['route53/dns-records/sea.example.json', 'route53/hosted-zones/Z1.json']],
    [
      'arn:aws:route53:::hostedzone/Z1',
      ['route53/dns-records/sea.example.json', 'route53/hosted-zones/Z1.json'],
    ],
    ['media', ['s3-buckets/media', 's3-configs/media.json']],
    ['arn:aws:s3:::media', ['s3-buckets/media', 's3-configs/media.json']],
    ['arn:aws:s3:::media/a/index.html', ['s3-buckets/media/a/index.html']],
    ['orders', ['lambda/functions/orders']],
    ['arn:aws:lambda:us-east-1:123456789012:function:orders', ['lambda/functions/orders']],
    ['arn:aws:lambda:us-east-1:123456789012:function:orders:live', ['lambda/functions/orders']],
    ['arn:aws:iam::123456789012:role/service-role/orders-role', ['iam/roles/orders-role.json']],
    ['arn:aws:sqs:us-west-2:123456789012:jobs', ['integrations/sqs/queues/jobs@us-west-2.json']],
    ['arn:aws:sqs:us-east-1:123456789012:jobs', ['integrations/sqs/queues/jobs.json']],
    [
      'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf',
      ['integrations/secretsmanager/secrets/prod/db.json'],
    ],
    ['nightly', ['integrations/eventbridge/rules/default/nightly.json']],
    [
      'arn:aws:events:us-east-1:123456789012:rule/default/nightly',
      ['integrations/eventbridge/rules/default/nightly.json'],
    ],
    ['a1b2c3d4e5', ['integrations/api-gateway/rest-apis/shop-api']],
    ['arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5', ['integrations/api-gateway/rest-apis/shop-api']],
    ['carts', ['databases/dynamodb-schemas/carts.json', 'databases/table-exports/carts.jsonl']],
    [
      'arn:aws:dynamodb:us-east-1:123456789012:table/carts/index/by-date',
      ['databases/dynamodb-schemas/carts.json', 'databases/table-exports/carts.jsonl'],
    ],
    ['db1.abc.us-east-1.rds.amazonaws.com', ['databases/rds/instances/db1.json']],
    ['arn:aws:rds:us-east-1:123456789012:db:ledger', ['databases/rds/instances/ledger.json']],
    ['arn:aws:rds:us-east-1:123456789012:cluster:ledger', ['databases/rds/clusters/ledger.json']],
    ['0a1b', ['lambda/event-source-mappings/0a1b.json']],
    ['shop database', ['databases/rds/instances/db1.json']],
  ])('%s', async (text, paths) => {
    const things = await thingsNamed(await estate(), 'HEAD', text)
    expect(things.flatMap((thing) => [...thing.paths]).sort()).toEqual(paths)
    expect(things.length).toBe(1)
  })

  test.each([
    'nosuch.example',
    'arn:aws:sqs:eu-west-1:123456789012:jobs',
    'arn:aws:sqs:us-east-1:999999999999:jobs',
    'arn:aws:sns:us-east-1:123456789012:jobs',
    'arn:',
    'e1',
  ])('nothing: %s', async (text) => {
    const store = await estate()
    expect(await thingsNamed(store, 'HEAD', text)).toEqual([])
    expect(await pathsNamed(store, [text])).toEqual([text])
  })
})

test('a name of several things is an error that lists them', async () => {
  const several = await storeOfVersions({
    made: [distribution('E1', ['shop.example']), ...zone('Z1', 'shop.example'), ...bucket('shop.example')],
  })
  const error = await pathsNamed(several.store, ['shop.example']).catch((thrown: unknown) => thrown)
  if (!isJsnapError(error, 'AmbiguousName')) throw new Error('it is ambiguous', { cause: error })
  expect(error.message).toBe("'shop.example' is ambiguous: 3 things are called so")
  expect(error.details).toEqual([
    'distribution: cloudfront/distributions/E1.json',
    'hosted zone: route53/dns-records/shop.example.json, route53/hosted-zones/Z1.json',
    'bucket: s3-configs/shop.example.json, s3-buckets/shop.example',
  ])
})

test('two zones of one name are two things', async () => {
  const two = await storeOfVersions({
    made: [...zone('Z1', 'sea.example'), ...zone('Z2', 'sea.example', 'sea.example--Z2')],
  })
  const things = await thingsNamed(two.store, 'HEAD', 'sea.example')
  expect(things.map(({ paths }) => paths.toSorted())).toEqual([
    ['route53/dns-records/sea.example--Z2.json', 'route53/hosted-zones/Z2.json'],
    ['route53/dns-records/sea.example.json', 'route53/hosted-zones/Z1.json'],
  ])
})

test('one document is wanted: the id is that of the zone, and the name is also that of its records', async () => {
  const store = await estate()
  expect(await pathsNamed(store, ['Z1'], { document: true })).toEqual(['route53/hosted-zones/Z1.json'])
  expect(await pathsNamed(store, ['media'], { document: true })).toEqual(['s3-configs/media.json'])
  await expect(pathsNamed(store, ['sea.example'], { document: true })).rejects.toThrow(
    '2 documents are about it',
  )
})

test('a path goes before a name', async () => {
  const named = await storeOfVersions({
    made: [distribution('E1', ['local']), { path: 'local/site/a', content: 'x' }],
  })
  expect(await pathsNamed(named.store, ['local'])).toEqual(['local'])
})

test('what is gone is found in the newest version that had it, and in both of two that are named', async () => {
  const moved = await storeOfVersions(
    { made: [distribution('E1', ['www.shop.example'])] },
    { made: [distribution('E2', ['www.shop.example'])] },
    { made: [distribution('E2', [])] },
  )
  expect(await pathsNamed(moved.store, ['www.shop.example'])).toEqual(['cloudfront/distributions/E2.json'])
  const versions = ['v1.0', 'v1.1']
  expect(await pathsNamed(moved.store, ['www.shop.example'], { versions })).toEqual([
    'cloudfront/distributions/E1.json',
    'cloudfront/distributions/E2.json',
  ])
  expect(await pathsNamed(moved.store, ['www.shop.example'], { versions: ['v1.2'] })).toEqual([
    'www.shop.example',
  ])
})

test('among arguments, what is neither a version nor a path nor a name is an unknown version', async () => {
  const store = await estate()
  const takes = { versions: 2, live: 'live' }
  expect(await meaningOf(store, ['v1.0', 'live', 'E1'], takes)).toEqual({
    versions: ['v1.0', 'live'],
    paths: ['cloudfront/distributions/E1.json'],
  })
  expect(await meaningOf(store, ['v1.0:www.shop.example'], takes)).toEqual({
    versions: ['v1.0'],
    paths: ['cloudfront/distributions/E1.json'],
  })
  await expect(meaningOf(store, ['v1.0', 'nosuch'], takes)).rejects.toThrow("unknown version 'nosuch'")
})

test('a document that is damaged, or is none, is called by its path alone', async () => {
  const damaged = await storeOfVersions({
    made: [
      config('cloudfront/distributions/E1.json', [1, 2]),
      config('cloudfront/distributions/E2.json', null),
    ],
  })
  expect(await pathsNamed(damaged.store, ['E1'])).toEqual(['cloudfront/distributions/E1.json'])
})
