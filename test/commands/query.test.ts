import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { QueryOptions } from '../../src/commands/query.flags.ts'
import { run } from '../../src/commands/query.ts'
import type { Json } from '../../src/model/canonical-json.ts'
import { QueryDatabase } from '../../src/query/query-database.ts'
import { QUERY_TABLES } from '../../src/query/query-tables.ts'
import type { Made } from '../checkout/make-version.ts'
import { runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

// As the launcher does: without it, the process that answers takes most of the time.
vi.stubEnv('NODE_COMPILE_CACHE', join(tmpdir(), 'node-compile-cache'))

const object = (key: string, content: string): Made => ({
  path: `s3-buckets/shop/${key}`,
  content,
  meta: { contentType: 'text/html', tags: { team: 'web' } },
  origin: { etag: '"e1"', lastModified: '2026-01-01T00:00:00.000Z', size: content.length },
})
const behavior = (ttl: number) => ({ TargetOriginId: 'site', DefaultTTL: ttl })
const estate = (ttl: number): Made[] => [
  object('a.html', 'one'),
  object('deep//b, "b".html', 'three'),
  {
    path: 's3-buckets/shop/old',
    type: 'stub',
    size: 9,
    meta: { reason: 'archived', storageClass: 'GLACIER' },
  },
  config('s3-configs/shop.json', { name: 'shop', region: 'eu-west-1', versioning: { Status: 'Enabled' } }),
  config('cloudfront/distributions/E1.json', {
    Id: 'E1',
    DomainName: 'e1.cloudfront.net',
    DistributionConfig: {
      Aliases: { Items: ['shop.example', 'www.shop.example'] },
      Enabled: true,
      CacheBehaviors: { Items: [{ ...behavior(ttl), PathPattern: '/a/*' }] },
      DefaultCacheBehavior: behavior(300),
      Origins: { Items: [{ Id: 'site', DomainName: 'shop.s3.amazonaws.com' }] },
    },
  }),
  config('lambda/functions/orders/config.json', {
    FunctionName: 'orders',
    MemorySize: 128,
    Runtime: 'nodejs22.x',
  }),
  config('lambda/functions/orders/versions/1.json', { FunctionName: 'orders', MemorySize: 64 }),
  config('route53/hosted-zones/Z1.json', {
    Id: '/hostedzone/Z1',
    Name: 'shop.example.',
    Config: { PrivateZone: false },
  }),
  config('route53/dns-records/shop.example.json', {
    Id: '/hostedzone/Z1',
    Name: 'shop.example.',
    records: [
      { Name: 'shop.example.', Type: 'A', AliasTarget: { DNSName: 'e1.cloudfront.net.' } },
      {
        Name: 'www.shop.example.',
        Type: 'A',
        TTL: ttl,
        ResourceRecords: [{ Value: '192.0.2.1' }, { Value: '192.0.2.2' }],
      },
      {
        Name: '\\052.shop.example.',
        Type: 'A',
        AliasTarget: { DNSName: '\\052.cloudfront.net.' },
      },
    ],
  }),
  config('databases/dynamodb-schemas/orders.json', {
    TableName: 'orders',
    KeySchema: [
      { AttributeName: 'day', KeyType: 'RANGE' },
      { AttributeName: 'id', KeyType: 'HASH' },
    ],
  }),
  { path: 'databases/table-exports/orders.jsonl', content: '{}\n', meta: { items: 1 } },
  config('databases/rds/instances/db@eu-west-1.json', { Engine: 'postgres' }),
  config('integrations/sqs/queues/mail.json', { QueueName: 'mail' }),
]

async function ask(sql: string, options: Partial<QueryOptions> = {}) {
  const { folder } = await storeOfVersions({ made: estate(300) }, { made: estate(60) })
  const ran = await runCommand(run, { sql, pager: false, ...options }, folder)
  expect(readdirSync(join(folder, '.jsnap', 'tmp'))).toEqual([])
  return ran
}

async function rowsOf(sql: string, options: Partial<QueryOptions> = {}): Promise<Json> {
  const { stdout } = await ask(sql, { ...options, json: true })
  return (JSON.parse(stdout) as { rows: Json }).rows
}

test('objects and buckets have rows of what a version holds', async () => {
  expect(
    await rowsOf(
      'SELECT bucket, key, size, content_type, etag, unread, storage_class FROM objects ORDER BY key',
    ),
  ).toEqual([
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
  expect(await rowsOf('SELECT name, region, objects, bytes, versioning FROM buckets')).toEqual([
    { name: 'shop', region: 'eu-west-1', objects: 3, bytes: 17, versioning: 'Enabled' },
  ])
})

test('distributions have rows, and so has what is inside of them', async () => {
  expect(await rowsOf('SELECT id, aliases, enabled FROM distributions')).toEqual([
    { id: 'E1', aliases: 'shop.example, www.shop.example', enabled: 1 },
  ])
  expect(await rowsOf('SELECT distribution, id, domain_name FROM origins')).toEqual([
    { distribution: 'E1', id: 'site', domain_name: 'shop.s3.amazonaws.com' },
  ])
  expect(await rowsOf('SELECT position, path_pattern, default_ttl FROM behaviors')).toEqual([
    { position: 1, path_pattern: '/a/*', default_ttl: 60 },
    { position: 2, path_pattern: '*', default_ttl: 300 },
  ])
})

test('functions, zones, records and tables have rows', async () => {
  expect(await rowsOf('SELECT name, memory FROM functions')).toEqual([{ name: 'orders', memory: 128 }])
  expect(await rowsOf('SELECT id, name, private, records FROM zones')).toEqual([
    { id: 'Z1', name: 'shop.example', private: 0, records: 3 },
  ])
  expect(await rowsOf('SELECT zone, name, ttl, value, alias FROM records')).toEqual([
    { zone: 'shop.example', name: 'shop.example', ttl: null, value: null, alias: 'e1.cloudfront.net' },
    { zone: 'shop.example', name: 'www.shop.example', ttl: 60, value: '192.0.2.1, 192.0.2.2', alias: null },
    { zone: 'shop.example', name: '*.shop.example', ttl: null, value: null, alias: '*.cloudfront.net' },
  ])
  expect(await rowsOf("SELECT type FROM records WHERE name = '*.shop.example'")).toEqual([{ type: 'A' }])
  expect(await rowsOf('SELECT name, billing, partition_key, sort_key, items FROM tables')).toEqual([
    { name: 'orders', billing: 'PROVISIONED', partition_key: 'id', sort_key: 'day', items: 1 },
  ])
})

test('all documents are resources, and all paths are entries', async () => {
  expect(await rowsOf("SELECT count(*) AS n FROM entries WHERE type = 'config'")).toEqual([{ n: 9 }])
  expect((await ask('SELECT service, kind, name, region FROM resources')).stdout).toMatchInlineSnapshot(`
    "service     kind           name               region
    cloudfront  distributions  E1
    dynamodb    schemas        orders             us-east-1
    rds         instances      db                 eu-west-1
    sqs         queues         mail               us-east-1
    lambda      functions      orders             us-east-1
    lambda      functions      orders/versions/1  us-east-1
    route53     dns-records    shop.example
    route53     hosted-zones   Z1
    s3          buckets        shop               eu-west-1
    "
  `)
})

test('a question can be about one version, or about all of them', async () => {
  const ttl = "SELECT version, ttl FROM records WHERE name LIKE 'www%'"
  expect((await ask(ttl)).stdout).toBe('version  ttl\nv1.1      60\n')
  expect((await ask(ttl, { version: 'v1.0' })).stdout).toBe('version  ttl\nv1.0     300\n')
  expect((await ask(ttl, { all: true })).stdout).toBe('version  ttl\nv1.0     300\nv1.1      60\n')
  expect(await rowsOf('SELECT name, added FROM versions')).toHaveLength(2)
})

test('changes, and what changed inside, are told against the version before', async () => {
  expect((await ask('SELECT type, path, parent FROM changes')).stdout).toMatchInlineSnapshot(`
    "type      path                                   parent
    modified  cloudfront/distributions/E1.json       v1.0
    modified  route53/dns-records/shop.example.json  v1.0
    "
  `)
  expect((await ask('SELECT path, place, before, after FROM details')).stdout).toMatchInlineSnapshot(`
    "path                                   place                       before  after
    cloudfront/distributions/E1.json       behaviour /a/*: DefaultTTL  300     60
    route53/dns-records/shop.example.json  www.shop.example A: TTL     300     60
    "
  `)
  expect(await rowsOf("SELECT count(*) AS n FROM changes WHERE type = 'added'", { version: 'v1.0' })).toEqual(
    [{ n: 13 }],
  )
})

test('the JSON functions of SQLite work', async () => {
  expect(await rowsOf("SELECT json ->> '$.Engine' AS engine FROM resources WHERE service = 'rds'")).toEqual([
    { engine: 'postgres' },
  ])
  expect(
    await rowsOf("SELECT json_extract(meta, '$.tags.team') AS team FROM objects WHERE key = 'a.html'"),
  ).toEqual([{ team: 'web' }])
})

test('every example is a question that can be answered, about its table', async () => {
  const { store } = await storeOfVersions({ made: estate(300) })
  const database = QueryDatabase.open(store, QUERY_TABLES)
  for (const table of QUERY_TABLES) expect(database.tablesOf(table.example)).toContain(table)
  database.close()
  expect((await ask('', { tables: true })).stdout).toContain('sha256')
})

test('an answer can be had as CSV and as JSON', async () => {
  const sql = 'SELECT key, size, unread, size FROM objects'
  expect((await ask(sql, { csv: true })).stdout).toBe(
    'key,size,unread,size\r\na.html,3,,3\r\n"deep//b, ""b"".html",5,,5\r\nold,9,archived,9\r\n',
  )
  expect((await ask(`${sql} WHERE size = 3`, { json: true })).stdout).toBe(
    '{"schemaVersion":1,"columns":["key","size","unread","size_2"],"rows":[{"key":"a.html","size":3,"unread":null,"size_2":3}]}\n',
  )
  expect((await ask('SELECT 1 WHERE 0', { json: true })).stdout).toBe(
    '{"schemaVersion":1,"columns":["1"],"rows":[]}\n',
  )
})

test('only questions are answered', async () => {
  for (const sql of [
    'DELETE FROM objects',
    'WITH x AS (SELECT 1) DELETE FROM objects',
    "ATTACH '/tmp/x' AS x",
    'PRAGMA journal_mode = DELETE',
    'CREATE TABLE x (y)',
    'VACUUM',
    'EXPLAIN SELECT 1',
  ])
    await expect(ask(sql)).rejects.toMatchObject({
      code: 'Usage',
      message: 'only read-only statements are allowed',
    })
  await expect(ask('SELECT 1; DELETE FROM objects')).rejects.toThrow('more than one statement')
  expect((await ask('/* a note */ -- another\n WITH x AS (SELECT 1 AS n) SELECT n FROM x')).stdout).toBe(
    'n\n1\n',
  )
})

test('what SQLite does not understand is an error of usage, with its words and a hint', async () => {
  await expect(ask('SELECT * FROM object')).rejects.toMatchObject({
    code: 'Usage',
    message: 'SQLite: no such table: object',
    hint: "did you mean 'objects'? 'jsnap query --tables' lists tables and columns",
  })
  await expect(ask('SELECT o.bukket FROM objects o')).rejects.toMatchObject({
    hint: "did you mean 'bucket'? 'jsnap query --tables' lists tables and columns",
  })
  await expect(ask("SELECT json_extract('{', '$')")).rejects.toMatchObject({ code: 'Usage' })
  await expect(ask(' ')).rejects.toMatchObject({ code: 'Usage' })
})

test('what a version has no information about is told, for an empty table could be taken for an empty account', async () => {
  const { folder } = await storeOfVersions(
    {
      made: estate(300),
      about: {
        problems: [{ path: 's3-buckets/shop/old', operation: 's3:GetObject', code: 'x', message: '' }],
      },
    },
    { made: [], about: { notCovered: [{ path: 's3-buckets/', reason: 'left out by --only route53' }] } },
  )
  const options = { sql: 'SELECT version, count(*) FROM objects GROUP BY version', pager: false, all: true }
  const { stdout, stderr } = await runCommand(run, options, folder)
  expect(stdout).toBe('version  count(*)\nv1.0            3\n')
  expect(stderr).toMatchInlineSnapshot(`
    "v1.0 has 1 problem in s3-buckets/, so rows may be missing
    v1.1 has no information about s3-buckets/: left out by --only route53
    "
  `)
})

test('whole numbers are printed with all of their digits', async () => {
  const sql = 'SELECT 9007199254740993 AS a, -9223372036854775808 AS b, 7 AS c, 0.5 AS d'
  expect((await ask(sql)).stdout).toMatchInlineSnapshot(`
    "               a                     b  c    d
    9007199254740993  -9223372036854775808  7  0.5
    "
  `)
  expect((await ask(sql, { csv: true })).stdout).toBe(
    'a,b,c,d\r\n9007199254740993,-9223372036854775808,7,0.5\r\n',
  )
  expect((await ask(sql, { json: true })).stdout).toContain(
    '"rows":[{"a":9007199254740993,"b":-9223372036854775808,"c":7,"d":0.5}]',
  )
})

test('REGEXP takes regular expressions of JavaScript', async () => {
  expect(await rowsOf("SELECT key FROM objects WHERE key REGEXP '^[ao].*(html|d)$' ORDER BY key")).toEqual([
    { key: 'a.html' },
    { key: 'old' },
  ])
  expect(await rowsOf("SELECT NULL REGEXP 'a' AS a, 12 REGEXP '^1' AS b, 'é' REGEXP '^.$' AS c")).toEqual([
    { a: null, b: 1, c: 1 },
  ])
  await expect(ask("SELECT 'a' REGEXP '('")).rejects.toMatchObject({ code: 'Usage' })
})

test('a question is given up at once, and leaves nothing behind', async () => {
  const { folder, store } = await storeOfVersions({ made: estate(300) })
  const abort = new AbortController()
  const database = QueryDatabase.open(store, QUERY_TABLES)
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
  const asked = database.ask(endless, abort.signal)
  setTimeout(() => {
    abort.abort(new Error('stop'))
  }, 100)
  await expect(asked).rejects.toThrow('stop')
  database.close()
  expect(readdirSync(join(folder, '.jsnap', 'tmp'))).toEqual([])
})

test('while an answer is printed, its tables are no file any more', async () => {
  const { folder, store } = await storeOfVersions({ made: estate(300) })
  const database = QueryDatabase.open(store, QUERY_TABLES)
  const { rows } = await database.ask('SELECT 1 UNION SELECT 2', new AbortController().signal)
  expect(readdirSync(join(folder, '.jsnap', 'tmp'))).toEqual([])
  expect([...rows]).toEqual([[1n], [2n]])
  database.close()
})
