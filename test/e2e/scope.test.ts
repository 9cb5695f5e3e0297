import { afterEach, beforeEach, expect, test } from 'vitest'
import { Account } from '../../fixtures/endpoint/account.ts'
import { serve, type AccountOnEndpoint } from './account-on-endpoint.ts'

let served: AccountOnEndpoint

/** An account that has a log group of its own in each region. */
function accountOfLogs(id: string): Account {
  const account = new Account({ id })
  account.services.set('logs', {
    DescribeLogGroups: (_, { region }) => ({
      logGroups: ['common', `only-${region}`].map((logGroupName) => ({
        logGroupName,
        arn: `arn:aws:logs:${region}:${id}:log-group:${logGroupName}:*`,
        creationTime: 1,
        logGroupClass: 'STANDARD',
      })),
    }),
  })
  return account
}

beforeEach(async () => {
  served = await serve(accountOfLogs('123456789012'))
})
afterEach(() => served.close())

const EAST_AND_WEST = ['--region', 'us-east-1', '--region', 'us-west-2']

/** The counts of changes that a diff as JSON has. */
async function changes(...args: string[]): Promise<unknown> {
  const ran = await served.run('diff', '--json', ...args)
  expect([ran.exitCode, ran.stderr]).toEqual([0, expect.any(String)])
  return (ran.json() as { changes: unknown }).changes
}

test('what was asked in two regions is not removed where only one is configured', async () => {
  const first = await served.commit('-m', 'v1.0', '--only', 'logs', ...EAST_AND_WEST)
  const { stdout } = await served.run('ls', '--json', 'v1.0', 'integrations/**')
  expect(stdout).toContain('only-us-west-2@us-west-2')
  expect(await changes('v1.0', 'live')).toEqual([])
  const status = await served.run('status')
  expect([status.exitCode, status.stdout]).toEqual([0, expect.stringContaining('is as it was')])
  const verified = await served.run('verify', 'v1.0', '--live', '--json')
  const { checks } = verified.json() as { checks: readonly { failures: readonly unknown[] }[] }
  expect(checks.flatMap(({ failures }) => failures)).toEqual([])

  const second = await served.commit('-m', 'v1.1', '--only', 'logs')
  expect(second.counts).toMatchObject({ added: 0, modified: 0, removed: 0 })
  expect(second.counts.entries).toBeLessThan(first.counts.entries)
  expect(await changes('v1.0', 'v1.1')).toEqual([])
})

test('the order of the regions changes nothing', async () => {
  await served.commit('-m', 'v1.0', '--only', 'logs', ...EAST_AND_WEST)
  const swapped = ['--region', 'us-west-2', '--region', 'us-east-1']
  const { counts } = await served.commit('-m', 'v1.1', '--only', 'logs', ...swapped)
  expect(counts).toMatchObject({ added: 0, modified: 0, removed: 0 })
  expect(await changes('v1.0', 'v1.1')).toEqual([])
})

test('another account is refused with exit code 5, and taken with --across-accounts', async () => {
  await served.commit('-m', 'v1.0', '--only', 'logs')
  const other = await serve(accountOfLogs('210987654321'))
  try {
    const run = (...args: string[]) => served.run(...args, '--endpoint-url', other.endpoint.url)
    const commit = ['commit', '-m', 'v1.1', '--only', 'logs']
    for (const args of [commit, ['status'], ['diff', 'v1.0', 'live']]) {
      const refused = await run(...args)
      expect([args[0], refused.exitCode, refused.stderr]).toEqual([
        args[0],
        5,
        expect.stringContaining('210987654321'),
      ])
    }
    const taken = await run(...commit, '--across-accounts')
    expect([taken.exitCode, taken.stderr]).toEqual([0, expect.any(String)])
    expect((await served.run('log')).stdout).toContain('v1.1')
  } finally {
    await other.close()
  }
})
