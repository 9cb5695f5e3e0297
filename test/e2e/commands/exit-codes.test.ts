import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Account } from '../../../fixtures/endpoint/account.ts'
import { scratchFolder } from '../../helpers/scratch.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import { jsnap, startJsnap, type Ran } from '../jsnap-command.ts'
import type { DiffDocument, ErrorDocument } from '../json-contract.ts'

/** An account with one bucket of `objects` small objects. */
async function smallAccount(objects = 3): Promise<AccountOnEndpoint> {
  const account = new Account()
  account.createBucket('shop')
  for (let i = 0; i < objects; i++) account.putObject('shop', `page-${i}.html`, `<h1>page ${i}</h1>\n`)
  const served = await serve(account)
  onTestFinished(() => served.close())
  return served
}

/** The error that `--json` prints on stderr. */
function errorOf({ stderr }: Ran): ErrorDocument['error'] {
  const last = stderr.trimEnd().split('\n').at(-1) ?? ''
  return (JSON.parse(last) as ErrorDocument).error
}

describe('exit code 2 and a hint', () => {
  test('for a version that does not exist', async () => {
    const { run, commit } = await smallAccount()
    await commit('-m', 'v1.0')
    const typo = await run('show', 'v1.O')
    expect(typo.exitCode).toBe(2)
    expect(typo.stdout).toBe('')
    expect(typo.stderr).toMatchInlineSnapshot(`
      "error: unknown version 'v1.O'
      hint: did you mean 'v1.0'? 'jsnap log' lists the versions
      "
    `)
    expect(errorOf(await run('show', 'v1.O', '--json')).code).toBe('UnknownVersion')
  })

  test('for a path that does not exist', async () => {
    const { run, commit } = await smallAccount()
    await commit('-m', 'v1.0')
    const ran = await run('cat', 'v1.0:s3-buckets/shop/none.html')
    expect([ran.exitCode, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toMatchInlineSnapshot(`
      "error: no path 's3-buckets/shop/none.html' in v1.0
      hint: 'jsnap ls v1.0:s3-buckets/shop' lists what is there
      "
    `)
  })

  test('for a path that neither side of a comparison has', async () => {
    const { run, commit } = await smallAccount()
    await commit('-m', 'v1.0')
    await commit('-m', 'v1.1')
    for (const path of ['s3-buckets/none', 's3-buckets/n*ne', 'local/']) {
      const ran = await run('diff', 'v1.0', 'v1.1', path, '--exit-code')
      expect([ran.exitCode, ran.stdout]).toEqual([2, ''])
      expect(ran.stderr).toContain(`no path in v1.0 or v1.1 matches '${path}'`)
    }
  })
})

describe('with --exit-code, 1 means differences and nothing else:', () => {
  test('what else would end with 1 ends with 2', async () => {
    const { run, commit, folder } = await smallAccount()
    await commit('-m', 'v1.0')
    expect((await run('diff', 'v1.0', 'v1.O', '--exit-code')).exitCode).toBe(2)
    const page = join(folder, 'none', 'page.html')
    expect((await run('diff', 'v1.0', 'v1.0', '--html', page)).exitCode).toBe(1)
    expect((await run('diff', 'v1.0', 'v1.0', '--html', page, '--exit-code')).exitCode).toBe(2)
  })
})

describe('exit code 1 and a hint', () => {
  test('for a name that is taken, before anything is read', async () => {
    const { run, commit, endpoint } = await smallAccount()
    await commit('-m', 'v1.0')
    endpoint.resetRequests()
    const ran = await run('commit', '-m', 'v1.0', '--json')
    expect(ran.exitCode).toBe(1)
    expect(errorOf(ran).code).toBe('NameTaken')
    expect(endpoint.requests['s3:GetObject'] ?? 0).toBe(0)
    expect((await run('log', '--oneline')).stdout.trim().split('\n')).toHaveLength(1)
  })
})

describe('exit code 2', () => {
  test.each([
    [['frobnicate']],
    [['commit', '--frobnicate']],
    [['cat']],
    [['diff']],
    [['commit', '--only', 'frobnicate']],
    [['commit', '-t', 'HEAD']],
  ])('for %j', async (args) => {
    const { run } = await smallAccount()
    const ran = await run(...args)
    expect([ran.exitCode, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).not.toBe('')
  })

  test('for a configuration with an unknown key, which is named', async () => {
    const { run, folder } = await smallAccount()
    writeFileSync(join(folder, 'jsnap.config.json'), '{ "regoins": ["us-east-1"] }')
    const ran = await run('commit')
    expect(ran.exitCode).toBe(2)
    expect(ran.stderr).toContain('regoins')
  })
})

describe('exit code 3', () => {
  test('for what was denied, which a diff takes for unknown, not for deleted', async () => {
    const { account, run, commit } = await smallAccount()
    await commit('-m', 'v1')
    account.deny('shop')
    expect((await commit('-m', 'v2')).complete).toBe(false)
    const { changes } = (await run('diff', 'v1', 'v2', '--json')).json() as DiffDocument
    expect(changes.map(({ type, path }) => `${type} ${path}`)).toEqual([
      'unknown s3-buckets/shop/',
      'unknown s3-configs/shop.json',
    ])
    const { stdout } = await run('cat', 'v2:s3-configs/shop.json')
    expect(JSON.parse(stdout)).toMatchObject({ policy: { $unknown: 'AccessDenied' } })
  })
})

describe('exit code 4', () => {
  // Without this the SDK would look for credentials on the network of a virtual machine.
  const noMetadataService = { AWS_EC2_METADATA_DISABLED: 'true' }

  test('when there are no credentials', async () => {
    const { folder, endpoint } = await smallAccount()
    const ran = await jsnap(['commit', '--json'], {
      cwd: folder,
      env: { AWS_ENDPOINT_URL: endpoint.url, AWS_REGION: 'us-east-1', ...noMetadataService },
    })
    expect(ran.exitCode).toBe(4)
    expect(errorOf(ran).code).toBe('Credentials')
  })

  test('when the credentials are wrong', async () => {
    const { folder, surroundings } = await smallAccount()
    const ran = await jsnap(['commit'], {
      cwd: folder,
      env: { ...surroundings.env, AWS_SECRET_ACCESS_KEY: 'wrong', ...noMetadataService },
    })
    expect(ran.exitCode).toBe(4)
    expect(ran.stderr).toContain('hint:')
  })
})

describe('exit code 10', () => {
  test.each([[['log']], [['show']], [['diff', 'v1']], [['checkout', 'v1', 'out']], [['fsck']]])(
    'for %j where there is no store',
    async (args) => {
      const ran = await jsnap(args, { cwd: scratchFolder() })
      expect([ran.exitCode, ran.stdout]).toEqual([10, ''])
      expect(ran.stderr).toContain('hint:')
    },
  )
})

describe('exit code 11', () => {
  test('for a commit while another is under way', async () => {
    const { run, endpoint, surroundings } = await smallAccount()
    await run('init')
    const reading = new Promise((resolve) => {
      endpoint.onRequest = ({ operation }) => {
        if (operation === 'GetObject') resolve(undefined)
      }
    })
    endpoint.faults.push({ match: { operation: 'GetObject' }, kind: 'delay', milliseconds: 4000 })
    const first = startJsnap(['commit', '-m', 'v1'], surroundings)
    await reading
    const second = await run('commit', '-m', 'v2', '--json')
    expect(second.exitCode).toBe(11)
    expect(errorOf(second).code).toBe('Locked')
    // Elsewhere the system does not say whose the lock is.
    if (process.platform === 'linux')
      expect(errorOf(second).message).toMatch(
        /^another jsnap is writing to the store '.*': process \d+ on this host, since 20\d\d-\d\d-\d\dT[\d:]+Z$/,
      )
    // Reading is not kept waiting.
    expect((await run('log')).exitCode).toBe(0)
    expect((await first).exitCode).toBe(0)
  })
})

describe('exit code 12', () => {
  test('for a store with a damaged pack, whose bytes are not handed out', async () => {
    const { run, commit, folder } = await smallAccount(200)
    await commit('-m', 'v1')
    const store = join(folder, '.jsnap')
    const packs = readdirSync(store, { recursive: true, encoding: 'utf8' })
      .map((name) => join(store, name))
      .filter((file) => /\bpacks?\b/.test(file) && statSync(file).isFile())
    for (const pack of packs) flipByteInTheMiddle(pack)
    const check = await run('fsck', '--full', '--json')
    expect(check.exitCode).toBe(12)
    expect(check.json()).toMatchObject({ schemaVersion: 1, ok: false })
    const out = await run('checkout', 'v1', 'out')
    expect(out.exitCode).toBe(12)
  })
})

describe('the store', () => {
  test('is where --store says, else where JSNAP_STORE says, else above the current folder', async () => {
    const { folder, commit, surroundings } = await smallAccount()
    await commit('-m', 'here')
    await commit('-m', 'flag', '--store', 'elsewhere')
    mkdirSync(join(folder, 'sub/folder'), { recursive: true })
    const log = async (env: Record<string, string>, ...args: string[]) =>
      (await jsnap(['log', '--oneline', ...args], { cwd: join(folder, 'sub/folder'), env })).stdout
    const elsewhere = { JSNAP_STORE: join(folder, 'elsewhere') }
    expect(await log({})).toContain('here')
    expect(await log(elsewhere)).toContain('flag')
    expect(await log(elsewhere, '--store', join(folder, '.jsnap'))).toContain('here')
    const made = await jsnap(['init'], { ...surroundings, env: { JSNAP_STORE: join(folder, 'third') } })
    expect(made.exitCode).toBe(0)
    expect(statSync(join(folder, 'third')).mode & 0o777).toBe(0o700)
  })

  test('is made by the first commit, which says so', async () => {
    const { run, folder } = await smallAccount()
    const ran = await run('commit', '-m', 'v1')
    expect(ran.exitCode).toBe(0)
    expect(ran.stderr).toContain(join(folder, '.jsnap'))
    expect((await run('commit', '-m', 'v2')).stderr).not.toContain(join(folder, '.jsnap'))
  })
})

function flipByteInTheMiddle(file: string): void {
  const fd = openSync(file, 'r+')
  const at = statSync(file).size >> 1
  const byte = Buffer.alloc(1)
  readSync(fd, byte, 0, 1, at)
  writeSync(fd, Buffer.from([(byte[0] ?? 0) ^ 0xff]), 0, 1, at)
  closeSync(fd)
}
