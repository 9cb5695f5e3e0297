import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { checkout } from '../../src/checkout/checkout.ts'
import { plain } from '../../src/checkout/views/markdown.ts'
import { bytes } from '../../src/checkout/views/quantity.ts'
import { digestOf } from '../../src/model/digest.ts'
import { formatCount } from '../../src/runtime/format-count.ts'
import type { Commit } from '../../src/model/commit.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { folderContent } from './folder-content.ts'
import { makeVersion, type Made } from './make-version.ts'

let folder: string
let store: Store

beforeEach(() => {
  folder = scratchFolder()
  store = Store.init(join(folder, '.jsnap'))
  return () => store.close()
})

const account: Made[] = [
  {
    path: 's3-buckets/qos/index.html',
    content: '<h1>shop</h1>',
    meta: { contentType: 'text/html', metadata: { author: 'a|b' }, tags: { env: 'prod' } },
    origin: { etag: '"e1"', size: 13, lastModified: '2026-11-01T00:00:00.000Z', versionId: 'v7' },
  },
  { path: 's3-buckets/qos/../x', content: 'hostile', origin: { etag: '"e2"', size: 7 } },
  {
    path: 's3-buckets/qos/a|b\n.tar',
    type: 'stub',
    size: 5_000_000,
    meta: { reason: 'archived', code: 'InvalidObjectState', storageClass: 'GLACIER' },
    origin: { etag: '"e3"' },
  },
  {
    path: 's3-buckets/secret/',
    type: 'unknown',
    meta: { operation: 's3:ListObjectsV2', code: 'AccessDenied' },
  },
  { path: 's3-configs/empty.json', type: 'config', content: '{}' },
  { path: 's3-configs/qos.json', type: 'config', content: '{}' },
  { path: 'local/site/x', type: 'file', content: 'x', meta: { mode: '0644' } },
]

const about: Partial<Commit> = {
  message: 'first | try\n<b>',
  sources: [{ name: 's3', entries: 6, bytes: 24, durationMs: 1234 }],
  problems: [
    { path: 's3-buckets/secret/', operation: 's3:ListObjectsV2', code: 'AccessDenied', message: 'no\nway' },
    { path: 'lambda/', operation: 'lambda:ListFunctions', code: 'Throttled', message: 'slow' },
  ],
  notCovered: [{ path: 's3-buckets/*-logs/', reason: 'left out by --skip' }],
  complete: false,
}

async function viewOf(name: string): Promise<string> {
  const version = await makeVersion(store, account, about)
  await checkout({ store, version, target: join(folder, 'out') })
  return readFileSync(join(folder, 'out', name), 'utf8')
}

describe('objects.jsonl', () => {
  test('has a line for each object, with all that entry and origin say', async () => {
    const text = await viewOf('s3-configs/qos.objects.jsonl')
    expect(text.endsWith('\n')).toBe(true)
    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        key: '../x',
        file: 's3-buckets/qos/%2E%2E/x',
        sha256: digestOf('hostile'),
        size: 7,
        type: 'object',
        etag: '"e2"',
      },
      {
        key: 'a|b\n.tar',
        size: 5_000_000,
        type: 'stub',
        stub: 'archived',
        code: 'InvalidObjectState',
        storageClass: 'GLACIER',
        etag: '"e3"',
      },
      {
        key: 'index.html',
        file: 's3-buckets/qos/index.html',
        sha256: digestOf('<h1>shop</h1>'),
        size: 13,
        type: 'object',
        contentType: 'text/html',
        metadata: { author: 'a|b' },
        tags: { env: 'prod' },
        etag: '"e1"',
        lastModified: '2026-11-01T00:00:00.000Z',
        versionId: 'v7',
      },
    ])
    expect(lines[0]).toMatch(/^\{"etag":.*"file":.*"key":.*"sha256":.*"size":.*"type":"object"\}$/)
  })

  test('says of a bucket that could not be listed that it is unknown, and is empty for an empty one', async () => {
    expect(await viewOf('s3-configs/secret.objects.jsonl')).toBe('{"prefix":"","unknown":"AccessDenied"}\n')
    expect(readFileSync(join(folder, 'out/s3-configs/empty.objects.jsonl'), 'utf8')).toBe('')
  })
})

test('s3-buckets/MANIFEST.md tells what each bucket holds and what is missing', async () => {
  expect(await viewOf('s3-buckets/MANIFEST.md')).toBe(`# S3 buckets of v1.0

3 buckets (1 could not be listed), 2 objects, 20 B

| Bucket | Objects | Bytes | Captured | Not readable | Problems |
| --- | --- | --- | --- | --- | --- |
| empty | 0 | 0 B | 2026-11-23T10:00:00.000Z | 0 | 0 |
| [qos](qos/) | 2 | 20 B | 2026-11-23T10:00:00.000Z | 1 | 0 |
| secret | unknown | unknown | 2026-11-23T10:00:00.000Z | 0 | 1 |

## Problems

| Path | Operation | Code | Message |
| --- | --- | --- | --- |
| s3-buckets/secret/ | s3:ListObjectsV2 | AccessDenied | no\\\\nway |

## Not readable

| Path | Reason |
| --- | --- |
| s3-buckets/qos/a\\|b\\\\n.tar | archived (InvalidObjectState) |

## Not covered

| Path | Reason |
| --- | --- |
| s3-buckets/\\*-logs/ | left out by --skip |
`)
})

