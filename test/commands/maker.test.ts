import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as log } from '../../src/commands/log.ts'
import { run as show } from '../../src/commands/show.ts'
import { makerText, type Maker } from '../../src/model/maker.ts'
import { serve } from '../e2e/account-on-endpoint.ts'
import { commit } from '../helpers/run-commit.ts'
import { contextIn, runCommand } from '../helpers/run-command.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'
import { Account } from '../../fixtures/endpoint/account.ts'

const ROLE = 'arn:aws:sts::123456789012:assumed-role/deploy/ci'

async function storeBy(...makers: readonly Maker[]): Promise<string> {
  const { folder, store } = await storeOfVersions(
    ...makers.map((by, i) => ({ made: [config('sqs/q.json', { i })], about: { by } })),
  )
  store.close()
  return folder
}

test('show and log say by whom a version was made, on which host', async () => {
  const folder = await storeBy({ arn: ROLE, user: 'root', host: 'build-7' })
  const shown = await runCommand(show, { version: 'HEAD' }, folder)
  expect(shown.stdout).toContain(`\nby       ${ROLE}, root on build-7\n`)
  expect((await runCommand(log, { paths: [], pager: false }, folder)).stdout).toContain(
    '\n  by deploy/ci on build-7\n',
  )
  const ofPath = await runCommand(log, { paths: ['sqs'], pager: false }, folder)
  expect(ofPath.stdout.split('\n')[0]).toMatch(/UTC {2}by deploy\/ci on build-7 {2}1 added$/)
  const json = await runCommand(log, { paths: [], pager: false, json: true }, folder)
  expect(JSON.parse(json.stdout)).toMatchObject({
    versions: [{ by: { arn: ROLE, user: 'root', host: 'build-7' } }],
  })
})

test('what is not known of who made a version is left out', async () => {
  const folder = await storeBy({ arn: null, user: null, host: null })
  expect((await runCommand(show, { version: 'HEAD' }, folder)).stdout).not.toMatch(/^by /m)
  expect((await runCommand(log, { paths: [], pager: false }, folder)).stdout).not.toContain('by ')
})

test.each<[string, Maker]>([
  ['deploy/ci on b', { arn: ROLE, user: 'u', host: 'b' }],
  ['anna on b', { arn: 'arn:aws-cn:iam::123456789012:user/staff/anna', user: 'u', host: 'b' }],
  ['root on b', { arn: 'arn:aws:iam::123456789012:root', user: 'u', host: 'b' }],
  [
    'Admin_Of_Shop/anna@shop.example on b',
    {
      arn: 'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_Of_Shop_0123456789abcdef/anna@shop.example',
      user: 'u',
      host: 'b',
    },
  ],
  ['u on b', { arn: null, user: 'u', host: 'b' }],
  ['somebody on b', { arn: null, user: null, host: 'b' }],
  ['u', { arn: null, user: 'u', host: null }],
])('a version is by %s', (text, maker) => {
  expect(makerText(maker)).toBe(text)
})

test('a commit keeps the ARN of STS, the user and the host, and no key; of local folders there is no ARN', async () => {
  const served = await serve(new Account())
  try {
    const env = { ...served.surroundings.env }
    const printed = { stdout: '', stderr: '' }
    const context = { ...contextIn(served.folder, printed), env }
    await commit({ message: 'v1', json: true }, context)
    const made = JSON.parse(printed.stdout) as { by: Maker }
    expect(made.by).toEqual({
      arn: expect.stringMatching(/^arn:aws:iam::\d{12}:user\/operator$/) as string,
      user: 'tester',
      host: 'test-host',
    })
    expect(printed.stdout).not.toContain(env.AWS_ACCESS_KEY_ID)
  } finally {
    await served.close()
  }
  const folder = scratchFolder()
  writeFileSync(join(folder, 'jsnap.config.json'), '{"local":{"site":{"path":"site"}}}')
  mkdirSync(join(folder, 'site'))
  await commit({ message: 'v1', only: ['local'], config: 'jsnap.config.json' }, contextIn(folder))
  const json = await runCommand(show, { version: 'HEAD', json: true }, folder)
  expect(JSON.parse(json.stdout)).toMatchObject({ by: { arn: null, user: 'tester', host: 'test-host' } })
})
