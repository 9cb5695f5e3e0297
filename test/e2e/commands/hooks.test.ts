import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Account } from '../../../fixtures/endpoint/account.ts'
import { serve } from '../account-on-endpoint.ts'
import { jsnap } from '../jsnap-command.ts'

async function setUp() {
  const account = new Account()
  account.createBucket('shop')
  account.putObject('shop', 'index.html', 'one\n')
  const served = await serve(account)
  onTestFinished(() => served.close())
  const { folder } = served
  const script = (name: string, lines: string) => {
    const file = join(folder, name)
    writeFileSync(file, `#!/bin/sh\n${lines}\n`)
    chmodSync(file, 0o755)
    return `./${name}`
  }
  const told = () => {
    const lines = readFileSync(join(folder, 'told'), 'utf8').trimEnd().split('\n')
    return lines.map((line) => JSON.parse(line) as { command: string; events: string[] })
  }
  return { ...served, script, told }
}

describe('a check command', () => {
  test('marks a version as good, or as one whose check failed', async () => {
    const { run, script } = await setUp()
    const good = await run('commit', '-m', 'v1', '--check-command', script('up', 'exit 0'))
    expect([good.exitCode, good.stderr]).toEqual([0, expect.stringMatching(/^the check up passed, in /m)])
    const bad = await run(
      'commit',
      '-m',
      'v2',
      '--check-command',
      script('down', 'echo down >&2; exit 7'),
      '--json',
    )
    expect([bad.exitCode, bad.json()]).toMatchObject([
      0,
      { check: { program: 'down', ok: false, exitCode: 7, outcome: 'exit code 7' } },
    ])
    expect((await run('log', '--oneline')).stdout).toMatch(/^.* v2 .* check failed\n.* v1 .* good\n$/)
    expect((await run('show', '@good')).stdout).toMatch(/^v1\n[^]*^check +the check up passed, in /m)
    expect((await run('commit', '-q', '-m', 'v3', '--check-command', './nowhere')).stderr).toBe(
      'v3: the check nowhere failed: ENOENT, in 0.0 s\n',
    )
    expect((await run('fsck')).exitCode).toBe(0)
  })

  test('is run without a shell and without keys, and is named by nobody but the user', async () => {
    const { run, folder, surroundings, script } = await setUp()
    writeFileSync(join(folder, 'jsnap.config.json'), '{ "checkCommand": "./up" }')
    expect((await run('commit', '-m', 'v1')).exitCode).toBe(2)
    writeFileSync(join(folder, 'jsnap.config.json'), '{}')
    const command = `${script('see', 'env > env.txt; printf "%s\\n" "$@" > args.txt')} $HOME;x a\\ b *`
    const env = { ...surroundings.env, JSNAP_CHECK_COMMAND: command, SHOP_TOKEN: 'hunter2' }
    expect((await jsnap(['commit', '-m', 'v2'], { ...surroundings, env })).exitCode).toBe(0)
    expect(readFileSync(join(folder, 'args.txt'), 'utf8')).toBe('$HOME;x\na b\n*\n')
    const seen = readFileSync(join(folder, 'env.txt'), 'utf8')
    expect(seen).toMatch(/^PATH=/m)
    expect(seen).not.toMatch(/AWS_|TOKEN|hunter2/)
  })
})

