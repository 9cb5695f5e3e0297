import { expect, test } from 'vitest'
import type { LogOptions } from '../../src/commands/log.flags.ts'
import { run } from '../../src/commands/log.ts'
import type { Made } from '../checkout/make-version.ts'
import { runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const ZONE = 'route53/dns-records/shop.example.json'
const zone = (ttl: number) =>
  config(ZONE, {
    records: [
      { Name: 'shop.example.', Type: 'A', TTL: 300 },
      { Name: 'www.shop.example.', Type: 'A', TTL: ttl },
    ],
  })
const page = (content: string, path = 's3-buckets/shop/index.html'): Made => ({ path, content })

const log = (folder: string, options: Partial<LogOptions>) =>
  runCommand(run, { paths: [], pager: false, ...options }, folder)

test('log of a path shows the versions that changed it, with the change', async () => {
  const { folder } = await storeOfVersions(
    { made: [page('one'), zone(300)] },
    { made: [page('two'), zone(300)] },
    { made: [page('two'), zone(60)] },
    { made: [page('three'), zone(60), page('new', 's3-buckets/shop/new.html')] },
  )
  expect((await log(folder, { paths: [ZONE] })).stdout).toMatchInlineSnapshot(`
    "v1.2  4a527bb884eb  2026-11-23 12:00 UTC  1 modified
      ~ route53/dns-records/shop.example.json  185 B, -1 B  5 unchanged
          ~ www.shop.example A: TTL 300 → 60

    v1.0  4f1977977361  2026-11-23 10:00 UTC  1 added
      + route53/dns-records/shop.example.json  186 B
    "
  `)
  expect((await log(folder, { paths: ['s3-buckets'], oneline: true })).stdout).toMatchInlineSnapshot(`
    "7f41f7353849  v1.3  1 added, 1 modified
    b695c60f5af6  v1.1  1 modified
    4f1977977361  v1.0  1 added
    "
  `)
  expect((await log(folder, { paths: ['s3-buckets/*/index.html'], number: 2, nameStatus: true })).stdout)
    .toMatchInlineSnapshot(`
    "v1.3  7f41f7353849  2026-11-23 13:00 UTC  1 modified
    M	s3-buckets/shop/index.html

    v1.1  b695c60f5af6  2026-11-23 11:00 UTC  1 modified
    M	s3-buckets/shop/index.html
    "
  `)
})

test('log with --stat tells of every version how much it changed where', async () => {
  const { folder } = await storeOfVersions(
    { made: [page('one'), zone(300)] },
    { made: [page('three'), zone(300)] },
  )
  expect((await log(folder, { stat: true })).stdout).toMatchInlineSnapshot(`
    "v1.1  991f998eedef  2026-11-23 11:00 UTC  1 modified
     s3-buckets/shop | 1        +2 B ~

    v1.0  4f1977977361  2026-11-23 10:00 UTC  2 added
     route53/dns-records | 1      +186 B +
     s3-buckets/shop     | 1        +3 B +
    "
  `)
})

test('a version that has no information about a path is passed over, and what changed meanwhile is told of the next', async () => {
  const { folder } = await storeOfVersions(
    { made: [page('one'), zone(300)] },
    {
      made: [zone(300)],
      about: { notCovered: [{ path: 's3-buckets/', reason: 'left out by --only route53' }] },
    },
    {
      made: [
        zone(300),
        { path: 's3-buckets/shop/index.html', type: 'stub', size: 3, meta: { reason: 'denied' } },
      ],
    },
    { made: [page('two'), zone(300)] },
  )
  const { stdout, stderr } = await log(folder, { paths: ['s3-buckets/shop/index.html'] })
  expect(stdout).toMatchInlineSnapshot(`
    "v1.3  f8dd0dab1c10  2026-11-23 13:00 UTC  1 modified
      ~ s3-buckets/shop/index.html  3 B

    v1.0  4f1977977361  2026-11-23 10:00 UTC  1 added
      + s3-buckets/shop/index.html  3 B
    "
  `)
  expect(stderr).toMatchInlineSnapshot(`
    "v1.2 has no information about it: denied
    v1.1 has no information about it: left out by --only route53
    "
  `)
  const { stdout: json } = await log(folder, { paths: ['s3-buckets/shop/index.html'], json: true })
  expect(JSON.parse(json)).toMatchObject({
    schemaVersion: 1,
    versions: [
      { name: 'v1.3', changes: [{ type: 'modified' }], summary: { modified: 1 } },
      { name: 'v1.0', changes: [{ type: 'added' }] },
    ],
    unknown: [
      { name: 'v1.2', reason: 'denied' },
      { name: 'v1.1', reason: 'left out by --only route53' },
    ],
  })
})

test('log of a path that no version has is an error', async () => {
  const { folder } = await storeOfVersions({ made: [page('one')] })
  await expect(log(folder, { paths: ['s3-buckets/none'] })).rejects.toMatchObject({
    code: 'NoSuchPath',
    message: "no path in any version matches 's3-buckets/none'",
    hint: "'jsnap ls v1.0:s3-buckets' lists what is there",
  })
  await expect(log(folder, { paths: ['s3-bukets/shop'] })).rejects.toMatchObject({
    hint: "did you mean 's3-buckets/shop'?",
  })
  await expect(log(folder, { paths: ['v1.0', 'v1.0'] })).rejects.toMatchObject({
    hint: "'jsnap show v1.0' shows the version of this name",
  })
})

test('of a version with many changes the first are told', async () => {
  const pages = Array.from({ length: 25 }, (_, i) =>
    page('x', `s3-buckets/shop/${String(i).padStart(2, '0')}`),
  )
  const { folder } = await storeOfVersions({ made: pages })
  const { stdout } = await log(folder, { paths: ['s3-buckets'] })
  expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
    '  + s3-buckets/shop/19  1 B',
    "  and 5 more changes; 'jsnap ls v1.0' lists them",
  ])
})

