import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, type DiffOptions } from '../../src/commands/diff.ts'
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

    ~ route53/dns-records/shop.example.json  102 B → 101 B  2 unchanged
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

test('a path that neither version has is told, and one in which nothing changed is not', async () => {
  const diff = await twoVersions()
  const more = ['v1.1', 's3-bucket/shop', 's3-buckets/shop/same.html', 's3-buckets/sho*', '*/x']
  expect(await diff({ more })).toEqual({
    exitCode: 0,
    stdout: expect.stringContaining('1 modified') as string,
    stderr: "nothing in v1.0 or v1.1 is at 's3-bucket/shop'\n",
  })
  // As when the variable of a script is empty.
  expect((await diff({ more: ['v1.1', ''] })).stderr).toBe("nothing in v1.0 or v1.1 is at ''\n")
})
