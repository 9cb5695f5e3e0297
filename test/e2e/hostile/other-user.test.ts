import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LAUNCHER, type Ran } from '../jsnap-command.ts'

const [ATTACKER, VICTIM] = [4001, 4002]
const isRoot = process.geteuid?.() === 0

let shared: string
const homes = new Map<number, string>()

/** Runs jsnap, or any command of Node, as another user with a home of its own. */
async function as(
  uid: number,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Omit<Ran, 'json'>> {
  const {
    exitCode = 1,
    stdout,
    stderr,
  } = await execa(process.execPath, args, {
    cwd,
    uid,
    gid: uid,
    env: { PATH: process.env['PATH'] ?? '', HOME: homes.get(uid) ?? '', ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  })
  return { exitCode, stdout, stderr }
}

const jsnapAs = (uid: number, cwd: string, command: string, env?: Record<string, string>) =>
  as(uid, cwd, [LAUNCHER, ...command.split(' ')], env)

async function commitAs(uid: number, cwd: string, name: string): Promise<void> {
  const made = await jsnapAs(uid, cwd, `commit --only local -m ${name}`)
  expect(made).toMatchObject({ exitCode: 0 })
}

/** A folder of that user's with something to capture. */
function folderOf(uid: number, path: string): string {
  mkdirSync(join(path, 'd'), { recursive: true })
  writeFileSync(join(path, 'd/f'), 'one\n')
  writeFileSync(join(path, 'd/o.json'), '{"a":1}')
  writeFileSync(join(path, 'jsnap.config.json'), '{"local":{"d":{"path":"d"}}}')
  for (const name of ['', 'd', 'd/f', 'd/o.json', 'jsnap.config.json']) chownTo(uid, join(path, name))
  return path
}

function chownTo(uid: number, path: string): void {
  chownSync(path, uid, uid)
}

describe.skipIf(!isRoot)('two users (skipped where the tests are not run by root)', () => {
  beforeEach(() => {
    // Not below the folder of the tests, which may be closed to others.
    shared = mkdtempSync(join(isOpen(tmpdir()) ? tmpdir() : '/tmp', 'jsnap-users-'))
    chmodSync(shared, 0o1777)
    for (const uid of [ATTACKER, VICTIM]) {
      const home = join(shared, `home-${uid}`)
      mkdirSync(home, { mode: 0o700 })
      chownTo(uid, home)
      homes.set(uid, home)
    }
  })
  afterEach(() => rmSync(shared, { recursive: true, force: true }))

  test("a stranger's store above is refused by every command, and read when it is named", async () => {
    folderOf(ATTACKER, shared)
    chownSync(shared, 0, 0)
    chmodSync(shared, 0o1777)
    // As /tmp: anybody may make what is not there yet.
    await makeStoreIn(shared)
    const below = folderOf(VICTIM, join(shared, 'work'))
    for (const command of [
      'log',
      'commit --only local',
      'status local',
      'fsck',
      'query VALUES(1)',
      'checkout v1 out',
      'config show',
    ]) {
      const { exitCode, stderr } = await jsnapAs(VICTIM, below, command)
      expect([command, exitCode]).toEqual([command, 5])
      expect(stderr).toContain(
        `the store ${join(shared, '.jsnap')} belongs to another user (uid ${ATTACKER})`,
      )
      expect(stderr).toContain(`--store ${join(shared, '.jsnap')}`)
    }
    expect(await jsnapAs(VICTIM, below, `log --oneline --store ${join(shared, '.jsnap')}`)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('v1') as string,
    })
  })

  test("a stranger's configuration, or a link to one, is refused, and taken when it is named", async () => {
    const folder = folderOf(VICTIM, join(shared, 'work'))
    await commitAs(VICTIM, folder, 'v1')
    chownTo(ATTACKER, join(folder, 'jsnap.config.json'))
    for (const command of ['commit --only local', 'trust', 'config show'])
      expect(await jsnapAs(VICTIM, folder, command)).toMatchObject({
        exitCode: 5,
        stderr: expect.stringContaining('belongs to another user') as string,
      })
    expect(await jsnapAs(VICTIM, folder, 'commit --only local --config jsnap.config.json')).toMatchObject({
      exitCode: 0,
    })
    chownTo(VICTIM, join(folder, 'jsnap.config.json'))
    cpSync(join(folder, 'jsnap.config.json'), join(folder, 'own.json'))
    rmSync(join(folder, 'jsnap.config.json'))
    symlinkSync('own.json', join(folder, 'jsnap.config.json'))
    expect(await jsnapAs(VICTIM, folder, 'commit --only local')).toMatchObject({ exitCode: 0 })
    lchownSync(join(folder, 'jsnap.config.json'), ATTACKER, ATTACKER)
    expect(await jsnapAs(VICTIM, folder, 'commit --only local')).toMatchObject({ exitCode: 5 })
  })

  test("root uses its caller's store and configuration under sudo, and no other user's", async () => {
    const folder = folderOf(VICTIM, join(shared, 'work'))
    await commitAs(VICTIM, folder, 'v1')
    const home = join(shared, 'home-of-none')
    mkdirSync(home)
    chownTo(VICTIM, home)
    const run = (env: Record<string, string>) =>
      jsnapAs(0, folder, 'log --oneline', { HOME: homes.get(VICTIM) ?? '', ...env })
    expect(await run({})).toMatchObject({ exitCode: 5 })
    expect(await run({ SUDO_UID: String(ATTACKER) })).toMatchObject({ exitCode: 5 })
    expect(await run({ SUDO_UID: String(VICTIM) })).toMatchObject({ exitCode: 0 })
    expect(await run({ SUDO_UID: String(VICTIM), HOME: home })).toMatchObject({ exitCode: 0 })
    expect(readdirSync(home)).toEqual([])
    // A container may give root a home that is not root's.
    expect(await jsnapAs(0, folder, 'trust --list', { HOME: home })).toMatchObject({ exitCode: 0 })
    expect(readdirSync(home)).toContain('.local')
    // Nothing of root's lies where it would lock its caller out.
    await commitAs(VICTIM, folder, 'v2')
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      expect([path, lstatSync(join(folder, path)).uid]).toEqual([path, VICTIM])
  })

  test.each([
    ['', 0o644],
    [', without its key', 0o600],
  ])('a store that others may read%s is read by them, and nothing in it changes', async (_, keyMode) => {
    const folder = folderOf(ATTACKER, join(shared, 'theirs'))
    writeFileSync(join(folder, 'd/.env'), 'TOKEN=abcdefgh\n')
    chownTo(ATTACKER, join(folder, 'd/.env'))
    await commitAs(ATTACKER, folder, 'v1')
    writeFileSync(join(folder, 'd/f'), 'two\n')
    await commitAs(ATTACKER, folder, 'v2')
    const store = join(folder, '.jsnap')
    for (const path of ['', ...readdirSync(store, { recursive: true, encoding: 'utf8' })]) {
      const isFolder = statSync(join(store, path)).isDirectory()
      chmodSync(join(store, path), isFolder ? 0o755 : 0o644)
    }
    chmodSync(join(store, 'secret.key'), keyMode)
    const before = readdirSync(store, { recursive: true, encoding: 'utf8' }).sort()
    const work = folderOf(VICTIM, join(shared, 'work'))
    for (const command of [
      'log',
      'show v1',
      'ls v1',
      'cat v1:local/d/f',
      'diff v1 v2',
      'checkout v1 out',
      'blame local/d/o.json',
      'find --text one',
      'query VALUES(1)',
      'verify v1',
      'fsck',
      'fsck --full',
      'secrets list v1',
      'status local/d',
      'diff v1 live local/d',
    ]) {
      const { exitCode, stderr } = await jsnapAs(VICTIM, work, `${command} --store ${store}`)
      expect([command, exitCode, stderr]).toEqual([command, 0, expect.not.stringContaining('error')])
    }
    expect(readdirSync(store, { recursive: true, encoding: 'utf8' }).sort()).toEqual(before)
    // Built once, in the reader's own cache.
    expect((await jsnapAs(VICTIM, work, `log --store ${store}`)).stderr).toBe('')
    const refused = await jsnapAs(VICTIM, work, `commit --only local --store ${store}`)
    expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('--config') as string })
  })

  test('code is run only from a cache that nobody else can have made', async () => {
    const cache = join(homes.get(VICTIM) ?? '', '.cache')
    const version = await jsnapAs(VICTIM, shared, '--version', { TMPDIR: shared })
    expect(version.exitCode).toBe(0)
    expect(statSync(join(cache, 'jsnap')).mode & 0o777).toBe(0o700)
    expect(existsSync(join(cache, 'jsnap/code'))).toBe(true)
    expect(existsSync(join(shared, 'node-compile-cache'))).toBe(false)
    const foreign = join(shared, 'foreign')
    for (const prepare of [
      () => mkdirSync(join(foreign, 'jsnap'), { recursive: true }),
      () => {
        chownTo(VICTIM, join(foreign, 'jsnap'))
        chmodSync(join(foreign, 'jsnap'), 0o777)
      },
      () => {
        rmSync(join(foreign, 'jsnap'), { recursive: true })
        symlinkSync(join(cache, 'jsnap'), join(foreign, 'jsnap'))
      },
    ]) {
      prepare()
      rmSync(join(cache, 'jsnap/code'), { recursive: true, force: true })
      expect(await jsnapAs(VICTIM, shared, '--version', { XDG_CACHE_HOME: foreign })).toMatchObject({
        exitCode: 0,
      })
      expect(existsSync(join(foreign, 'jsnap/code'))).toBe(false)
    }
  })

  test('a key of this user that others may know marks nothing any more', async () => {
    const folder = folderOf(VICTIM, join(shared, 'work'))
    await commitAs(VICTIM, folder, 'v1')
    const key = join(homes.get(VICTIM) ?? '', '.local/state/jsnap/key')
    expect([statSync(key).mode & 0o777, statSync(join(key, '..')).mode & 0o777]).toEqual([0o600, 0o700])
    chmodSync(key, 0o644)
    const { stderr } = await jsnapAs(VICTIM, folder, 'log')
    expect(stderr).toContain('rebuilding the index: it was built in another place')
    expect(statSync(key).mode & 0o777).toBe(0o600)
    expect((await jsnapAs(VICTIM, folder, 'log')).stderr).toBe('')
  })
})

/** The attacker makes a store by hand in a folder in which he may make things. */
async function makeStoreIn(folder: string): Promise<void> {
  const theirs = folderOf(ATTACKER, join(folder, 'theirs'))
  await commitAs(ATTACKER, theirs, 'v1')
  cpSync(join(theirs, '.jsnap'), join(folder, '.jsnap'), { recursive: true })
  for (const path of ['', ...readdirSync(join(folder, '.jsnap'), { recursive: true, encoding: 'utf8' })]) {
    chownTo(ATTACKER, join(folder, '.jsnap', path))
    chmodSync(join(folder, '.jsnap', path), 0o777)
  }
}

function isOpen(folder: string): boolean {
  return (statSync(folder).mode & 0o005) === 0o005
}
