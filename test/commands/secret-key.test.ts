import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as blame } from '../../src/commands/blame.ts'
import { commit as commitCommand } from '../helpers/run-commit.ts'
import { run as diff } from '../../src/commands/diff.ts'
import { run as fsck } from '../../src/commands/fsck.ts'
import { run as logCommand } from '../../src/commands/log.ts'
import { run as secretsList } from '../../src/commands/secrets-list.ts'
import { run as show } from '../../src/commands/show.ts'
import { run as status } from '../../src/commands/status.ts'
import type { Digest } from '../../src/model/digest.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { runCommand } from '../helpers/run-command.ts'
import { TEST_USER } from '../helpers/test-user.ts'

const CONFIG = {
  local: { site: { path: 'site' } },
  secrets: { rules: { 'secrets.json': ['/password'] } },
}

/** A folder with secrets in two files, committed as v1. */
async function oneVersion() {
  const folder = scratchFolder()
  mkdirSync(join(folder, 'site'))
  writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify(CONFIG))
  writeFileSync(join(folder, 'site/.env'), 'PASSWORD=hunter2\nUSER=shop\n')
  writeFileSync(join(folder, 'site/secrets.json'), '{"password":"hunter2","host":"db"}')
  const run = {
    commit: (message: string) => runCommand(commitCommand, { message, only: ['local'] }, folder),
    diff: (options: object = {}) =>
      runCommand(diff, { version: 'v1', more: ['v2'], pager: false, ...options }, folder),
    status: () => runCommand(status, { paths: ['local'] }, folder),
  }
  await run.commit('v1')
  return { folder, key: join(folder, '.jsnap/secret.key'), ...run }
}

const otherKey = (file: string) => writeFileSync(file, `${'ab'.repeat(32)}\n`)

test('a lost or other key is told by commit, status, fsck, show and secrets list, each in its words', async () => {
  for (const [harm, words, inFsck, inCommit] of [
    [rmSync, 'is lost', 'is lost: restore', 'is lost, and a new one is created'],
    [otherKey, 'another', 'was replaced by another one: restore', 'was replaced by another one'],
  ] as const) {
    const { folder, key, commit, status } = await oneVersion()
    harm(key)
    const found = await runCommand(fsck, {}, folder)
    expect(found.exitCode).toBe(12)
    expect(found.stdout).toContain(`secret.key, the marker key of version v1, ${inFsck}`)
    expect((await runCommand(show, {}, folder)).stdout).toMatch(new RegExp(`secrets .*${words}`))
    expect((await runCommand(secretsList, { paths: [] }, folder)).stderr).toContain(words)
    expect((await status()).stderr).toContain(words)
    expect((await commit('v2')).stderr).toContain(`secret.key, the marker key of HEAD, ${inCommit}`)
    expect((await commit('v3')).stderr).not.toContain('secret.key')
    // Nothing of the store is damaged then: markers are only compared, and values are sealed for recipients and not by this
    // key. That v1's key is lost is told by the commit that began with another, and by each diff across the two; whoever
    // could put a copy back would take the key of v2 away, so that fsck, which asks for something to be done, is silent.
    expect(await runCommand(fsck, {}, folder)).toMatchObject({ exitCode: 0 })
  }
})

test('a key that is damaged is told, and keeps nobody from reading', async () => {
  const { folder, key, status } = await oneVersion()
  writeFileSync(key, 'zz\n')
  const found = await runCommand(fsck, {}, folder)
  expect(found.exitCode).toBe(12)
  expect(found.stdout).toContain('does not contain a key')
  expect((await runCommand(show, {}, folder)).stdout).toMatch(/secrets .*does not contain a key/)
  expect((await runCommand(secretsList, { paths: [] }, folder)).stderr).toContain('does not contain a key')
  expect((await status()).stderr).toContain('does not contain a key')
})

test('a key that cannot be used ends a commit as damage of the store, and no file is told as unreadable', async () => {
  const { folder, key, commit } = await oneVersion()
  const log = () => runCommand(logCommand, { paths: [], pager: false, oneline: true }, folder)
  const before = await log()
  const damage = { code: 'Corrupt', message: expect.stringContaining('secret.key') as string }
  for (const harm of [() => writeFileSync(key, ''), () => writeFileSync(key, 'x'.repeat(100_000))]) {
    harm()
    await expect(commit('v2')).rejects.toMatchObject(damage)
  }
  expect(await log()).toEqual(before)
  // Of a version without secrets it is not known beforehand whether a key is needed.
  rmSync(key)
  renameSync(join(folder, 'site'), join(folder, 'secrets'))
  mkdirSync(join(folder, 'site'))
  await commit('v2')
  writeFileSync(key, '')
  renameSync(join(folder, 'secrets/.env'), join(folder, 'site/.env'))
  await expect(commit('v3')).rejects.toMatchObject(damage)
})

