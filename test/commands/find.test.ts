import { expect, test } from 'vitest'
import type { FindOptions } from '../../src/commands/find.flags.ts'
import { run } from '../../src/commands/find.ts'
import { digestOf } from '../../src/model/digest.ts'
import type { Made } from '../checkout/make-version.ts'
import { runCommand } from '../helpers/run-command.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const page = (name: string, content: string | Uint8Array, meta = {}): Made => ({
  path: `s3-buckets/shop/${name}`,
  content,
  meta,
})

async function found(versions: readonly (readonly Made[])[], options: Partial<FindOptions>) {
  const { folder } = await storeOfVersions(...versions.map((made) => ({ made })))
  return runCommand(run, { patterns: [], pager: false, ...options }, folder)
}

test('a path is found once for each run of versions with the same content', async () => {
  const { stdout } = await found(
    [
      [page('a.html', 'one'), page('b.html', 'b')],
      [page('a.html', 'one', { cacheControl: 'no-store' }), page('b.html', 'b')],
      [page('a.html', 'two'), page('c/d.html', 'd')],
      [page('b.html', 'b'), page('a.html', 'two')],
    ],
    { path: ['s3-buckets/shop'] },
  )
  expect(stdout).toMatchInlineSnapshot(`
    "v1.0..v1.1  s3-buckets/shop/a.html
    v1.2..v1.3  s3-buckets/shop/a.html
    v1.0..v1.1  s3-buckets/shop/b.html
    v1.3        s3-buckets/shop/b.html
    v1.2        s3-buckets/shop/c/d.html
    "
  `)
})

test('a content is found by its hash, or the beginning of it, wherever it is', async () => {
  const hash = digestOf('same')
  const versions = [[page('a.html', 'same'), page('b.html', 'other'), page('c.html', 'same')]]
  expect((await found(versions, { hash: hash.slice(0, 8).toUpperCase() })).stdout).toMatchInlineSnapshot(`
    "v1.0  s3-buckets/shop/a.html
    v1.0  s3-buckets/shop/c.html
    "
  `)
  expect((await found(versions, { hash, path: ['**/c.html'], json: true })).stdout).toMatchInlineSnapshot(`
    "{"schemaVersion":1,"hits":[{"from":"v1.0","to":"v1.0","path":"s3-buckets/shop/c.html","sha256":"0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5","size":4,"type":"object"}],"unknown":[]}
    "
  `)
})

test('text is found by line in what is text, with the first lines of each', async () => {
  const many = Array.from({ length: 8 }, (_, i) => `line ${i}: key`).join('\n')
  const { stdout, stderr } = await found(
    [
      [page('a.html', 'one\r\ntwo KEY\r\n'), page('many.txt', many), page('none.txt', 'nothing')],
      [
        page('a.html', 'one\r\ntwo KEY\r\n'),
        page('binary', Buffer.from('key\0')),
        page('latin', Buffer.from([0x6b, 0x65, 0x79, 0xe4])),
        page('long.js', `${'x'.repeat(5000)} key ${'y'.repeat(5000)}`),
        page('large.log', Buffer.alloc(8 * 1024 * 1024 + 1, 'key ')),
      ],
    ],
    { text: '\\bkey\\b', ignoreCase: true },
  )
  expect(stdout).toMatchInlineSnapshot(`
    "v1.0..v1.1  s3-buckets/shop/a.html
         2  two KEY
    v1.1        s3-buckets/shop/long.js
         1  …xxxxxxxxxxxxxxxxxxx key yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
    v1.0        s3-buckets/shop/many.txt
         1  line 0: key
         2  line 1: key
         3  line 2: key
         4  line 3: key
         5  line 4: key
            and 3 more lines
    "
  `)
  expect(stderr).toBe('1 content of more than 8.0 MiB was not searched\n')
})

test('only the versions that are named are searched, in the order in which they were made', async () => {
  const versions = ['one', 'two', 'one'].map((content) => [page('a.html', content)])
  expect((await found(versions, { path: ['**'], in: ['v1.2', 'HEAD~2'] })).stdout).toBe(
    'v1.0..v1.2  s3-buckets/shop/a.html\n',
  )
})

