import { expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'
import { fakeLightsail } from '../../sources/aws/fake-lightsail.ts'
import { jsnap } from '../jsnap-command.ts'
import type { CommitDocument, ErrorDocument } from '../json-contract.ts'

/** An account with these Lightsail instances, and a folder to commit it in. */
async function account(...instances: string[]) {
  const lightsail = await fakeLightsail({ 'us-east-1': instances })
  const surroundings = {
    cwd: scratchFolder(),
    env: {
      AWS_ENDPOINT_URL: lightsail.url,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-east-1',
    },
  }
  const run = (...args: string[]) => jsnap(args, surroundings)
  return {
    lightsail,
    run,
    commit: (...args: string[]) => run('commit', '--json', '--only', 'lightsail', ...args),
    made: () => lightsail.calls.filter((call) => call.startsWith('Create')),
    captured: async () => (await run('ls', 'HEAD:lightsail/snapshots')).stdout.trim().split('\n'),
  }
}

const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '')

test('a commit makes snapshots of all instances when it is told to, and holds them', async () => {
  const { commit, made, captured, run } = await account('web', 'shop')
  const quiet = await commit('-m', 'v0.9')
  expect([quiet.exitCode, made()]).toEqual([0, []])

  const day = today()
  const ran = await commit('-m', 'v1.0', '--lightsail-snapshots')
  expect(ran.exitCode).toBe(0)
  expect(made()).toHaveLength(2)
  expect(ran.stderr).toContain(`snapshot web-v1.0-${day} of the Lightsail instance web\n`)
  expect((ran.json() as CommitDocument).requests['lightsail:CreateInstanceSnapshot']).toBe(2)
  expect(await captured()).toEqual([
    `lightsail/snapshots/shop-v1.0-${day}.json`,
    `lightsail/snapshots/web-v1.0-${day}.json`,
  ])

  const again = await commit('-m', 'v1.0', '--lightsail-snapshots')
  expect((JSON.parse(again.stderr.trim().split('\n').at(-1) ?? '') as ErrorDocument).error.code).toBe(
    'NameTaken',
  )
  expect(made()).toHaveLength(2)
  expect((await run('diff', 'v0.9', 'v1.0', '--name-status')).stdout.split('\n')[0]).toMatch(/^A/)
})

test('a version without a name has the time of day in the names of its snapshots', async () => {
  const { commit, captured } = await account('web', 'shop')
  const ran = await commit('-m', 'before the sale', '--lightsail-snapshots', 'web')
  expect(ran.exitCode).toBe(0)
  expect(await captured()).toEqual([expect.stringMatching(/\/web-\d{6}-\d{8}\.json$/)])
})

test.each([
  [['--lightsail-snapshots', 'wbe'], "no Lightsail instance 'wbe'"],
  [['--lightsail-snapshots='], 'contains no names'],
  [['--lightsail-snapshots', '--skip', 'lightsail/snapshots'], 'needs lightsail/snapshots/'],
])('%j is a usage error, and nothing is made', async (args, message) => {
  const { commit, made } = await account('web')
  const ran = await commit('-m', 'v1.0', ...args)
  expect(ran.exitCode).toBe(2)
  expect(ran.stderr).toContain(message)
  expect(made()).toEqual([])
})

test('a snapshot that is refused makes the version incomplete', async () => {
  const { lightsail, commit, captured } = await account('web', 'shop')
  lightsail.fate = (instance) => (instance === 'web' ? 'refused' : 'available')
  const ran = await commit('-m', 'v1.0', '--lightsail-snapshots')
  expect(ran.exitCode).toBe(3)
  expect((ran.json() as CommitDocument).problems).toMatchObject([
    { operation: 'lightsail:CreateInstanceSnapshot', code: 'AccessDeniedException' },
  ])
  expect(await captured()).toEqual([expect.stringContaining('/shop-v1.0-')])
})
