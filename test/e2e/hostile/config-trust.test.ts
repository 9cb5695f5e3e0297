import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'
import { jsnap, succeed } from '../jsnap-command.ts'

/** Somebody's, whose identity nobody here has. */
const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'

/** Of a user of each test's own. */
let env: Record<string, string>

beforeEach(() => {
  const user = scratchFolder()
  env = { XDG_STATE_HOME: join(user, 'state'), XDG_CACHE_HOME: join(user, 'cache') }
})

function folderWith(config: object): string {
  const folder = scratchFolder()
  mkdirSync(join(folder, 'd'))
  writeFileSync(join(folder, 'd/.env'), 'PASSWORD=hunter2\n')
  configure(folder, config)
  return folder
}

function configure(folder: string, config: object): void {
  writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify(config))
}

const INSIDE = { local: { d: { path: 'd' } } }
const OUTWARD = { ...INSIDE, secrets: { recipients: [RECIPIENT] } }
const commit = (cwd: string, name: string, ...args: string[]) =>
  jsnap(['commit', '--only', 'local', '-m', name, ...args], { cwd, env })

test('what reaches nowhere needs no trust, in a cloned store as well', async () => {
  const folder = folderWith(INSIDE)
  expect(await commit(folder, 'v1')).toMatchObject({ exitCode: 0 })
  const clone = scratchFolder()
  cpSync(folder, clone, { recursive: true })
  expect(await commit(clone, 'v2')).toMatchObject({ exitCode: 0 })
})

test('the first commit in a folder puts it on the list, and what its configuration names later is trusted', async () => {
  const folder = folderWith(OUTWARD)
  const first = await commit(folder, 'v1')
  expect(first).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('sealed for 1 recipient') as string,
  })
  configure(folder, { ...OUTWARD, webhooks: [{ name: 'w', url: 'https://example.com' }] })
  expect(await commit(folder, 'v2')).toMatchObject({ exitCode: 0 })
  expect((await succeed(['trust', '--list'], { cwd: folder, env })).stdout).toBe(`${folder}\n`)
})

test('a folder that is reached by a link is read and checked where it really is', async () => {
  const outer = scratchFolder()
  for (const name of ['keys', 'inner', 'inner/keys']) mkdirSync(join(outer, name))
  writeFileSync(join(outer, 'keys/precious'), 'precious')
  writeFileSync(join(outer, 'inner/keys/own'), 'own')
  mkdirSync(join(outer, 'inner/app'))
  configure(join(outer, 'inner/app'), { local: { k: { path: '../keys' } } })
  symlinkSync(join(outer, 'inner/app'), join(outer, 'app'))
  const inner = await jsnap(['-C', join(outer, 'app'), 'commit', '--only', 'local', '-m', 'v1'], {
    cwd: outer,
    env,
  })
  expect(inner.exitCode).toBe(0)
  expect((await succeed(['ls', 'v1'], { cwd: join(outer, 'inner/app'), env })).stdout).toBe('local/k/own\n')
})

test('init puts a folder on the list as the first commit does', async () => {
  const folder = folderWith(INSIDE)
  await succeed(['init'], { cwd: folder, env })
  configure(folder, OUTWARD)
  expect(await commit(folder, 'v1')).toMatchObject({ exitCode: 0 })
})