test('what was moved into a path, or out of it, is told with where it came from or went', async () => {
  const at = (folder: string) => page('<p>the same</p>', `s3-buckets/${folder}/index.html`)
  const { folder } = await storeOfVersions(
    { made: [at('old'), page('x', 's3-buckets/shop/a')] },
    { made: [at('shop'), page('x', 's3-buckets/shop/a')] },
    { made: [at('new'), page('x', 's3-buckets/shop/a')] },
    { made: [at('newest'), page('x', 's3-buckets/shop/a')] },
  )
  expect((await log(folder, { paths: ['s3-buckets/shop'], nameStatus: true })).stdout).toMatchInlineSnapshot(`
    "v1.2  b4c78e0b0462  2026-11-23 12:00 UTC  1 renamed
    R100	s3-buckets/shop/index.html	s3-buckets/new/index.html

    v1.1  3f858bb1f8a8  2026-11-23 11:00 UTC  1 renamed
    R100	s3-buckets/old/index.html	s3-buckets/shop/index.html

    v1.0  1d60547a04f9  2026-11-23 10:00 UTC  1 added
    A	s3-buckets/shop/a
    "
  `)
  expect((await log(folder, { paths: ['s3-buckets/shop/index.html'], number: 2 })).stdout)
    .toMatchInlineSnapshot(`
      "v1.2  b4c78e0b0462  2026-11-23 12:00 UTC  1 renamed
        > s3-buckets/{shop/index.html → new/index.html}  15 B

      v1.1  3f858bb1f8a8  2026-11-23 11:00 UTC  1 renamed
        > s3-buckets/{old/index.html → shop/index.html}  15 B
      "
    `)
})

test('that there are no versions yet is a note, and no version is what was asked for with -n 0', async () => {
  const none = await storeOfVersions()
  const noted = { exitCode: 0, stdout: '', stderr: "no versions yet; 'jsnap commit -m v1.0' creates one\n" }
  for (const options of [{}, { stat: true }, { paths: ['s3-buckets'] }])
    expect(await log(none.folder, options)).toEqual(noted)
  const { folder } = await storeOfVersions({ made: [page('one')] })
  for (const options of [{}, { stat: true }])
    expect(await log(folder, { ...options, number: 0 })).toEqual({ exitCode: 0, stdout: '', stderr: '' })
})

