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
  expect([status.exitCode, status.stdout]).toEqual([0, expect.stringContaining('is unchanged')])
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

test('regions of other servers, which are plain words, are told apart as those of AWS', async () => {
  const both = ['--region', 'home', '--region', 'garage']
  const first = await served.commit('-m', 'v1.0', '--only', 'logs', ...both)
  expect(first.counts.added).toBe(4)
  const query = async (version: string) => {
    const select = 'SELECT name, region FROM resources ORDER BY region, name'
    const { stdout } = await served.run('query', '--json', '--version', version, select)
    const { rows } = JSON.parse(stdout) as { rows: readonly { name: string; region: string }[] }
    return rows.map(({ name, region }) => `${name} in ${region}`)
  }
  const rows = await query('v1.0')
  expect(rows).toEqual(['common in garage', 'only-garage in garage', 'common in home', 'only-home in home'])
  expect(await changes('v1.0', 'live')).toEqual([])
  const status = await served.run('status', '--exit-code')
  expect([status.exitCode, status.stdout]).toEqual([0, expect.stringContaining('the account is unchanged')])

  const narrow = await served.commit('-m', 'v1.1', '--only', 'logs', '--region', 'home')
  expect(narrow.counts).toMatchObject({ entries: 2, added: 0, modified: 0, removed: 0, unchanged: 2 })
  const told = await served.run('diff', 'v1.0', 'v1.1')
  expect(told.stdout).toBe('')
  expect(told.stderr).toContain('v1.1 has no information about 2 paths')
  expect(told.stderr).toContain('region garage was not asked for')

  const swapped = ['--region', 'garage', '--region', 'home']
  const { counts } = await served.commit('-m', 'v1.2', '--only', 'logs', ...swapped)
  expect(counts).toMatchObject({ entries: 4, added: 0, modified: 0, removed: 0 })
  expect(await changes('v1.0', 'v1.2')).toEqual([])
  expect(await query('v1.2')).toEqual(rows)
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
