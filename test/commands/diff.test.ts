import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DiffOptions } from '../../src/commands/diff.flags.ts'
import { run } from '../../src/commands/diff.ts'
import type { JsonObject } from '../../src/model/canonical-json.ts'
import { JsnapError } from '../../src/runtime/errors.ts'
import type { Made } from '../checkout/make-version.ts'
import { runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const made = (page: string, ttl: number): Made[] => [
  config('route53/dns-records/shop.example.json', {
    records: [{ Name: 'shop.example.', Type: 'A', TTL: ttl }],
  }),
  { path: 's3-buckets/shop/index.html', content: page },
  { path: 's3-buckets/shop/same.html', content: 'same' },
]

async function twoVersions(): Promise<(options: Partial<DiffOptions>) => ReturnType<typeof runCommand>> {
  const { folder } = await storeOfVersions({ made: made('one\n', 300) }, { made: made('two\n', 60) })
  return (options) => runCommand(run, { version: 'v1.0', more: ['v1.1'], pager: false, ...options }, folder)
}

test('counts, a paragraph for each service and the changes follow each other, as git has them', async () => {
  const diff = await twoVersions()
  expect((await diff({ stat: true, summary: true, patch: true })).stdout).toMatchInlineSnapshot(`
    " route53/dns-records | 1        -1 B ~
     s3-buckets/shop     | 1        +0 B ~
     2 changes in 2 places: 2 modified

    Route 53: 1 zone changed
      route53/dns-records/shop.example.json
        ~ shop.example A: TTL 300 → 60
    S3: 1 object changed

    ~ route53/dns-records/shop.example.json  101 B, -1 B  2 unchanged
        ~ shop.example A: TTL 300 → 60
    diff --git a/s3-buckets/shop/index.html b/s3-buckets/shop/index.html
    index 2c8b08d..27dd8ed 100644
    --- a/s3-buckets/shop/index.html
    +++ b/s3-buckets/shop/index.html
    @@ -1 +1 @@
    -one
    +two

    2 modified
    "
  `)
  expect((await diff({ shortstat: true, patch: true, more: ['HEAD~1'] })).stdout).toBe('')
})

test('a list of names goes before all else', async () => {
  const diff = await twoVersions()
  const names = 'M\troute53/dns-records/shop.example.json\nM\ts3-buckets/shop/index.html\n'
  expect((await diff({ nameStatus: true, patch: true, stat: true })).stdout).toBe(names)
})

test('beside the page nothing is printed but what is asked for', async () => {
  const { folder } = await storeOfVersions({ made: made('one\n', 300) }, { made: made('two\n', 60) })
  const html = (options: Partial<DiffOptions>) =>
    runCommand(run, { version: 'v1.0', more: [], pager: false, html: 'page.html', ...options }, folder)
  expect(await html({})).toEqual({ exitCode: 0, stdout: '', stderr: 'wrote page.html\n' })
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('<code>s3-buckets/shop/index.html</code>')
  expect((await html({ shortstat: true })).stdout).toBe(' 2 changes in 2 places: 2 modified\n')
  expect((await html({ unified: 0 })).stdout).toContain('@@ -1 +1 @@')
})

test('what follows the first version is a path when it names no version and the version has it', async () => {
  const diff = await twoVersions()
  const names = async (...more: string[]) => (await diff({ more, nameOnly: true })).stdout
  expect(await names('s3-buckets')).toBe('s3-buckets/shop/index.html\n')
  expect(await names('v1.1', 'route53', 's3-buckets/*/same.html')).toBe(
    'route53/dns-records/shop.example.json\n',
  )
  await expect(names('v1.2')).rejects.toThrow("unknown version 'v1.2'")
})

function describeError(error: unknown): string {
  return error instanceof JsnapError ? `${error.code}: ${error.message}; ${error.hint ?? ''}` : String(error)
}

test('a path or glob that neither version has is an error with a hint, and one in which nothing changed is not', async () => {
  const diff = await twoVersions()
  const more = ['v1.1', 's3-buckets/shop/same.html', 's3-buckets/sho*']
  expect(await diff({ more })).toMatchObject({ exitCode: 0, stderr: '' })
  const refused = (path: string) =>
    diff({ more: [...more, path] }).then(
      () => 'compared',
      (error: unknown) => describeError(error),
    )
  expect([await refused('s3-bucket/shop'), await refused('*/x'), await refused('')]).toMatchInlineSnapshot(`
    [
      "NoSuchPath: no path in v1.0 or v1.1 matches 's3-bucket/shop'; did you mean 's3-buckets/shop'?",
      "NoSuchPath: no path in v1.0 or v1.1 matches '*/x'; 'jsnap ls v1.1' lists what is there",
      "NoSuchPath: no path in v1.0 or v1.1 matches ''; 'jsnap ls v1.1' lists what is there",
    ]
  `)
})

describe('what neither version could read', () => {
  const unread = (path: string) => ({
    made: [...made('one\n', 300), { path, type: 'unknown' as const, meta: { code: 'AccessDenied' } }],
    about: {
      complete: false,
      problems: [{ path, operation: 'cloudfront:ListFunctions', code: 'AccessDenied', message: '' }],
    },
  })

  async function both(options: Partial<DiffOptions>) {
    const version = unread('cloudfront/functions/')
    const { folder } = await storeOfVersions(version, version)
    return runCommand(run, { version: 'v1.0', more: ['v1.1'], pager: false, ...options }, folder)
  }

  test('is unknown, not equal, in every view', async () => {
    expect((await both({})).stdout).toMatchInlineSnapshot(`
      "? cloudfront/functions/  could not be read in either version

      1 unknown
      "
    `)
    expect((await both({ stat: true })).stdout).toMatchInlineSnapshot(`
      " cloudfront/functions | 1             ?
       1 change in 1 place: 1 unknown
      "
    `)
    expect((await both({ nameStatus: true })).stdout).toBe('?\tcloudfront/functions/\n')
    expect(JSON.parse((await both({ json: true })).stdout)).toMatchObject({
      changes: [{ type: 'unknown', path: 'cloudfront/functions/', inBoth: true }],
      summary: { unknown: 1 },
    })
  })

  test('counts as a difference when its path is asked for, or one below it', async () => {
    expect((await both({ exitCode: true })).exitCode).toBe(0)
    const asked = await both({ exitCode: true, more: ['v1.1', 'cloudfront'] })
    expect([asked.exitCode, asked.stdout]).toEqual([1, expect.stringContaining('? cloudfront/functions/')])
    const below = await both({ exitCode: true, more: ['v1.1', 'cloudfront/functions/a.json'] })
    expect([below.exitCode, below.stdout]).toMatchInlineSnapshot(`
      [
        1,
        "? cloudfront/functions/  could not be read in either version

      1 unknown
      ",
      ]
    `)
    expect((await both({ exitCode: true, more: ['v1.1', 's3-buckets'] })).exitCode).toBe(0)
  })

  test('is in the page', async () => {
    const version = unread('cloudfront/functions/')
    const { folder } = await storeOfVersions(version, version)
    await runCommand(run, { version: 'v1.0', more: ['v1.1'], pager: false, html: 'page.html' }, folder)
    const page = readFileSync(join(folder, 'page.html'), 'utf8')
    expect(page).toContain('could not be read in either version')
    expect(page).not.toContain('No differences')
  })
})

describe('two places', () => {
  const shop = (bucket: string, page: string): Made[] => [
    { path: `s3-buckets/${bucket}/index.html`, content: page },
    { path: `s3-buckets/${bucket}/same.css`, content: 'p {}' },
  ]
  const document = (name: string, ttl: number) =>
    config(`route53/dns-records/${name}.json`, { records: [{ Name: 'www', Type: 'A', TTL: ttl }] })

  async function places() {
    const { folder } = await storeOfVersions(
      { made: [...shop('prod', 'one\n'), ...shop('staging', 'one\n')] },
      {
        made: [
          ...shop('prod', 'one\n'),
          ...shop('staging', 'two\n'),
          { path: 's3-buckets/prod/old.html', content: 'old' },
          { path: 's3-buckets/staging/moved.html', content: 'old' },
          { path: 's3-buckets/staging/new.html', content: 'new' },
          document('a', 300),
          document('b', 60),
        ],
      },
    )
    return async (version: string | undefined, more: string[] = [], options: Partial<DiffOptions> = {}) => {
      const { exitCode, stdout } = await runCommand(
        run,
        { version, more, pager: false, exitCode: true, ...options },
        folder,
      )
      return `${stdout}exit ${exitCode}`
    }
  }

  test('of one version or of two compare what is below them', async () => {
    const diff = await places()
    expect(await diff('v1.1:s3-buckets/prod', ['v1.1:s3-buckets/staging'])).toMatchInlineSnapshot(`
      "~ s3-buckets/staging/index.html  4 B
      > s3-buckets/{prod/old.html → staging/moved.html}  3 B
      + s3-buckets/staging/new.html  3 B

      1 added, 1 modified, 1 renamed
      exit 1"
    `)
    expect(await diff('v1.0:s3-buckets/prod', ['v1.0:s3-buckets/staging/'])).toBe('exit 0')
    expect(await diff('v1.0:s3-buckets/prod', ['@:s3-buckets/staging'], { nameStatus: true }))
      .toMatchInlineSnapshot(`
      "M	s3-buckets/staging/index.html
      A	s3-buckets/staging/moved.html
      A	s3-buckets/staging/new.html
      exit 1"
    `)
    expect(await diff(':route53/dns-records/a.json', [':route53/dns-records/b.json'])).toMatchInlineSnapshot(`
      "~ route53/dns-records/b.json  91 B, -1 B  2 unchanged
          ~ www A: TTL 300 → 60

      1 modified
      exit 1"
    `)
    expect(await diff('v1.1:s3-buckets/prod/index.html', [':s3-buckets/staging/index.html'], { patch: true }))
      .toMatchInlineSnapshot(`
        "diff --git a/s3-buckets/prod/index.html b/s3-buckets/staging/index.html
        index 2c8b08d..27dd8ed 100644
        --- a/s3-buckets/prod/index.html
        +++ b/s3-buckets/staging/index.html
        @@ -1 +1 @@
        -one
        +two

        1 modified
        exit 1"
      `)
  })

  test('of one path are two versions at that path', async () => {
    const diff = await places()
    const expected = await diff('v1.0', ['v1.1', 's3-buckets/staging'])
    expect(await diff('v1.0:s3-buckets/staging', ['v1.1'])).toBe(expected)
    expect(await diff('v1.0:s3-buckets/staging')).toBe(expected)
    expect(await diff('v1.0..v1.1', ['s3-buckets/staging'])).toBe(expected)
  })

  test('are named in --json with their paths', async () => {
    const diff = await places()
    const text = await diff('v1.1:s3-buckets/prod', ['v1.1:s3-buckets/staging'], { json: true })
    expect(JSON.parse(text.replace(/exit 1$/, ''))).toMatchObject({
      from: 'v1.1:s3-buckets/prod',
      to: 'v1.1:s3-buckets/staging',
      summary: { added: 1, modified: 1, renamed: 1, removed: 0 },
    })
  })

  test('that are nowhere, or followed by paths, are refused', async () => {
    const diff = await places()
    await expect(diff('v1.1:nosuch', ['v1.1:s3-buckets'])).rejects.toMatchObject({
      code: 'NoSuchPath',
      message: "no path in v1.1 matches 'nosuch'",
    })
    await expect(diff('v1.1:s3-buckets/prod', ['@:s3-buckets/staging', 'x'])).rejects.toMatchObject({
      code: 'Usage',
    })
    await expect(diff('v9:s3-buckets/prod', ['v1.1:s3-buckets'])).rejects.toMatchObject({
      code: 'UnknownVersion',
    })
    await expect(diff(undefined)).rejects.toMatchObject({ code: 'Usage' })
  })

  test('of pairs of buckets are compared by one word', async () => {
    const { folder } = await storeOfVersions({
      made: ['shop-prod', 'shop-staging', 'blog-prod', 'blog-staging'].flatMap((bucket) => [
        config(`s3-configs/${bucket}.json`, { name: bucket }),
        { path: `s3-buckets/${bucket}/index.html`, content: bucket === 'shop-prod' ? 'new' : 'old' },
      ]),
    })
    const pairs = (options: Partial<DiffOptions>) =>
      runCommand(run, { version: undefined, more: [], pager: false, pairs: true, ...options }, folder)
    expect((await pairs({ exitCode: true })).stdout).toMatchInlineSnapshot(`
      "s3-buckets/blog-prod → s3-buckets/blog-staging: equal

      s3-buckets/shop-prod → s3-buckets/shop-staging
      ~ s3-buckets/shop-staging/index.html  3 B

      1 modified
      "
    `)
    expect((await pairs({ exitCode: true })).exitCode).toBe(1)
    const described = JSON.parse((await pairs({ json: true })).stdout) as { pairs: { from: string }[] }
    expect(described.pairs.map(({ from }) => from)).toEqual([
      'v1.0:s3-buckets/blog-prod',
      'v1.0:s3-buckets/shop-prod',
    ])
    await expect(pairs({ more: ['s3-buckets/shop-prod'] })).rejects.toMatchObject({ code: 'Usage' })
  })
})

test('two places that two sources make are compared inside', async () => {
  const { folder } = await storeOfVersions({
    made: [
      { path: 'local/site/index.html', content: 'one\n' },
      { path: 's3-buckets/shop/index.html', content: 'two\n' },
    ],
  })
  const options = { version: 'v1.0:local/site', more: ['v1.0:s3-buckets/shop'], patch: true, pager: false }
  const { stdout } = await runCommand(run, options, folder)
  expect(stdout).toContain('\n-one\n+two\n')
})

test('what moved from one source to another, and was changed, is compared inside', async () => {
  const page = Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join('')
  const { folder } = await storeOfVersions(
    { made: [{ path: 'local/site/index.html', content: page }] },
    { made: [{ path: 's3-buckets/shop/index.html', content: `${page}more\n` }] },
  )
  const options = { version: 'v1.0', more: ['v1.1'], findRenames: 50, patch: true, pager: false }
  const { stdout } = await runCommand(run, options, folder)
  expect(stdout).toContain('rename from local/site/index.html')
  expect(stdout).toContain('\n+more\n')
})

test('a list that comes into being, or goes, is shown thing by thing as when it was there', async () => {
  const path = 'cloudfront/distributions/E1.json'
  const behaviours = {
    Items: [
      { PathPattern: '/x/*', TargetOriginId: 'y', DefaultTTL: 60 },
      { PathPattern: '/z/*', TargetOriginId: 'y', DefaultTTL: 0 },
    ],
  }
  const made = (more: JsonObject) => [
    config(path, { Id: 'E1', DistributionConfig: { Comment: '', ...more } }),
  ]
  const { folder } = await storeOfVersions({ made: made({}) }, { made: made({ CacheBehaviors: behaviours }) })
  const details = async (...more: string[]) => {
    const { stdout } = await runCommand(run, { version: more[0], more: more.slice(1), pager: false }, folder)
    return stdout
      .split('\n')
      .slice(1, 3)
      .map((line) => line.trim())
  }
  expect(await details('v1.0', 'v1.1')).toEqual([
    '+ behaviour /x/* {DefaultTTL: 60, TargetOriginId: y}',
    '+ behaviour /z/* {DefaultTTL: 0, TargetOriginId: y}',
  ])
  expect(await details('v1.1', 'v1.0')).toEqual([
    '- behaviour /x/* {DefaultTTL: 60, TargetOriginId: y}',
    '- behaviour /z/* {DefaultTTL: 0, TargetOriginId: y}',
  ])
  const json = await runCommand(run, { version: 'v1.0', more: ['v1.1'], pager: false, json: true }, folder)
  expect(JSON.parse(json.stdout)).toMatchObject({
    changes: [{ details: [{ op: 'add', path: '/DistributionConfig/CacheBehaviors', after: behaviours }] }],
  })
})
