import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as blame } from '../../src/commands/blame.ts'
import { run as cat } from '../../src/commands/cat.ts'
import { run as checkout } from '../../src/commands/checkout.ts'
import { run as diff } from '../../src/commands/diff.ts'
import { run as find } from '../../src/commands/find.ts'
import { run as log } from '../../src/commands/log.ts'
import { run as ls } from '../../src/commands/ls.ts'
import { run as show } from '../../src/commands/show.ts'
import { contextIn, runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const distribution = (id: string, ttl: number, aliases: readonly string[]) =>
  config(`cloudfront/distributions/${id}.json`, {
    Id: id,
    DistributionConfig: { Aliases: { Items: aliases }, DefaultCacheBehavior: { DefaultTTL: ttl } },
  })

const ALIASES = ['www.shop.example', 'shop.example', 'a.shop.example']
const CALLED = '(www.shop.example, shop.example, +1)'
const PATH = 'cloudfront/distributions/E1.json'

/** A distribution that changes, one that goes, and a bucket. */
async function estate() {
  const bucket = { path: 's3-buckets/media/a.html', content: 'x' }
  const { folder } = await storeOfVersions(
    { made: [distribution('E1', 300, ALIASES), distribution('E2', 1, ['old.example']), bucket] },
    { made: [distribution('E1', 60, ALIASES), bucket] },
  )
  return folder
}

test('diff shows what people call what changed, and lists for scripts stay as they are', async () => {
  const folder = await estate()
  const ran = async (options: object) =>
    (await runCommand(diff, { version: 'v1.0', more: ['v1.1'], pager: false, ...options }, folder)).stdout
  const readable = await ran({})
  expect(readable).toContain(`~ ${PATH}  ${CALLED}  `)
  // As the version had it that still has it.
  expect(readable).toContain('- cloudfront/distributions/E2.json  (old.example)  ')
  expect(await ran({ summary: true })).toContain(`  ${PATH}  ${CALLED}\n`)
  expect(await ran({ nameOnly: true })).toBe(`${PATH}\ncloudfront/distributions/E2.json\n`)
  expect(await ran({ nameStatus: true })).toBe(`M\t${PATH}\nD\tcloudfront/distributions/E2.json\n`)
  expect(JSON.parse(await ran({ json: true }))).toMatchObject({
    changes: [
      { path: PATH, names: ALIASES },
      { path: 'cloudfront/distributions/E2.json', names: ['old.example'] },
    ],
  })
  await ran({ html: join(folder, 'page.html') })
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain(`<span class="note">${CALLED}`)
})

test('log, blame, show and find say it as well', async () => {
  const folder = await estate()
  const logged = await runCommand(log, { paths: ['shop.example'], pager: false }, folder)
  expect(logged.stdout).toContain(`~ ${PATH}  ${CALLED}  `)
  const shown = await runCommand(show, { version: 'v1.0:old.example' }, folder)
  expect(shown.stdout).toMatch(/^cloudfront\/distributions\/E2\.json {2}\(old\.example\)\n/)
  const asJson = await runCommand(show, { version: 'E1', json: true }, folder)
  expect(JSON.parse(asJson.stdout)).toMatchObject({ path: PATH, names: ALIASES })
  const blamed = await runCommand(blame, { address: 'WWW.shop.example', pager: false, json: true }, folder)
  expect(JSON.parse(blamed.stdout)).toMatchObject({ path: PATH, names: ALIASES })
  const found = await runCommand(find, { patterns: [], path: ['cloudfront'], pager: false }, folder)
  expect(found.stdout).toContain('cloudfront/distributions/E2.json  (old.example)\n')
})

test('a list of paths has names on a terminal and with -l, and none for scripts', async () => {
  const folder = await estate()
  const bare = `${PATH}\ns3-buckets/media/a.html\n`
  expect((await runCommand(ls, { paths: [] }, folder)).stdout).toBe(bare)
  expect((await runCommand(ls, { paths: [], long: true }, folder)).stdout).toContain(`${PATH}  ${CALLED}\n`)
  const printed = { stdout: '', stderr: '' }
  await ls({ paths: [] }, contextIn(folder, printed, true))
  expect(printed.stdout).toBe(`${PATH}  ${CALLED}\ns3-buckets/media/a.html\n`)
})

test('names are filters and addresses in all commands', async () => {
  const folder = await estate()
  expect((await runCommand(ls, { version: 'v1.0', paths: ['old.example'] }, folder)).stdout).toBe(
    'cloudfront/distributions/E2.json\n',
  )
  expect((await runCommand(ls, { version: 'media', paths: [] }, folder)).stdout).toBe(
    's3-buckets/media/a.html\n',
  )
  const content = await runCommand(
    cat,
    { address: 'arn:aws:cloudfront::123456789012:distribution/E1' },
    folder,
  )
  expect(content.stdout).toContain('www.shop.example')
  const compared = { version: 'v1.0', more: ['v1.1', 'old.example'], nameStatus: true, pager: false }
  expect((await runCommand(diff, compared, folder)).stdout).toBe('D\tcloudfront/distributions/E2.json\n')
  const places = { version: 'v1.0:old.example', more: ['v1.1:shop.example'], pager: false }
  expect((await runCommand(diff, places, folder)).stdout).toContain(`~ ${PATH}  ${CALLED}`)
  const found = await runCommand(find, { patterns: [], path: ['old.example'], pager: false }, folder)
  expect(found.stdout).toMatch(/^v1\.0 +cloudfront\/distributions\/E2\.json/)
  await runCommand(checkout, { version: 'v1.0', target: 'out', paths: ['old.example'] }, folder)
  expect(readFileSync(join(folder, 'out/cloudfront/distributions/E2.json'), 'utf8')).toContain('old.example')
})
