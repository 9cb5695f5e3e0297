import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyDeployment } from '../../../fixtures/deployment.ts'
import { loadFixtureAccount } from '../../../fixtures/fixture-account.ts'
import { addEstate, deployEstate } from '../../../fixtures/estate/estate.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import { digestsBelow } from '../folder-digests.ts'
import type { DiffDocument } from '../json-contract.ts'

let served: AccountOnEndpoint
let before: unknown

const stored = () => {
  const digests = digestsBelow(join(served.folder, '.jsnap'))
  // SQLite's own bookkeeping, and the mark of its log; reading is enough to make them.
  for (const name of [...digests.keys()])
    if (/index\.(sqlite-(wal|shm)|mark)$/.test(name)) digests.delete(name)
  return digests
}

beforeAll(async () => {
  const account = loadFixtureAccount()
  const estate = addEstate(account)
  served = await serve(account)
  await served.commit('-m', 'v1')
  before = stored()
  applyDeployment(account)
  deployEstate(estate)
})
afterAll(() => served.close())

describe('the account as it is now', () => {
  test('differs from a version by just what a commit of it would', async () => {
    const live = (await served.run('diff', 'v1', 'live', '--json')).json() as DiffDocument
    expect(live.changes.length).toBeGreaterThan(15)
    expect(stored()).toEqual(before)
    const status = (await served.run('status', '--json')).json() as DiffDocument
    expect(status.changes.map(({ path }) => path)).toEqual(live.changes.map(({ path }) => path))
    await served.commit('-m', 'v2')
    const kept = (await served.run('diff', 'v1', 'v2', '--json')).json() as DiffDocument
    expect(live).toEqual({ ...kept, to: 'live' })
  })

  test('is as the newest version has it after a commit, and status says so', async () => {
    const { stdout, exitCode } = await served.run('status', '--exit-code')
    expect(stdout).toMatch(/^since v2 .*\n\nthe account is unchanged\n$/)
    expect(exitCode).toBe(0)
  })

  test('can be compared in part, and from the other side', async () => {
    const { stdout } = await served.run('diff', 'live', 'v1', '--name-status', 'route53', 'lambda')
    expect(stdout.trim().split('\n')).toEqual([
      'M\tlambda/functions/qos-order-intake/code.zip',
      'M\tlambda/functions/qos-order-intake/code/index.mjs',
      'M\tlambda/functions/qos-order-intake/config.json',
      'M\troute53/dns-records/sailjada.example.json',
    ])
  })

  test('is unknown where it may not be read, and nothing is called removed', async () => {
    served.account.denyOperation('route53:ListHostedZones')
    served.account.deny('qos-invoices')
    const { changes, summary } = (await served.run('diff', 'v2', 'live', '--json')).json() as DiffDocument
    expect(summary).toMatchObject({ removed: 0 })
    expect(changes.filter(({ type }) => type === 'unknown').map(({ path }) => path)).toContain(
      's3-buckets/qos-invoices/',
    )
  })

  test('leaves nothing behind, and a version that is misspelt is found before it is asked', async () => {
    expect(readdirSync(join(served.folder, '.jsnap')).filter((name) => name.startsWith('live-'))).toEqual([])
    const { exitCode, stderr } = await served.run('diff', 'v9', 'live')
    expect(exitCode).toBe(2)
    expect(stderr).toContain("unknown version 'v9'")
  })
})