test('what cannot be looked for is an error of usage, and what is not there is a note', async () => {
  const versions = [[page('a.html', 'one')]]
  const usage = (hint: unknown) => expect.objectContaining({ code: 'Usage', hint }) as unknown
  await expect(found(versions, {})).rejects.toEqual(usage(expect.stringContaining('--path GLOB')))
  await expect(found(versions, { text: 'a(' })).rejects.toThrow(
    "'a(' is not a valid regular expression: unterminated group",
  )
  await expect(found(versions, { hash: 'xyz' })).rejects.toThrow("'xyz' is not a SHA-256 hash")
  expect(await found(versions, { text: 'nowhere' })).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'nothing was found\n',
  })
})

test('what a version could not read, or left out, is told, for it may hold what was looked for', async () => {
  const denied = {
    path: 's3-buckets/shop/b.html',
    operation: 's3:GetObject',
    code: 'AccessDenied',
    message: '',
  }
  const { folder } = await storeOfVersions(
    { made: [page('a.html', 'one'), page('b.html', 'one')] },
    {
      made: [
        page('a.html', 'one'),
        { path: 's3-buckets/shop/b.html', type: 'stub', size: 3, meta: { reason: 'denied' } },
        { path: 's3-buckets/tea/', type: 'unknown' },
      ],
      about: {
        complete: false,
        problems: [denied, { ...denied, path: 's3-buckets/tea/', operation: 's3:ListObjectsV2' }],
        notCovered: [{ path: 'ec2/instance/', reason: '1 resource of a kind that is not captured' }],
      },
    },
    { made: [], about: { notCovered: [{ path: 's3-buckets/', reason: 'left out by --only local' }] } },
  )
  const find = (options: Partial<FindOptions>) =>
    runCommand(run, { patterns: [], pager: false, ...options }, folder)
  expect(await find({ text: 'one' })).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "v1.2 has no information about s3-buckets/: left out by --only local
    v1.1 has no information about s3-buckets/shop/b.html: AccessDenied, or about 1 other place
    ",
      "stdout": "v1.0..v1.1  s3-buckets/shop/a.html
         1  one
    v1.0        s3-buckets/shop/b.html
         1  one
    ",
    }
  `)
  expect(await find({ path: ['s3-buckets'] })).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "v1.2 has no information about s3-buckets/: left out by --only local
    v1.1 has no information about s3-buckets/tea/: AccessDenied
    ",
      "stdout": "v1.0..v1.1  s3-buckets/shop/a.html
    v1.0        s3-buckets/shop/b.html
    v1.1        s3-buckets/shop/b.html
    ",
    }
  `)
  expect((await find({ path: ['ec2'] })).stderr).toMatchInlineSnapshot(`
    "nothing was found
    v1.1 has no information about ec2/instance/: 1 resource of a kind that is not captured
    "
  `)
  expect((await find({ path: ['route53'] })).stderr).toBe('nothing was found\n')
  const { stdout } = await find({ path: ['s3-buckets/tea/*.html'], json: true })
  expect(JSON.parse(stdout)).toMatchObject({
    hits: [],
    unknown: [
      { name: 'v1.1', path: 's3-buckets/tea/', reason: 'AccessDenied' },
      { name: 'v1.2', path: 's3-buckets/', reason: 'left out by --only local' },
    ],
  })
})

test('a pattern without a slash is a name at any depth', async () => {
  const { folder } = await storeOfVersions({
    made: ['s3-buckets/shop/index.html', 's3-buckets/shop/a/b/index.html', 'local/site/page.htm'].map(
      (path) => ({
        path,
        content: path,
      }),
    ),
  })
  const found = async (...patterns: string[]) => {
    const { stdout } = await runCommand(run, { patterns, pager: false }, folder)
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('  ')[1])
  }
  expect(await found('index.html')).toEqual(['s3-buckets/shop/a/b/index.html', 's3-buckets/shop/index.html'])
  expect(await found('*.htm')).toEqual(['local/site/page.htm'])
  expect(await found('s3-buckets/*/index.html')).toEqual(['s3-buckets/shop/index.html'])
  expect(await found('a')).toEqual(['s3-buckets/shop/a/b/index.html'])
})