test('a key that is lost is told by fsck, and by the commit that makes another, also when HEAD has no secrets', async () => {
  const { folder, key, commit } = await oneVersion()
  rmSync(join(folder, 'site'), { recursive: true })
  mkdirSync(join(folder, 'site'))
  await commit('v2')
  rmSync(key)
  const lost = 'secret.key, the marker key of version v1, is lost'
  const found = await runCommand(fsck, {}, folder)
  expect([found.exitCode, found.stdout]).toEqual([12, expect.stringContaining(lost)])
  expect((await commit('v3')).stderr).not.toContain('secret.key')
  writeFileSync(join(folder, 'site/.env'), 'PASSWORD=hunter2\n')
  const options = { message: 'v4', only: ['local'], quiet: true }
  expect((await runCommand(commitCommand, options, folder)).stderr).toContain(
    `${lost}, and a new one is created`,
  )
  expect((await commit('v5')).stderr).not.toContain('secret.key')
})

test('secrets that are marked with two keys are never told as changed', async () => {
  const { folder, key, commit, diff } = await oneVersion()
  otherKey(key)
  await commit('v2')
  const compared = await diff()
  expect(compared.stdout).toContain('its secrets are marked with another key')
  expect(compared.stdout).not.toContain('secret changed')
  const { changes, summary } = JSON.parse((await diff({ json: true })).stdout) as {
    changes: { type: string; path: string }[]
    summary: object
  }
  expect(changes.map(({ type, path }) => [type, path])).toEqual([
    ['unknown', 'local/site/.env'],
    ['unknown', 'local/site/secrets.json'],
  ])
  expect(summary).toMatchObject({ modified: 0, unknown: 2 })
  expect((await runCommand(logCommand, { paths: ['local'], pager: false }, folder)).stdout).not.toContain(
    'changed',
  )
  const blamed = await runCommand(blame, { address: 'local/site/secrets.json', pager: false }, folder)
  expect(blamed.stdout).not.toContain('v2')
})

test('beside secrets that are marked with two keys, what else changed is told', async () => {
  const { folder, key, commit, diff } = await oneVersion()
  otherKey(key)
  writeFileSync(join(folder, 'site/secrets.json'), '{"password":"hunter2","host":"db2"}')
  await commit('v2')
  const { stdout } = await diff()
  expect(stdout).toContain('host db → db2')
  expect(stdout).toContain('password: secret is marked with another key')
  const { changes } = JSON.parse((await diff({ json: true })).stdout) as {
    changes: { path: string; details?: { path: string; otherKey?: boolean }[] }[]
  }
  expect(changes.find(({ path }) => path.endsWith('secrets.json'))?.details).toMatchObject([
    { path: '/host' },
    { path: '/password', otherKey: true },
  ])
})

test('where the list of the names of secrets is lost, documents of two keys are not compared, and no commit is kept from being made', async () => {
  const { folder, key, commit } = await oneVersion()
  const open = () => Store.open(join(folder, '.jsnap'), undefined, { user: TEST_USER })
  const store = open()
  const { secrets } = store.readCommit(store.refs().head as Digest) // there is a version
  if (secrets === undefined) throw new Error('there should be secrets')
  store.catalog.forgetObjects([secrets.names])
  store.close()
  otherKey(key)
  expect((await commit('v2')).exitCode).toBe(0)
  const after = open()
  const { counts } = after.readCommit(after.refs().head as Digest) // there is another one
  after.close()
  expect(counts).toEqual({ entries: 2, added: 0, modified: 0, removed: 0, unchanged: 0, notCompared: 2 })
})

test('a secret that changes under one key is told as changed', async () => {
  const { folder, key, commit, diff } = await oneVersion()
  const before = readFileSync(key, 'utf8')
  writeFileSync(join(folder, 'site/secrets.json'), '{"password":"hunter3","host":"db"}')
  await commit('v2')
  expect((await diff()).stdout).toContain('password: secret changed')
  expect(readFileSync(key, 'utf8')).toBe(before)
})

test('a patch shows no line for a marker that is only of another key', async () => {
  const { folder, key, commit, diff } = await oneVersion()
  otherKey(key)
  writeFileSync(join(folder, 'site/.env'), 'PASSWORD=hunter2\nUSER=other\nMODE=a\n')
  await commit('v2')
  const { stdout } = await diff({ patch: true })
  const lines = stdout.split('\n').filter((line) => /^[-+][^-+]/.test(line))
  expect(lines.filter((line) => line.includes('PASSWORD'))).toEqual([])
  expect(lines.join('\n')).toContain('+MODE=')
})
