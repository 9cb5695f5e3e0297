import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as commit } from '../../src/commands/commit.ts'
import { run as status, type StatusOptions } from '../../src/commands/status.ts'
import { runCommand } from '../helpers/run-command.ts'
import { scratchFolder } from '../helpers/scratch.ts'

/** A folder with a configuration, files of the source `local/site`, and a version of them. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify({ local: { site: { path: 'site' } } }))
  mkdirSync(join(folder, 'site'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'site', name), content)
  await runCommand(commit, { message: 'v1', only: ['local'] }, folder)
  return folder
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
  expect((await statusOf(folder)).stdout).toContain('the account is as it was')
  rmSync(key)
  expect((await statusOf(folder)).stdout).toContain('M\tlocal/site/.env')
  expect(existsSync(key)).toBe(false)
})