describe('a notify command', () => {
  test('gets the summary of what changed, what has problems, drifted or failed, and nothing else', async () => {
    const { run, script, told, account, endpoint, surroundings } = await setUp()
    const notify = ['--notify-command', script('tell', 'cat >> told')]
    await run('commit', '-m', 'v1', ...notify)
    await run('commit', '-m', 'v2', ...notify)
    account.putObject('shop', 'index.html', 'two\n')
    const drifted = await run('status', '-q', ...notify)
    expect([drifted.exitCode, drifted.stderr]).toEqual([0, 'v2: 1 modified since then\n'])
    await run('commit', '-m', 'v3', ...notify)
    await run('status', ...notify)
    endpoint.faults.push({
      match: { operation: 'GetBucketAcl' },
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
    })
    await run('commit', '-m', 'v4', ...notify)
    await jsnap(['commit', '-m', 'v5', ...notify], {
      cwd: surroundings.cwd,
      env: { AWS_ENDPOINT_URL: endpoint.url, AWS_EC2_METADATA_DISABLED: 'true' },
    })
    expect(told().map(({ command, events }) => `${command}: ${events.join()}`)).toEqual([
      'status: drift',
      'commit: change',
      'commit: problems',
      'commit: failed',
    ])
    expect(told()).toMatchObject([
      {
        schemaVersion: 1,
        from: 'v2',
        to: 'live',
        summary: { modified: 1 },
        changes: [{ path: 's3-buckets/shop/index.html' }],
      },
      { version: 'v3', complete: true, counts: { modified: 1 }, problems: [] },
      { version: 'v4', complete: false, problems: [{ source: 's3', code: 'AccessDenied', count: 1 }] },
      { error: { code: 'Credentials' } },
    ])
  })

  test('that fails, or does not read, is a note', async () => {
    const { run, script, account } = await setUp()
    await run('commit', '-m', 'v1')
    for (const [command, reason] of [
      [script('fail', 'exit 3'), 'fail: exit code 3'],
      ['./nowhere', 'nowhere: ENOENT'],
    ] as const) {
      account.putObject('shop', 'index.html', command)
      const ran = await run('commit', '--notify-command', command)
      expect([ran.exitCode, ran.stderr]).toEqual([
        0,
        expect.stringContaining(`the notification failed: ${reason}\n`),
      ])
    }
    account.putObject('shop', 'index.html', 'x')
    expect((await run('commit', '--notify-command', 'true')).stderr).not.toContain('failed')
  })
})

describe('guard', () => {
  test('makes a version before and after a command, shows what it changed, and exits with its code', async () => {
    const { run, script, account, endpoint } = await setUp()
    await run('commit', '-m', 'v1')
    const deploy = script('deploy', `echo deploying "$@"; curl --version > /dev/null 2>&1; exit 3`)
    endpoint.onRequest = () => undefined
    const nothing = await run('guard', '--', deploy, '--to', 'production')
    expect([nothing.exitCode, nothing.stderr]).toEqual([3, expect.stringContaining('before: v1\n')])
    expect(nothing.stdout).toMatch(/^deploying --to production\n[^]*nothing changed since v1\n/)
    expect((await run('log', '--oneline')).stdout.trimEnd().split('\n')).toHaveLength(1)
    // The account changes while the command runs.
    const edit = script('edit', 'sleep 2')
    const guarded = run('guard', '-m', 'v2', '--check-command', 'true', edit)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const timer = setInterval(() => account.putObject('shop', 'index.html', 'two\n'), 1000)
    const { exitCode, stdout } = await guarded
    clearInterval(timer)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^v2 {2}[0-9a-f]{12} {2}/m)
    expect((await run('show', '@good')).stdout).toMatch(/^v2\n/)
  })

  test('with --json prints one document, and what the command prints goes to stderr', async () => {
    const { run, script } = await setUp()
    const ran = await run('guard', '--json', '-m', 'after', '--', script('deploy', 'echo deploying'))
    expect(ran.exitCode).toBe(0)
    expect(ran.stderr).toContain('deploying\n')
    expect(ran.json()).toMatchObject({
      exitCode: 0,
      after: { version: 'after' },
      changes: [],
      failedChecks: [],
    })
  })

  test('of a command that is not there, or is killed, says so', async () => {
    const { run, script } = await setUp()
    const none = await run('guard', '--', './nowhere')
    expect([none.exitCode, none.stderr]).toEqual([
      2,
      expect.stringContaining("error: './nowhere' cannot be run: ENOENT\n"),
    ])
    expect((await run('guard', '--', script('die', 'kill -9 $$'))).exitCode).toBe(137)
    expect((await run('guard')).exitCode).toBe(2)
  })
})
