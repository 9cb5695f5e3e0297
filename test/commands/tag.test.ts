import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as log } from '../../src/commands/log.ts'
import type { TagOptions } from '../../src/commands/tag.flags.ts'
import { run } from '../../src/commands/tag.ts'
import { fsck } from '../../src/store/fsck.ts'
import { Store } from '../../src/store/store.ts'
import { runCommand } from '../helpers/run-command.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

function problems(folder: string): unknown {
  const store = Store.open(join(folder, '.jsnap'))
  return fsck(store, true, () => undefined).problems
}

async function setUp(about = {}) {
  const made = [{ path: 'local/x/a', content: 'a' }]
  const { folder, store } = await storeOfVersions({ made: [] }, { made, about })
  store.close()
  const tag = async (options: Partial<TagOptions> = {}) => (await runCommand(run, options, folder)).stdout
  const names = async () =>
    (JSON.parse(await tag({ json: true })) as { tags: { name: string; good: boolean }[] }).tags.map(
      ({ name, good }) => (good ? `${name} good` : name),
    )
  return { folder, tag, names }
}

test('a version gets further names, which never move, and loses them', async () => {
  const { folder, tag, names } = await setUp()
  expect(await tag({ name: 'before-sale', version: 'HEAD^' })).toMatch(/^before-sale is [0-9a-f]{12}\n$/)
  expect(await names()).toEqual(['v1.0', 'v1.1', 'before-sale'])
  await expect(tag({ name: 'before-sale' })).rejects.toMatchObject({ code: 'NameTaken' })
  await expect(tag({ name: 'good/x' })).rejects.toMatchObject({ code: 'InvalidName' })
  await expect(tag({ name: 'x', version: 'nosuch' })).rejects.toMatchObject({ code: 'UnknownVersion' })
  await expect(tag({ name: 'nosuch', delete: true })).rejects.toMatchObject({ code: 'UnknownVersion' })
  await expect(tag({ delete: true })).rejects.toMatchObject({ code: 'Usage' })
  expect((await runCommand(log, { paths: [], oneline: true, pager: true }, folder)).stdout).toMatch(
    /v1\.1 .*\n.*v1\.0 /,
  )
  expect(await tag({ name: 'v1.0', delete: true })).toMatch(/^removed the name v1\.0 of /)
  expect((await runCommand(log, { paths: [], oneline: true, pager: true }, folder)).stdout).toMatch(
    /v1\.1 .*\n.*before-sale /,
  )
  expect(await names()).toEqual(['v1.1', 'before-sale'])
  expect(problems(folder)).toEqual([])
})

test('the newest version that is marked as good has an address', async () => {
  const { folder, tag, names } = await setUp()
  expect(await tag({ name: 'HEAD', good: true })).toBe('v1.1 is marked as good\n')
  expect(await tag({ name: 'v1.0', good: true })).toBe('v1.0 is marked as good\n')
  expect(await names()).toEqual(['v1.0 good', 'v1.1 good'])
  expect(await tag({ name: 'latest-good', version: '@good' })).toMatch(/^latest-good is /)
  expect(await names()).toEqual(['v1.0 good', 'v1.1 good', 'latest-good good'])
  expect(await tag({ good: true, delete: true })).toBe('v1.1 is not marked as good\n')
  expect(await tag({ name: 'after', version: '@good' })).toMatch(/^after is /)
  expect(await names()).toEqual(['v1.0 good', 'v1.1', 'latest-good', 'after good'])
  const shown = (await runCommand(log, { paths: [], oneline: true, pager: true }, folder)).stdout
  expect(shown.split('\n').map((line) => line.includes('good'))).toEqual([false, true, false])
  // What an interrupted commit has read is not forgotten by it, and the refs are what their record says.
  expect(problems(folder)).toEqual([])
  expect(readFileSync(join(folder, '.jsnap/refs'), 'utf8')).toMatch(/ good\/[0-9a-f]{64}\n/)
})

test('a name that alone leads to a version is not removed', async () => {
  const { tag } = await setUp({ parent: null })
  await expect(tag({ name: 'v1.0', delete: true })).rejects.toMatchObject({ code: 'Refused' })
  await tag({ name: 'other', version: 'v1.0' })
  expect(await tag({ name: 'v1.0', delete: true })).toMatch(/^removed the name v1\.0 of /)
})
