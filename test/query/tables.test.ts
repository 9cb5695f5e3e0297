import { expect, test } from 'vitest'
import { QUERY_TABLES } from '../../src/query/query-tables.ts'
import type { Value } from '../../src/query/query-table.ts'
import { smallEstate } from '../helpers/small-estate.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

/** The rows of a table in a version, the last one when none is named, with these columns. */
async function rowsOf(
  name: string,
  columns: string,
  version = 'v1.1',
): Promise<Record<string, Value | undefined>[]> {
  const { store, versions } = await storeOfVersions({ made: smallEstate(300) }, { made: smallEstate(60) })
  const table = QUERY_TABLES.find((one) => one.name === name)
  const asked = versions.find((one) => one.name === version)
  if (table === undefined || asked === undefined) throw new Error(`no ${name} in ${version}`)
  const names = columns.split(' ')
  const places = names.map((column) => table.columns.findIndex((one) => one.name === column))
  const rows = [...(await table.rows(store, asked, () => true))]
  for (const row of rows) expect(row).toHaveLength(table.columns.length)
  return rows.map((row) => Object.fromEntries(names.map((column, i) => [column, row[places[i] ?? -1]])))
}

test('objects and buckets have rows of what a version holds', async () => {
  expect(await rowsOf('objects', 'bucket key size content_type etag unread storage_class')).toEqual([
    {
      bucket: 'shop',
      key: 'a.html',
      size: 3,
      content_type: 'text/html',
      etag: '"e1"',
      unread: null,
      storage_class: 'STANDARD',
    },
    {
      bucket: 'shop',
      key: 'deep//b, "b".html',
      size: 5,
      content_type: 'text/html',
      etag: '"e1"',
      unread: null,
      storage_class: 'STANDARD',
    },
    {
      bucket: 'shop',
      key: 'old',
      size: 9,
      content_type: null,
      etag: null,
      unread: 'archived',
      storage_class: 'GLACIER',
    },
  ])
  expect(await rowsOf('buckets', 'name region objects bytes versioning')).toEqual([
    { name: 'shop', region: 'eu-west-1', objects: 3, bytes: 17, versioning: 'Enabled' },
  ])
})

test('distributions have rows, and so has what is inside of them', async () => {
  expect(await rowsOf('distributions', 'id aliases enabled')).toEqual([
    { id: 'E1', aliases: 'shop.example, www.shop.example', enabled: 1 },
  ])
  expect(await rowsOf('origins', 'distribution id domain_name')).toEqual([
    { distribution: 'E1', id: 'site', domain_name: 'shop.s3.amazonaws.com' },
  ])
  expect(await rowsOf('behaviors', 'position path_pattern default_ttl')).toEqual([
    { position: 1, path_pattern: '/a/*', default_ttl: 60 },
    { position: 2, path_pattern: '*', default_ttl: 300 },
  ])
})

test('functions, zones, records and tables have rows', async () => {
  expect(await rowsOf('functions', 'name memory')).toEqual([{ name: 'orders', memory: 128 }])
  expect(await rowsOf('zones', 'id name private records')).toEqual([
    { id: 'Z1', name: 'shop.example', private: 0, records: 3 },
  ])
  expect(await rowsOf('records', 'zone name ttl value alias')).toEqual([
    { zone: 'shop.example', name: 'shop.example', ttl: null, value: null, alias: 'e1.cloudfront.net' },
    { zone: 'shop.example', name: 'www.shop.example', ttl: 60, value: '192.0.2.1, 192.0.2.2', alias: null },
    { zone: 'shop.example', name: '*.shop.example', ttl: null, value: null, alias: '*.cloudfront.net' },
  ])
  expect(await rowsOf('tables', 'name billing partition_key sort_key items')).toEqual([
    { name: 'orders', billing: 'PROVISIONED', partition_key: 'id', sort_key: 'day', items: 1 },
  ])
})

test('all documents are resources, and all paths are entries', async () => {
  const entries = await rowsOf('entries', 'type')
  expect(entries.filter(({ type }) => type === 'config')).toHaveLength(9)
  expect(await rowsOf('resources', 'service kind name region')).toEqual([
    { service: 'cloudfront', kind: 'distributions', name: 'E1', region: null },
    { service: 'dynamodb', kind: 'schemas', name: 'orders', region: 'us-east-1' },
    { service: 'rds', kind: 'instances', name: 'db', region: 'eu-west-1' },
    { service: 'sqs', kind: 'queues', name: 'mail', region: 'us-east-1' },
    { service: 'lambda', kind: 'functions', name: 'orders', region: 'us-east-1' },
    { service: 'lambda', kind: 'functions', name: 'orders/versions/1', region: 'us-east-1' },
    { service: 'route53', kind: 'dns-records', name: 'shop.example', region: null },
    { service: 'route53', kind: 'hosted-zones', name: 'Z1', region: null },
    { service: 's3', kind: 'buckets', name: 'shop', region: 'eu-west-1' },
  ])
})

test('changes, and what changed inside, are rows of the version that made them', async () => {
  const [distribution, zone] = ['cloudfront/distributions/E1.json', 'route53/dns-records/shop.example.json']
  expect(await rowsOf('changes', 'type path parent')).toEqual([
    { type: 'modified', path: distribution, parent: 'v1.0' },
    { type: 'modified', path: zone, parent: 'v1.0' },
  ])
  expect(await rowsOf('details', 'path place before after')).toEqual([
    { path: distribution, place: 'behaviour /a/*: DefaultTTL', before: '300', after: '60' },
    { path: zone, place: 'www.shop.example A: TTL', before: '300', after: '60' },
  ])
  const first = await rowsOf('changes', 'type parent', 'v1.0')
  expect(first).toHaveLength(13)
  expect(new Set(first.map(({ type, parent }) => `${type} ${parent}`))).toEqual(new Set(['added null']))
  expect(await rowsOf('details', 'path', 'v1.0')).toEqual([])
})
