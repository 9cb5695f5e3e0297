import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addEstate, type Estate } from '../../../fixtures/estate/estate.ts'
import { loadFixtureAccount } from '../../../fixtures/fixture-account.ts'
import { IndependentReader } from '../../store/independent-reader.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import type { Ran } from '../jsnap-command.ts'
import type { CommitDocument, DiffDocument } from '../json-contract.ts'

let served: AccountOnEndpoint
let estate: Estate
let committed: Ran
let rotated: Ran
const canaries: string[] = []

function canary(place: string): string {
  const value = `CANARY-${place}-${canaries.length}`
  canaries.push(value)
  return value
}

beforeAll(async () => {
  const account = loadFixtureAccount()
  estate = addEstate(account)
  served = await serve(account)
  for (const fn of estate.functions.values()) fn.environment['API_KEY'] = canary('environment')
  const site = join(served.folder, 'site')
  mkdirSync(join(site, 'keys'), { recursive: true })
  writeFileSync(join(site, '.env'), `# shop\nSTRIPE=${canary('env')}\nMULTI="a\n${canary('multiline')}"\n`)
  writeFileSync(join(site, '.npmrc'), `//registry.example/:_authToken=${canary('npmrc')}\n`)
  writeFileSync(join(site, '.netrc'), `machine a login b password ${canary('netrc')}\n`)
  writeFileSync(join(site, '.clasprc.json'), JSON.stringify({ token: { access_token: canary('clasp') } }))
  writeFileSync(
    join(site, 'keys', 'id_ed25519'),
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary('key')}\n-----END OPENSSH PRIVATE KEY-----\n`,
  )
  writeFileSync(
    join(site, 'settings.json'),
    JSON.stringify({ db: { user: 'ada', password: canary('pointer') } }),
  )
  writeFileSync(join(site, 'index.html'), '<h1>shop</h1>\n')
  const { stdout } = await served.run('keygen', 'identity.txt')
  writeFileSync(
    join(served.folder, 'jsnap.config.json'),
    JSON.stringify({
      local: { site: { path: 'site' } },
      secrets: {
        recipients: [stdout.trim()],
        rules: { 'settings.json': ['/db/password'], 'lambda/functions/*/config.json': ['/Description'] },
      },
    }),
  )
  committed = await served.run('commit', '-m', 'v1', '--skip', 's3', '--json')
  await served.run('checkout', 'v1', 'out')
  const intake = estate.functions.get('qos-order-intake')
  if (intake !== undefined) intake.environment['API_KEY'] = canary('rotated')
  rotated = await served.run('commit', '-m', 'v2', '--skip', 's3')
})
afterAll(() => served.close())

function filesBelow(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
}

describe('secret values', () => {
  test('are in no file of the checkout, no byte of the store, and nothing that is printed', async () => {
    const store = join(served.folder, '.jsnap')
    const shown = await Promise.all([
      served.run('show', 'v1'),
      served.run('show', 'v1', '--json'),
      served.run('diff', 'v1', 'v2'),
      served.run('secrets', 'list', 'v1', '--json'),
      served.run('commit', '-m', 'v1', '--skip', 's3'),
    ])
    const texts = [
      ...filesBelow(join(served.folder, 'out')),
      ...filesBelow(store),
      ...new IndependentReader(store).everything(),
      ...[committed, rotated, ...shown].map(({ stdout, stderr }) => Buffer.from(stdout + stderr)),
    ]
    expect(canaries.filter((value) => texts.some((text) => text.includes(value)))).toEqual([])
    expect(canaries).toHaveLength(29)
  })

  test('are all in the sealed file', async () => {
    const shown = (await served.run('secrets', 'show', 'v1', '**', '-i', 'identity.txt', '--json')).stdout
    const values = (JSON.parse(shown) as { secrets: { value: string }[] }).secrets.map(({ value }) => value)
    const missing = canaries.slice(0, -1).filter((one) => !values.some((value) => value.includes(one)))
    expect(missing).toEqual([])
    expect((committed.json() as CommitDocument & { secrets: object }).secrets).toMatchObject({ sealed: true })
  })

  test.runIf(hasAge())('come out of the sealed file by the age command', async () => {
    expect((await served.run('secrets', 'export', 'v1', 'sealed.age')).exitCode).toBe(0)
    const text = execFileSync('age', ['--decrypt', '-i', 'identity.txt', 'sealed.age'], {
      cwd: served.folder,
    })
    expect(canaries.slice(0, -1).filter((one) => !text.includes(one))).toEqual([])
    const jsnap = join(import.meta.dirname, '..', '..', '..', 'bin', 'jsnap.js')
    const piped = execFileSync(
      'sh',
      ['-c', '"$0" "$1" secrets export v1 | age --decrypt -i identity.txt', process.execPath, jsnap],
      { cwd: served.folder },
    )
    expect(piped.equals(text)).toBe(true)
  })

  test('leave the names of files of secrets to be read', () => {
    const file = (name: string) => readFileSync(join(served.folder, 'out/local/site', name), 'utf8')
    const stable = (text: string) => text.replace(/[0-9a-f]{32}/g, '<digest>')
    expect(stable(file('.env'))).toBe(
      '# shop\nSTRIPE={"$secret":"hmac-sha256:<digest>"}\nMULTI={"$secret":"hmac-sha256:<digest>"}\n',
    )
    expect(stable(file('keys/id_ed25519'))).toBe('{"$secret":"hmac-sha256:<digest>"}\n')
    expect(JSON.parse(file('settings.json'))).toMatchObject({ db: { user: 'ada' } })
    expect(file('index.html')).toBe('<h1>shop</h1>\n')
  })

  test('that are rotated show as exactly that change', async () => {
    const diff = (await served.run('diff', 'v1', 'v2', '--json')).json() as DiffDocument
    expect(diff.changes.map(({ path }) => path)).toEqual(['lambda/functions/qos-order-intake/config.json'])
    const names = async (version: string) => {
      const { stdout } = await served.run('secrets', 'list', version, '--json')
      return (JSON.parse(stdout) as { secrets: { path: string; name: string; marker: string }[] }).secrets
    }
    const [before, after] = [await names('v1'), await names('v2')]
    const changed = after.filter(({ path, name, marker }) =>
      before.some((one) => one.path === path && one.name === name && one.marker !== marker),
    )
    expect(changed.map(({ path, name }) => `${path} ${name}`)).toEqual([
      'lambda/functions/qos-order-intake/config.json API_KEY',
    ])
  })

  test('are dropped without recipients, and the commit says so', async () => {
    writeFileSync(join(served.folder, 'jsnap.config.json'), '{}')
    const { stderr } = await served.run('commit', '-m', 'v3', '--only', 'lambda')
    expect(stderr).toContain("secret values dropped: no recipients in 'secrets.recipients'")
    const shown = await served.run('secrets', 'show', 'v3', 'lambda', '-i', 'identity.txt')
    expect(shown.exitCode).toBe(1)
    expect(shown.stderr).toContain('of version v3 were dropped')
  })
})

function hasAge(): boolean {
  try {
    execFileSync('age', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