test('what a version has no information about is compared with the last one that does, also when it is a part', async () => {
  const other = page('tea', 's3-buckets/tea/index.html')
  const { folder } = await storeOfVersions(
    { made: [page('one'), other, zone(300)] },
    {
      made: [zone(60)],
      about: { notCovered: [{ path: 's3-buckets/', reason: 'left out by --only route53' }] },
    },
    {
      made: [
        { path: other.path, type: 'stub', size: 3, meta: { reason: 'denied' } },
        zone(60),
        { path: 's3-buckets/shop/', type: 'unknown', meta: { code: 'AccessDenied' } },
      ],
      about: {
        complete: false,
        problems: [
          { path: 's3-buckets/shop/', operation: 's3:ListObjectsV2', code: 'AccessDenied', message: '' },
        ],
      },
    },
    { made: [page('two'), page('teas', 's3-buckets/tea/index.html'), zone(60)] },
  )
  expect((await log(folder, { nameStatus: true })).stdout).toMatchInlineSnapshot(`
    "v1.3  f5401b12a0c3  2026-11-23 13:00 UTC  2 modified
    M	s3-buckets/shop/index.html
    M	s3-buckets/tea/index.html

    v1.2  7159632d0ccd  2026-11-23 12:00 UTC  incomplete: 1 problem  2 unknown
    ?	s3-buckets/shop/
    ?	s3-buckets/tea/index.html

    v1.1  6a40924fb059  2026-11-23 11:00 UTC  partial: --only route53  1 modified
    M	route53/dns-records/shop.example.json
      v1.1 has no information about 2 paths in s3-buckets/: left out by --only route53

    v1.0  658507d0b8c2  2026-11-23 10:00 UTC  3 added
    A	route53/dns-records/shop.example.json
    A	s3-buckets/shop/index.html
    A	s3-buckets/tea/index.html
    "
  `)
  expect((await log(folder, { nameStatus: true, paths: ['s3-buckets/*/index.html', ZONE] })).stdout)
    .toMatchInlineSnapshot(`
      "v1.3  f5401b12a0c3  2026-11-23 13:00 UTC  2 modified
      M	s3-buckets/shop/index.html
      M	s3-buckets/tea/index.html

      v1.2  7159632d0ccd  2026-11-23 12:00 UTC  incomplete: 1 problem  2 unknown
      ?	s3-buckets/shop/
      ?	s3-buckets/tea/index.html

      v1.1  6a40924fb059  2026-11-23 11:00 UTC  partial: --only route53  1 modified
      M	route53/dns-records/shop.example.json
        v1.1 has no information about 2 paths in s3-buckets/: left out by --only route53

      v1.0  658507d0b8c2  2026-11-23 10:00 UTC  3 added
      A	route53/dns-records/shop.example.json
      A	s3-buckets/shop/index.html
      A	s3-buckets/tea/index.html
      "
    `)
})

const DENIED = [
  { path: 's3-buckets/shop/', operation: 's3:ListObjectsV2', code: 'AccessDenied', message: '' },
]