describe("a stranger's configuration beside a stranger's store, in a folder that is this user's", () => {
  let clone: string
  const REACHES: Record<string, object> = {
    'secrets.recipients': { secrets: { recipients: [RECIPIENT] } },
    'secrets.rules': { secrets: { rules: { '**': 'plain' } } },
    'secrets.allow': { secrets: { allow: [{ path: '**' }] } },
    'local.x.path ../': { local: { x: { path: '../' } } },
    'local.x.path /etc': { local: { x: { path: '/etc' } } },
    'local.x.path /etc/ssh*/**': { local: { x: { path: '/etc/ssh*/**' } } },
    'local.x.path link': { local: { x: { path: 'link' } } },
    'local.x.path link/*': { local: { x: { path: 'link/*' } } },
    'local.tooling': { local: { tooling: true } },
    gas: { gas: { p: 'script-id' } },
    webhooks: { webhooks: [{ name: 'w', url: 'https://example.com' }] },
  }

  beforeEach(async () => {
    const theirs = folderWith(INSIDE)
    const stranger = scratchFolder()
    await succeed(['commit', '--only', 'local', '-m', 'v1'], {
      cwd: theirs,
      env: { XDG_STATE_HOME: join(stranger, 'state'), XDG_CACHE_HOME: join(stranger, 'cache') },
    })
    clone = scratchFolder()
    cpSync(theirs, clone, { recursive: true })
    symlinkSync('/etc', join(clone, 'link'))
  })

  test.each(Object.entries(REACHES))(
    'is refused where it names %s, and nothing is written',
    async (member, config) => {
      configure(clone, config)
      const packs = readdirSync(join(clone, '.jsnap/packs'))
      const { exitCode, stderr } = await commit(clone, 'v2')
      expect(exitCode).toBe(5)
      expect(stderr).toContain(member)
      expect(stderr).toContain(`'jsnap trust ${clone}'`)
      expect(readdirSync(join(clone, '.jsnap/packs'))).toEqual(packs)
    },
  )

  test('is refused by all that ask the account, and from a folder below', async () => {
    configure(clone, OUTWARD)
    for (const command of ['status local', 'diff v1 live local', 'verify --live'])
      expect(await jsnap(command.split(' '), { cwd: join(clone, 'd'), env }), command).toMatchObject({
        exitCode: 5,
      })
    for (const command of ['log', 'diff v1', 'checkout v1 out', 'config show'])
      expect(await jsnap(command.split(' '), { cwd: clone, env }), command).toMatchObject({ exitCode: 0 })
  })

  test('is refused for a new store elsewhere too', async () => {
    configure(clone, OUTWARD)
    expect(await commit(clone, 'v1', '--store', join(scratchFolder(), 's'))).toMatchObject({ exitCode: 5 })
  })

  test('is taken when it is named, for that command', async () => {
    configure(clone, OUTWARD)
    expect(await commit(clone, 'v2', '--config', 'jsnap.config.json')).toMatchObject({ exitCode: 0 })
    expect(await commit(clone, 'v3')).toMatchObject({ exitCode: 5 })
    expect(
      await jsnap(['commit', '--only', 'local'], {
        cwd: clone,
        env: { ...env, JSNAP_CONFIG: 'jsnap.config.json' },
      }),
    ).toMatchObject({ exitCode: 0 })
  })

  test('is taken when its folder is put on the list, until it is taken off', async () => {
    configure(clone, OUTWARD)
    const { stdout } = await succeed(['trust', '.'], { cwd: clone, env })
    expect(stdout).toBe(`${clone} is trusted\n  secrets.recipients\n`)
    expect(await commit(clone, 'v2')).toMatchObject({ exitCode: 0 })
    await succeed(['trust', '--remove', clone], { cwd: '/', env })
    expect(await commit(clone, 'v3')).toMatchObject({ exitCode: 5 })
    expect((await succeed(['trust', '--list'], { cwd: clone, env })).stdout).toBe('')
  })
})

test('in a repository, neither the first commit nor init trusts a configuration that may have come with it', async () => {
  const folder = folderWith(OUTWARD)
  execFileSync('git', ['init', '-q', folder])
  expect(await commit(folder, 'v1')).toMatchObject({ exitCode: 5 })
  expect(readdirSync(folder)).not.toContain('.jsnap')
  await succeed(['init'], { cwd: folder, env })
  expect(await commit(folder, 'v1')).toMatchObject({ exitCode: 5 })
  await succeed(['trust'], { cwd: folder, env })
  expect(await commit(folder, 'v1')).toMatchObject({ exitCode: 0 })
})

test('without a folder for the list, a configuration that reaches outside is named each time', async () => {
  const folder = folderWith(OUTWARD)
  const nowhere = { HOME: '/nonexistent', XDG_STATE_HOME: '/proc/x', XDG_CACHE_HOME: '/proc/x' }
  const run = (...args: string[]) => jsnap(args, { cwd: folder, env: nowhere })
  expect(await run('commit', '--only', 'local', '-m', 'v1')).toMatchObject({ exitCode: 0 })
  expect(await run('commit', '--only', 'local', '-m', 'v2')).toMatchObject({ exitCode: 5 })
  expect(await run('trust')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('--config FILE') as string,
  })
  expect(await run('commit', '--only', 'local', '-m', 'v2', '--config', 'jsnap.config.json')).toMatchObject({
    exitCode: 0,
  })
  expect(await run('log', '--oneline')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('v2') as string,
  })
})

test('a configuration that is named and is not there is an error, and a folder that is none is not trusted', async () => {
  const folder = folderWith(INSIDE)
  expect(await commit(folder, 'v1', '--config', 'none.json')).toMatchObject({ exitCode: 2 })
  expect(await jsnap(['trust', 'none'], { cwd: folder, env })).toMatchObject({ exitCode: 2 })
  rmSync(join(folder, 'jsnap.config.json'))
  expect((await succeed(['trust', '--json'], { cwd: folder, env })).json()).toMatchObject({
    folder,
    reaches: [],
  })
})
