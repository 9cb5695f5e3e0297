import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Account } from '../../../fixtures/endpoint/account.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import { jsnap } from '../jsnap-command.ts'
import type { CommitDocument } from '../json-contract.ts'

async function smallAccount(): Promise<AccountOnEndpoint> {
  const account = new Account()
  account.createBucket('shop')
  for (let i = 0; i < 3; i++) account.putObject('shop', `page-${i}.html`, `<h1>page ${i}</h1>\n`)
  const served = await serve(account)
  onTestFinished(() => served.close())
  return served
}

describe('a job that runs each night', () => {
  test('says nothing when all is well, and one line when something is not', async () => {
    const { run, account, folder, endpoint } = await smallAccount()
    const quiet = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await run(...args)
      return [exitCode, stdout, stderr.replaceAll(folder, '')]
    }
    expect(await quiet('commit', '-q', '-m', 'v1')).toEqual([0, '', ''])
    expect(await quiet('status', '-q')).toEqual([0, '', ''])
    account.putObject('shop', 'page-0.html', 'new\n')
    expect(await quiet('status', '-q')).toEqual([0, '', 'v1: 1 modified since then\n'])
    expect(await quiet('status', '-q', '--exit-code')).toEqual([1, '', 'v1: 1 modified since then\n'])
    endpoint.faults.push({
      match: { operation: 'GetBucketAcl' },
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
    })
    expect(await quiet('commit', '-q', '-m', 'v2')).toEqual([
      3,
      '',
      "v2: incomplete: 1 problem; 'jsnap show v2' lists them\n",
    ])
    const [exitCode, stdout, stderr] = await quiet('commit', '-q', '-m', 'v2')
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toBe("error: version 'v2' already exists; names are unique; 'jsnap log' lists them\n")
    const json = await run('commit', '-q', '-m', 'v3', '--json')
    expect((json.json() as CommitDocument).version).toBe('v3')
  })

  test('makes a version only when something changed, and none takes the name', async () => {
    const { run, commit, account, folder } = await smallAccount()
    const keys = await run('keygen', 'identity.txt')
    writeFileSync(
      join(folder, 'jsnap.config.json'),
      JSON.stringify({ secrets: { recipients: [keys.stdout.trim()] } }),
    )
    const skipping = (...args: string[]) => run('commit', '--skip-if-unchanged', '-m', 'v2', ...args)
    const first = await commit('-m', 'v1')
    const packs = () => readdirSync(join(folder, '.jsnap/packs')).length
    const before = packs()
    const skipped = await skipping()
    expect([skipped.exitCode, skipped.stdout]).toEqual([0, 'nothing changed since v1\n'])
    expect((await skipping('--json')).json()).toMatchObject({
      skipped: true,
      version: 'v1',
      id: first.id,
      tree: first.tree,
      counts: { added: 0, modified: 0, removed: 0, entries: first.counts.entries },
    })
    expect([await skipping('-q')].map(({ exitCode, stdout, stderr }) => [exitCode, stdout, stderr])).toEqual([
      [0, '', ''],
    ])
    expect(packs()).toBe(before)
    expect((await run('log', '--oneline')).stdout.trimEnd().split('\n')).toHaveLength(1)
    // What is asked for is part of it.
    expect((await skipping('--skip', 'lambda', '--json')).json()).toMatchObject({ version: 'v2' })
    account.putObject('shop', 'page-0.html', 'new\n')
    const made = await run('commit', '--skip-if-unchanged', '-m', 'v3', '--json')
    expect(made.json()).toMatchObject({ version: 'v3', counts: { modified: 1 } })
    expect((made.json() as { skipped?: true }).skipped).toBeUndefined()
  })

  test.each([
    [4, []],
    [4, ['--profile', 'nosuch']],
    [2, ['--only', 'lamda']],
    [2, ['--region', 'us-eas-1']],
    [2, ['-t', 'not a name']],
    [2, ['--config', 'nowhere.json']],
  ])('that cannot begin leaves no store behind: exit code %i of commit %j', async (code, args) => {
    const { surroundings, folder } = await smallAccount()
    const { AWS_ENDPOINT_URL = '', AWS_REGION = '' } = surroundings.env ?? {}
    const env = { AWS_ENDPOINT_URL, AWS_REGION, AWS_EC2_METADATA_DISABLED: 'true' }
    const ran = await jsnap(['commit', ...args], { cwd: folder, env })
    expect([ran.exitCode, ran.stdout]).toEqual([code, ''])
    expect(ran.stderr).toMatch(/^error: .*\n(hint: .*\n)?$/)
    expect(existsSync(join(folder, '.jsnap'))).toBe(false)
  })
})