test('log of a folder lists what changed below it, and what could not be known, whatever comes first in it', async () => {
  const stub = (path: string): Made => ({ path, type: 'stub', size: 3, meta: { reason: 'denied' } })
  const { folder } = await storeOfVersions(
    { made: [stub('s3-buckets/shop/a.html'), page('one', 's3-buckets/shop/b.html')] },
    { made: [stub('s3-buckets/shop/a.html'), page('two', 's3-buckets/shop/b.html')] },
    {
      made: [{ path: 's3-buckets/shop/', type: 'unknown', meta: { code: 'AccessDenied' } }],
      about: { complete: false, problems: DENIED },
    },
    { made: [page('a', 's3-buckets/shop/a.html'), page('three', 's3-buckets/shop/b.html')] },
  )
  expect(await log(folder, { paths: ['s3-buckets'] })).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "v1.3  f925f1a75a87  2026-11-23 13:00 UTC  1 modified, 1 unknown
      ? s3-buckets/shop/a.html  denied
      ~ s3-buckets/shop/b.html  5 B, +2 B

    v1.2  375b983b33ba  2026-11-23 12:00 UTC  incomplete: 1 problem  1 unknown
      ? s3-buckets/shop/  AccessDenied, 2 paths cannot be compared

    v1.1  4d58e52a8dec  2026-11-23 11:00 UTC  1 modified
      ~ s3-buckets/shop/b.html  3 B

    v1.0  9263a449bf46  2026-11-23 10:00 UTC  2 added
      + s3-buckets/shop/a.html  3 B
      + s3-buckets/shop/b.html  3 B
    ",
    }
  `)
  expect((await log(folder, { paths: ['s3-buckets/shop'] })).stderr).toMatchInlineSnapshot(`
    "v1.2 has no information about it: AccessDenied
    "
  `)
})

test('what could not be read in the first version that was asked is unknown there, and the rest is seen first', async () => {
  const { folder } = await storeOfVersions(
    {
      made: [{ path: 's3-buckets/shop/', type: 'unknown', meta: { code: 'AccessDenied' } }, zone(60)],
      about: { complete: false, problems: DENIED },
    },
    {
      made: [
        page('a', 's3-buckets/shop/a.html'),
        { path: 's3-buckets/shop/b.html', type: 'stub', size: 1 },
        zone(60),
      ],
    },
  )
  expect(await log(folder, { stat: false, nameStatus: true })).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "v1.1  feb4235db384  2026-11-23 11:00 UTC  1 unknown, 1 first seen
    ?	s3-buckets/shop/
    S	s3-buckets/shop/a.html

    v1.0  d772a799577c  2026-11-23 10:00 UTC  incomplete: 1 problem  1 added, 1 unknown
    A	route53/dns-records/shop.example.json
    ?	s3-buckets/shop/
    ",
    }
  `)
  expect(await log(folder, { paths: ['s3-buckets'] })).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "v1.1  feb4235db384  2026-11-23 11:00 UTC  1 unknown, 1 first seen
      ? s3-buckets/shop/  AccessDenied, 1 path cannot be compared
      . s3-buckets/shop/a.html  1 B  first seen (before: AccessDenied)

    v1.0  d772a799577c  2026-11-23 10:00 UTC  incomplete: 1 problem  1 unknown
      ? s3-buckets/shop/  it could not be read
    ",
    }
  `)
})

test('a member that one version could not read is compared with what was last read, and nothing else again', async () => {
  const path = 'cloudfront/distributions/E1.json'
  const read = (ttl: number, metrics: string) => config(path, { TTL: ttl, metrics })
  const unread = (ttl: number) =>
    config(path, { TTL: ttl, metrics: { $unknown: 'AccessDenied' } }, { meta: { unknown: ['metrics'] } })
  const problems = [
    { path, operation: 'cloudfront:GetMonitoringSubscription', code: 'AccessDenied', message: '' },
  ]
  const about = { complete: false, problems }
  const { folder } = await storeOfVersions(
    { made: [read(60, 'on')] },
    { made: [unread(70)], about },
    { made: [read(70, 'off')] },
    { made: [unread(70)], about },
    { made: [read(70, 'off')] },
  )
  for (const paths of [[path], ['cloudfront']])
    expect((await log(folder, { paths })).stdout).toMatchInlineSnapshot(`
      "v1.3  fa3c3d1b7f52  2026-11-23 13:00 UTC  incomplete: 1 problem  1 unknown
        ? cloudfront/distributions/E1.json  part of it could not be read

      v1.2  3cb5efb02f57  2026-11-23 12:00 UTC  1 modified
        ~ cloudfront/distributions/E1.json  36 B, -31 B
            ~ metrics on → off

      v1.1  f32d0824b5f5  2026-11-23 11:00 UTC  incomplete: 1 problem  1 modified
        ~ cloudfront/distributions/E1.json  67 B, +32 B
            ~ TTL 60 → 70
            ? metrics: unknown (AccessDenied)
            + unknown [metrics]

      v1.0  aa55cd414873  2026-11-23 10:00 UTC  1 added
        + cloudfront/distributions/E1.json  35 B
      "
    `)
})

test('log begins with a version, and shows a range or a stretch of time', async () => {
  const { folder } = await storeOfVersions(
    ...['one', 'two', 'three', 'four'].map((text) => ({ made: [page(text)] })),
  )
  const names = async (options: Partial<LogOptions>) => {
    const { stdout } = await log(folder, { json: true, ...options })
    return (JSON.parse(stdout) as { versions: { name: string }[] }).versions.map(({ name }) => name)
  }
  // v1.0 at 10:00, v1.3 at 13:00
  expect(await names({ version: 'v1.2' })).toEqual(['v1.2', 'v1.1', 'v1.0'])
  for (const paths of [[], ['s3-buckets']]) {
    expect(await names({ version: 'v1.0..v1.2', paths })).toEqual(['v1.2', 'v1.1'])
    expect(await names({ version: 'v1.1..', paths })).toEqual(['v1.3', 'v1.2'])
    expect(await names({ version: 'v1.2..v1.0', paths })).toEqual([])
    expect(
      await names({ version: 'HEAD', paths, since: '2026-11-23T11:00', until: '2026-11-23T12:00' }),
    ).toEqual(['v1.2', 'v1.1'])
    expect(await names({ version: 'HEAD', paths, since: '2026-11-23' })).toHaveLength(4)
    expect(await names({ version: 'HEAD', paths, until: '2026-11-22' })).toEqual([])
  }
  await expect(names({ since: 'soon' })).rejects.toMatchObject({ code: 'Usage' })
  await expect(names({ version: 'v1.0..v9' })).rejects.toMatchObject({ code: 'UnknownVersion' })
})