test('MANIFEST.md tells what the version is, holds and misses', async () => {
  const text = await viewOf('MANIFEST.md')
  expect(text).toMatch(
    /^# v1\.0\n\nCaptured 2026-11-23 10:00 UTC from account 123456789012 \(us-east-1\): 7 entries, .*, \*\*incomplete: 2 problems\*\*\.\n/,
  )
  expect(text).toContain('| Message | first \\| try\\\\n\\<b\\> |\n')
  expect(text).toContain(
    '| [s3-buckets/](s3-buckets/) | 2 buckets; unknown: secret | 3 | 20 B |\n| [s3-configs/](s3-configs/) | 2 configurations | 2 | 4 B |\n',
  )
  expect(text).toContain('| s3 | 6 | 24 B |  | 1.2 s |\n')
  expect(text).toContain('| lambda/ | lambda:ListFunctions | Throttled | slow |\n')
  expect(text).toContain('| s3-buckets/\\*-logs/ | left out by --skip |\n')
})

test('MANIFEST.md counts things by their names, also those with slashes and those of other regions', async () => {
  const version = await makeVersion(
    store,
    [
      'acm/account.json',
      'acm/account@garage.json',
      'integrations/ssm/parameters/shop/key.json',
      'integrations/ssm/parameters/shop/url.json',
      'integrations/webhooks/hook.json',
    ].map((path): Made => ({ path, type: 'config', content: '{}' })),
  )
  await checkout({ store, version, target: join(folder, 'out') })
  const text = readFileSync(join(folder, 'out/MANIFEST.md'), 'utf8')
  expect(text).toContain('| 2 acm account documents | 2 |')
  expect(text).toContain('| 2 parameters, 1 webhook | 3 |')
})

test('views are the same wherever a version is checked out', async () => {
  const version = await makeVersion(store, account, about)
  await checkout({ store, version, target: join(folder, 'a') })
  await checkout({ store, version, target: join(folder, 'deep/b') })
  expect(folderContent(join(folder, 'a'))).toEqual(folderContent(join(folder, 'deep/b')))
})

test('a bucket that is called as a view does not meet it where case is ignored', async () => {
  const version = await makeVersion(store, [{ path: 's3-buckets/manifest.md/key', content: 'object' }])
  const target = join(folder, 'out')
  await checkout({ store, version, target })
  const names = Object.keys(folderContent(target))
  expect(names).toContain('s3-buckets/MANIFEST.md')
  expect(names.find((name) => name.endsWith('/key'))).toMatch(/^s3-buckets\/manifest\.md%~[0-9a-f]{16}\/key$/)
  expect(readFileSync(join(target, 's3-buckets/MANIFEST.md'), 'utf8')).toMatch(
    /\[manifest\.md\]\(manifest\.md%25~[0-9a-f]{16}\/\)/,
  )
})

test('a stored entry is not overwritten by a view of the same path', async () => {
  const version = await makeVersion(store, [{ path: 'MANIFEST.md', type: 'file', content: 'stored' }])
  const target = join(folder, 'out')
  await checkout({ store, version, target })
  expect(folderContent(target)).toEqual({ 'MANIFEST.md': 'stored' })
})

test('long lists of what is missing are cut in a manifest, which says how much is left out', async () => {
  const stubs = Array.from({ length: 250 }, (_, i): Made => ({
    path: `s3-buckets/cold-${i}/x`,
    type: 'stub',
    size: 1,
    meta: { reason: 'archived' },
  }))
  const version = await makeVersion(store, stubs)
  await checkout({ store, version, target: join(folder, 'out') })
  const text = readFileSync(join(folder, 'out/s3-buckets/MANIFEST.md'), 'utf8')
  expect(text.match(/ \| archived \|/g)).toHaveLength(200)
  expect(text).toContain('\nand 50 more\n')
})

