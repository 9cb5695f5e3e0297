import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { commit } from '../helpers/run-commit.ts'
import { run as diff } from '../../src/commands/diff.ts'
import type { StatusOptions } from '../../src/commands/status.flags.ts'
import { run as status } from '../../src/commands/status.ts'
import type { Digest } from '../../src/model/digest.ts'
import { parseNode } from '../../src/model/tree-node.ts'
import { Store } from '../../src/store/store.ts'
import { runCommand } from '../helpers/run-command.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { TEST_USER } from '../helpers/test-user.ts'

/** A folder with a configuration, files of the source `local/site`, and a version of them. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = scratchFolder()
  configure(folder, 'site')
  mkdirSync(join(folder, 'site'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'site', name), content)
  await runCommand(commit, { message: 'v1', only: ['local'] }, folder)
  return folder
}

function configure(folder: string, path: string): void {
  writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify({ local: { site: { path } } }))
}

const statusOf = (folder: string, options: Partial<StatusOptions> = {}) =>
  runCommand(status, { paths: ['local'], ...options }, folder)

test('status makes no key for secrets in a store that has none', async () => {
  const folder = await folderWith({ 'index.html': '<h1>' })
  writeFileSync(join(folder, 'site', '.env'), 'TOKEN=abc\n')
  const key = join(folder, '.jsnap', 'secret.key')
  expect((await statusOf(folder)).stdout).toContain('A\tlocal/site/.env')
  expect(existsSync(key)).toBe(false)
  await runCommand(commit, { message: 'v2', only: ['local'] }, folder)
  expect(existsSync(key)).toBe(true)
  expect((await statusOf(folder)).stdout).toContain('the account is unchanged')
  rmSync(key)
  expect((await statusOf(folder)).stdout).toContain(
    '?\tlocal/site/.env  its secrets are marked with another key',
  )
  expect(existsSync(key)).toBe(false)
})

test('status says why something is unknown', async () => {
  const folder = await folderWith({ 'index.html': '<h1>' })
  renameSync(join(folder, 'site'), join(folder, 'moved'))
  const asked = await statusOf(folder)
  expect(asked.stdout.replace(/ {2}[0-9a-f]{12} /, '  0123456789ab ')).toMatchInlineSnapshot(`
    "since v1  0123456789ab  2026-11-23 10:00 UTC

      ?	local/site/  ENOENT, 1 path cannot be compared

    1 unknown
    "
  `)
  expect(asked.stderr.replaceAll(folder, '')).toMatchInlineSnapshot(`
    "1 problem: what could not be read is unknown
      local: readdir failed at local/site/ (ENOENT)
    "
  `)
  await runCommand(commit, { message: 'v2', only: ['local'] }, folder)
  const again = await statusOf(folder, { exitCode: true })
  expect([again.exitCode, again.stdout.split('\n').slice(2)]).toMatchInlineSnapshot(`
    [
      1,
      [
        "  ?	local/site/  could not be read in either version",
        "",
        "1 unknown",
        "",
      ],
    ]
  `)
})

test('status names the version that it compared with, once, in its hint as well', async () => {
  const folder = await folderWith({ 'index.html': '<h1>' })
  writeFileSync(join(folder, 'site', 'index.html'), '<h2>')
  expect((await statusOf(folder)).stderr).toContain("'jsnap diff HEAD live'")
  writeFileSync(
    join(folder, 'jsnap.config.json'),
    JSON.stringify({ local: { site: { path: 'site' }, other: { path: 'site' } } }),
  )
  await runCommand(commit, { message: 'no name', only: ['local/other'] }, folder)
  const passed = await statusOf(folder, { paths: ['local/site'] })
  expect(passed.stdout).toMatch(/^since v1 {2}[0-9a-f]{12} {2}2026/)
  expect(passed.stderr).toContain("'jsnap diff v1 live' shows what changed inside")
  expect((await statusOf(folder, { paths: ['local/other'] })).stdout).toMatch(/^since [0-9a-f]{12} {2}2026/)
})

test('a message that is no valid name is kept as one, and commit says that the version has no name', async () => {
  const folder = await folderWith({ 'index.html': '<h1>' })
  for (const message of ['HEAD', 'v1..v2', 'my first version'])
    expect((await runCommand(commit, { message, only: ['local'] }, folder)).stderr).toContain(
      `'${message}' is not a valid name and is kept as the message: the version has no name, only its id; use '-t NAME' to name it\n`,
    )
  for (const options of [{ message: 'v2' }, {}, { message: 'my words', tag: 'v3' }])
    expect((await runCommand(commit, { ...options, only: ['local'] }, folder)).stderr).not.toContain(
      'valid name',
    )
})

test('commit says how many entries it could not compare since the parent did not ask for them', async () => {
  const folder = await folderWith({ 'a.html': 'a', 'b.html': 'b' })
  await runCommand(commit, { message: 'v2', only: ['local/site/a.html'] }, folder)
  const whole = await runCommand(commit, { message: 'v3', only: ['local'] }, folder)
  expect(whole.stdout).toMatch(
    /^v3 {2}[0-9a-f]{12} {2}\+0 ~0 -0\n {2}1 not compared: the parent did not ask for them\n/,
  )
})

test('commit and status name a file of secrets that is too large, and other things that were left out', async () => {
  const folder = await folderWith({ 'index.html': '<h1>', '.env': `A=${'x'.repeat(1024 * 1024)}\n` })
  const text = 'not covered: local/site/.env (a file of secrets that is larger than 1 MiB)'
  const again = await runCommand(commit, { message: 'v2', only: ['local'], skip: ['local/site/y'] }, folder)
  expect(again.stderr.split(text)).toHaveLength(2)
  const { stdout, stderr } = await statusOf(folder)
  expect(stdout).toContain('the account is unchanged')
  expect(stderr).toContain(text)
})

test.each(['./site', 'site/', 'x/../site', 'ABSOLUTE'])(
  'a local folder that the configuration now spells %s is still the same folder',
  async (spelling) => {
    const folder = await folderWith({ a: '1', b: '2' })
    configure(folder, spelling === 'ABSOLUTE' ? join(folder, 'site') : spelling)
    writeFileSync(join(folder, 'site', 'a'), 'other')
    writeFileSync(join(folder, 'site', 'c'), 'new')
    rmSync(join(folder, 'site', 'b'))
    const CHANGES = ['M\tlocal/site/a', 'D\tlocal/site/b', 'A\tlocal/site/c']
    const asked = await statusOf(folder, { exitCode: true })
    expect([asked.exitCode, asked.stderr]).toEqual([
      1,
      expect.not.stringContaining('has no information about'),
    ])
    for (const line of CHANGES) expect(asked.stdout).toContain(line)
    const made = await runCommand(commit, { message: 'v2', only: ['local'], json: true }, folder)
    expect(JSON.parse(made.stdout)).toMatchObject({ counts: { added: 1, modified: 1, removed: 1 } })
  },
)

test('status says that nothing was compared where the folder is another one, or is configured no more', async () => {
  const folder = await folderWith({ a: '1' })
  mkdirSync(join(folder, 'other'))
  configure(folder, 'other')
  for (const paths of [['local'], []]) {
    const { stdout, stderr } = await statusOf(folder, { paths })
    expect(stdout).not.toContain('as it was')
    expect(stdout).toContain('nothing was compared')
    expect(stderr).toContain(
      'has no information about local/site/a: local/site/ was a different folder (other, not site)',
    )
    const asked = await statusOf(folder, { paths, exitCode: true })
    expect([asked.exitCode, asked.stdout]).toEqual([2, stdout])
    const compared = { version: 'v1', more: ['live', ...paths], pager: false, exitCode: true }
    const differing = await runCommand(diff, compared, folder)
    expect([differing.exitCode, differing.stdout]).toEqual([2, ''])
    expect(differing.stderr).toContain('nothing was compared')
  }
  writeFileSync(join(folder, 'jsnap.config.json'), '{}')
  const { stdout } = await statusOf(folder, { paths: [] })
  expect(stdout).toContain('nothing was compared')
})

test('a comparison with --exit-code at paths does not say that there is no difference where one of them was not compared', async () => {
  const folder = await folderWith({ a: '1', b: '1' })
  await runCommand(commit, { message: 'v2', only: ['local/site/a'] }, folder)
  const ask = (...paths: string[]) =>
    runCommand(diff, { version: 'v1', more: ['v2', ...paths], pager: false, exitCode: true }, folder)
  const [a, b] = ['local/site/a', 'local/site/b']
  expect(await ask()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(b) as string })
  expect(await ask(a)).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  const both = await ask(a, b)
  expect([both.exitCode, both.stderr.split('\n')[0]]).toEqual([2, `nothing was compared at ${b}`])
  writeFileSync(join(folder, 'site', 'a'), 'other')
  const live = await statusOf(folder, { paths: [a], exitCode: true })
  expect(live.exitCode).toBe(1)
})

test('a folder outside of that of the configuration is the same in full and from there', async () => {
  const outside = scratchFolder()
  writeFileSync(join(outside, 'a'), '1')
  const folder = scratchFolder()
  for (const [version, path] of [outside, relative(folder, outside), outside].entries()) {
    configure(folder, path)
    writeFileSync(join(outside, 'a'), `${version}`)
    const made = await runCommand(commit, { message: `v${version}`, only: ['local'], json: true }, folder)
    expect(JSON.parse(made.stdout)).toMatchObject({
      counts: { modified: version === 0 ? 0 : 1, added: version === 0 ? 1 : 0 },
    })
  }
  const { stdout } = await runCommand(
    diff,
    { version: 'v0', more: ['v2'], pager: false, nameStatus: true },
    folder,
  )
  expect(stdout).toBe('M\tlocal/site/a\n')
})

test('files that other secret rules store another way are no content that changed', async () => {
  const folder = await folderWith({
    '.env': 'TOKEN=abc\n',
    'app.conf': 'password: abc\n',
    a: '1',
    b: 'X=1\n',
  })
  const rules = { 'local/site/*.conf': 'sealed', 'local/site/.env': 'plain', b: 'plain', '*.never': 'env' }
  const config = { local: { site: { path: 'site' } }, secrets: { rules } }
  writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify(config))
  writeFileSync(join(folder, 'site', 'b'), 'X=2\n')
  const told =
    'not compared: 2 paths in local/site/; the secret rules changed, so it is stored in another form'
  const status = await statusOf(folder)
  expect(status.stdout.split('\n').slice(2)).toEqual(['  M\tlocal/site/b', '', '1 modified', ''])
  expect(status.stderr).toContain(told)
  const secret = await statusOf(folder, { paths: ['local/site/.env'], exitCode: true })
  expect(secret.exitCode).toBe(2)
  const made = await runCommand(commit, { message: 'v2', only: ['local'] }, folder)
  expect(made.stdout).toMatch(
    /^v2 .* \+0 ~1 -0\n {2}2 not compared: the parent did not ask for them, or stored them under other secret rules\n/,
  )
  const compared = { version: 'v1', more: ['v2'], pager: false, nameStatus: true }
  const site = (path: string) =>
    runCommand(diff, { ...compared, more: ['v2', path, 'local/site/a'], exitCode: true }, folder)
  expect([(await site('local/site/*.conf')).exitCode, (await site('local/site/b')).exitCode]).toEqual([2, 1])
  expect(await runCommand(diff, compared, folder)).toMatchObject({
    stdout: 'M\tlocal/site/b\n',
    stderr: expect.stringContaining(told) as string,
  })
  // By the same rules again, what changes is told.
  writeFileSync(join(folder, 'site', '.env'), 'TOKEN=def\n')
  expect((await statusOf(folder)).stdout).toContain('M\tlocal/site/.env')
})

test('status says that only a part is as it was where a configured folder was left out', async () => {
  const folder = await folderWith({ a: '1' })
  mkdirSync(join(folder, 'more'))
  writeFileSync(join(folder, 'more', 'm'), '1')
  const config = { site: { path: 'site' }, more: { path: 'more' } }
  writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify({ local: config }))
  await runCommand(commit, { message: 'v2', only: ['local'] }, folder)
  configure(folder, 'site')
  expect((await statusOf(folder)).stdout).toContain('what was compared is unchanged')
})

test('status of a path that is nowhere is a wrong use, as diff of it is', async () => {
  const folder = await folderWith({ 'index.html': '<h1>' })
  await expect(statusOf(folder, { paths: ['local/sitte'] })).rejects.toMatchObject({ code: 'NoSuchPath' })
  writeFileSync(join(folder, 'site', 'new.html'), 'new')
  expect((await statusOf(folder, { paths: ['local/site/new.html'] })).stdout).toContain(
    'A\tlocal/site/new.html',
  )
})

test.each(['tree', 'origins'] as const)(
  'status of a version whose %s has lost nodes compares what the account still has, and else says what is damaged',
  async (which) => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${100 + i}.html`, `page ${i}`]))
    const folder = await folderWith(files)
    const dir = join(folder, '.jsnap')
    const store = Store.open(dir, undefined, { user: TEST_USER })
    const { head } = store.refs()
    const { [which]: root } = store.readCommit(head as Digest) // there is a version
    const [first] = parseNode(root, store.readNode(root)).children
    if (first === undefined) throw new Error('there should be nodes')
    store.catalog.forgetObjects([first.node])
    store.close()
    const asItIs = await statusOf(folder)
    expect([asItIs.exitCode, asItIs.stdout]).toEqual([0, expect.stringContaining('the account is unchanged')])
    expect(asItIs.stderr).toContain(
      which === 'tree' ? 'part of the previous version is lost' : 'earlier reads',
    )
    writeFileSync(join(folder, 'site', '100.html'), 'another page')
    const changed = async () => (await statusOf(folder)).stdout
    if (which === 'origins') expect(await changed()).toContain('M\tlocal/site/100.html')
    else
      await expect(changed()).rejects.toMatchObject({
        code: 'Corrupt',
        hint: expect.stringContaining('fsck --repair') as string,
      })
    expect(readdirSync(join(dir, 'tmp'))).toEqual([])
    expect((await runCommand(commit, { message: 'v2', only: ['local'] }, folder)).exitCode).toBe(0)
    expect(await changed()).toContain('the account is unchanged')
  },
)