test('MANIFEST.md counts what is known, says what is unknown in words, and tells what is alike once', async () => {
  const unknown = (path: string): Made => ({ path, type: 'unknown', meta: { code: 'AccessDenied' } })
  const document = (path: string): Made => ({ path, type: 'config', content: '{}' })
  const names = ['a', 'b', 'c']
  const version = await makeVersion(
    store,
    [
      document('cloudfront/cache-policies/1.json'),
      unknown('cloudfront/functions/'),
      document('integrations/api-gateway/account.json'),
      unknown('integrations/ses/identities/'),
      document('lambda/functions/orders/config.json'),
      unknown('lambda/functions/orders/code/'),
      unknown('lambda/layers/'),
      document('lightsail/instances/shop.json'),
      unknown('lightsail/alarms/'),
      unknown('lightsail/databases/'),
      unknown('route53/'),
      ...names.map((name) => document(`waf/regional/web-acls/${name}.json`)),
    ],
    {
      complete: false,
      problems: names.map((name) => ({
        path: `waf/regional/web-acls/${name}.json`,
        operation: 'wafv2:ListTagsForResource',
        code: 'AccessDenied',
        message: 'not authorized',
      })),
    },
  )
  await checkout({ store, version, target: join(folder, 'out') })
  const text = readFileSync(join(folder, 'out/MANIFEST.md'), 'utf8')
  const tableBelow = (title: string) =>
    text
      .split(`## ${title}\n\n`)[1]
      ?.split('\n\n')[0]
      ?.replace(/\]\(\S+?\)/g, ']')
  expect(tableBelow('Contents')).toMatchInlineSnapshot(`
    "| Folder | Holds | Entries | Bytes |
    | --- | --- | --- | --- |
    | [cloudfront/] | 1 cache policy; unknown: functions | 1 | 2 B |
    | [integrations/] | 1 api gateway account document; unknown: identities | 1 | 2 B |
    | [lambda/] | 1 function; unknown: layers | 1 | 2 B |
    | [lightsail/] | 1 instance; unknown: alarms, databases | 1 | 2 B |
    | route53/ | unknown | 0 | 0 B |
    | [waf/] | 3 web acls | 3 | 6 B |"
  `)
  expect(tableBelow('Problems')).toMatchInlineSnapshot(`
    "| Path | Operation | Code | Message |
    | --- | --- | --- | --- |
    | waf/regional/web-acls/a.json and 2 other paths | wafv2:ListTagsForResource | AccessDenied | not authorized |
    "
  `)
})

describe('the text of a view', () => {
  test.each([
    ['a|b', 'a\\|b'],
    ['[x](y)', '\\[x\\](y)'],
    ['<img>', '\\<img\\>'],
    ['back\\slash `code`', 'back\\\\slash \\`code\\`'],
    ['line\nbreak\r\u2028', 'line\\\\nbreak\\\\u{d}\\\\u{2028}'],
    ['snake_case.txt', 'snake_case.txt'],
  ])('shows %j as it is', (text, markdown) => expect(plain(text)).toBe(markdown))

  test('gives bytes for people and exactly', () => {
    expect(bytes(0)).toBe('0 B')
    expect(bytes(1023)).toBe('1023 B')
    expect(bytes(1536)).toBe('1.5 KiB (1,536)')
    expect(bytes(2 ** 31)).toBe('2.0 GiB (2,147,483,648)')
    expect(formatCount(1234567)).toBe('1,234,567')
  })
})

test('manifests tell of findings, sealed secrets and pairs of buckets', async () => {
  const version = await makeVersion(
    store,
    [
      { path: 's3-buckets/shop-prod/a', content: 'a' },
      { path: 's3-buckets/shop-prod/b', content: 'b' },
      { path: 's3-buckets/shop-staging/a', content: 'x' },
      ...['shop-prod', 'shop-staging'].map((name) => ({
        path: `s3-configs/${name}.json`,
        type: 'config' as const,
        content: '{}',
      })),
    ],
    {
      findings: { count: 1, listed: [{ path: 's3-buckets/shop-prod/a', line: 3, rule: 'aws' }] },
      secrets: { count: 2, names: digestOf(''), sealed: digestOf(''), recipients: ['age1a'] },
    },
  )
  const target = join(folder, 'out')
  await checkout({ store, version, target })
  const manifest = readFileSync(join(target, 'MANIFEST.md'), 'utf8')
  expect(manifest).toContain('| Secret values | 2, sealed for 1 recipient |\n')
  expect(manifest).toContain(
    '## May hold a secret\n\n| Path | Line | Rule |\n| --- | --- | --- |\n| s3-buckets/shop-prod/a | 3 | aws |\n',
  )
  const parity = (text: string) => text.slice(text.indexOf('## Pairs'))
  expect(parity(readFileSync(join(target, 's3-buckets/MANIFEST.md'), 'utf8'))).toBe(
    '## Pairs\n\n| Production | Staging | Parity |\n| --- | --- | --- |\n| shop-prod | shop-staging | 1 missing, 1 other content |\n',
  )
  await checkout({ store, version, target: join(folder, 'none'), pairs: [] })
  expect(readFileSync(join(folder, 'none/s3-buckets/MANIFEST.md'), 'utf8')).not.toContain('Pairs')
})
