import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'
import { jsnap, succeed } from '../jsnap-command.ts'

/** Commands that read, all of which a foreign store may be met with first. */
const READING = [
  'log',
  'show v1',
  'ls v1',
  'cat v1:local/d/f',
  'diff v1 v2',
  'find --text one',
  'fsck',
  'blame local/d/o.json',
  'query VALUES(1)',
  'status',
]

let folder: string
let store: string

beforeEach(async () => {
  folder = scratchFolder()
  store = join(folder, '.jsnap')
  mkdirSync(join(folder, 'd'))
  writeFileSync(join(folder, 'jsnap.config.json'), '{"local":{"d":{"path":"d"}}}')
  writeFileSync(join(folder, 'd/f'), 'one\n')
  writeFileSync(join(folder, 'd/o.json'), '{"a":1}')
  await succeed(['commit', '--only', 'local', '-m', 'v1'], { cwd: folder })
  writeFileSync(join(folder, 'd/f'), 'two\n')
  await succeed(['commit', '--only', 'local', '-m', 'v2'], { cwd: folder })
})

const only = (command: string) =>
  command === 'status' ? [...command.split(' '), 'local'] : command.split(' ')

test('SQL in a foreign index is never run, whatever its schema number', async () => {
  const target = join(folder, 'written-by-sql')
  const evil = `x"; ATTACH '${target}' AS a; CREATE TABLE a.t (c); --`
  for (const version of [0, 1, 2, 3]) {
    rmSync(join(store, 'index.sqlite'))
    const db = new Database(join(store, 'index.sqlite'))
    db.exec(`CREATE TABLE "${evil.replaceAll('"', '""')}" (c)`)
    db.pragma(`user_version = ${version}`)
    db.close()
    const { stdout, stderr } = await succeed(['log', '--oneline'], { cwd: folder })
    expect(stdout).toContain('v2')
    expect(stderr).toBe('rebuilding the index: it was built in another place (4 packs)\n')
    expect(existsSync(target)).toBe(false)
    expect((await succeed(['log', '--oneline'], { cwd: folder })).stderr).toBe('')
  }
})

test('an index of the right schema that somebody else has made is not asked what changed', async () => {
  const foreign = new Database(join(store, 'index.sqlite'))
  foreign.exec('DELETE FROM changes')
  const [tree] = foreign.prepare('SELECT sha256 FROM objects LIMIT 1').pluck().all() as Buffer[]
  expect(tree).toBeDefined()
  foreign.exec(
    "DELETE FROM objects WHERE kind = 2; INSERT INTO changes SELECT sha256, sha256, x'00' FROM objects",
  )
  foreign.close()
  // The same bytes in a file of their own, as a clone or an unpacked archive has them.
  renameSync(join(store, 'index.sqlite'), join(folder, 'theirs'))
  writeFileSync(join(store, 'index.sqlite'), readFileSync(join(folder, 'theirs')))
  const { stdout, stderr } = await succeed(['diff', 'v1', 'v2', '--name-status'], { cwd: folder })
  expect(stdout).toBe('M\tlocal/d/f\n')
  expect(stderr).toContain('rebuilding the index: it was built in another place')
})

test('an index whose bytes were written over in place is not asked what changed', async () => {
  const theirs = scratchFolder()
  for (const name of ['index.sqlite', 'index.mark']) cpSync(join(store, name), join(theirs, name))
  const db = new Database(join(theirs, 'index.sqlite'))
  db.prepare('UPDATE changes SET lines = ?').run(zstdCompressSync('0'))
  db.close()
  const inode = statSync(join(store, 'index.sqlite')).ino
  cpSync(theirs, store, { recursive: true })
  expect(statSync(join(store, 'index.sqlite')).ino).toBe(inode)
  const { stdout, stderr } = await succeed(['diff', 'v1', 'v2', '--name-status'], { cwd: folder })
  expect(stdout).toBe('M\tlocal/d/f\n')
  expect(stderr).toBe(
    'rebuilding the index: the last run was interrupted, or another program has written to it (4 packs)\n',
  )
  expect((await succeed(['log'], { cwd: folder })).stderr).toBe('')
})

test('a copy of a store elsewhere builds its index once, and says so once', async () => {
  const copy = join(folder, 'copy')
  mkdirSync(copy)
  cpSync(store, join(copy, '.jsnap'), { recursive: true, preserveTimestamps: true })
  const [first, second] = [
    await succeed(['log', '--oneline'], { cwd: copy }),
    await succeed(['log', '--oneline'], { cwd: copy }),
  ]
  expect([first.stderr, second.stderr]).toEqual([
    'rebuilding the index: it was built in another place (4 packs)\n',
    '',
  ])
  expect(second.stdout).toBe(first.stdout)
})

test("a write-ahead log that was put beside this user's index is not taken for the remains of a change", async () => {
  const theirs = scratchFolder()
  cpSync(join(store, 'index.sqlite'), join(theirs, 'index.sqlite'))
  const db = new Database(join(theirs, 'index.sqlite'))
  db.exec('DELETE FROM objects')
  cpSync(join(theirs, 'index.sqlite-wal'), join(store, 'index.sqlite-wal'))
  db.close()
  const { stdout, stderr } = await succeed(['cat', 'v1:local/d/f'], { cwd: folder })
  expect([stdout, stderr]).toEqual([
    'one\n',
    'rebuilding the index: the last run was interrupted, or another program has written to it (4 packs)\n',
  ])
})

test('an index that this user made is believed by all that run at once', async () => {
  rmSync(join(store, 'index.mark'))
  const ran = await Promise.all(
    Array.from({ length: 6 }, () => succeed(['diff', 'v1', 'v2', '--name-status'], { cwd: folder })),
  )
  expect(new Set(ran.map(({ stdout }) => stdout))).toEqual(new Set(['M\tlocal/d/f\n']))
  const again = await Promise.all(Array.from({ length: 6 }, () => succeed(['log'], { cwd: folder })))
  expect(again.map(({ stderr }) => stderr)).toEqual(again.map(() => ''))
})

test.each([
  'index.sqlite',
  'index.sqlite-wal',
  'index.mark',
  'index.lock',
  'refs',
  'refs.new',
  'refs.check',
  'journal',
  'lock',
  'format.json',
  'secret.key',
  'secret.key.new',
  'packs',
  'tmp',
])('a link in the place of %s is damage, and what it leads to stays as it is', async (name) => {
  const outside = scratchFolder()
  const precious = ['packs', 'tmp'].includes(name) ? outside : join(outside, 'precious')
  writeFileSync(join(outside, 'precious'), 'precious')
  mkdirSync(join(outside, 'below'))
  writeFileSync(join(outside, 'below/precious'), 'precious')
  rmSync(join(store, name), { recursive: true, force: true })
  symlinkSync(precious, join(store, name))
  for (const command of ['log', 'fsck', 'fsck --repair', 'commit --only local -m v3', 'status local']) {
    const { exitCode, stderr } = await jsnap(command.split(' '), { cwd: folder })
    expect(exitCode, command).toBe(12)
    expect(stderr, command).toContain(`${join(store, name)} is a symbolic link, which jsnap never creates`)
  }
  expect(readdirSync(outside)).toEqual(['below', 'precious'])
  expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious')
  expect(readFileSync(join(outside, 'below/precious'), 'utf8')).toBe('precious')
})

test.each(['refs', 'format.json', 'journal', 'lock', 'secret.key', 'index.sqlite', 'index.mark'])(
  'a named pipe in the place of %s is told at once as damage',
  async (name) => {
    rmSync(join(store, name), { force: true })
    execFileSync('mkfifo', [join(store, name)])
    for (const command of ['log', 'commit --only local -m v3']) {
      const { exitCode, stderr } = await jsnap(command.split(' '), { cwd: folder })
      expect([exitCode, stderr], command).toEqual([12, expect.stringContaining('is a named pipe')])
    }
  },
  60_000,
)

test('a named pipe in the place of a pack, of the store or of the configuration is told at once', async () => {
  const [pack = ''] = readdirSync(join(store, 'packs'))
  renameSync(join(store, 'packs', pack), join(folder, 'pack'))
  execFileSync('mkfifo', [join(store, 'packs', pack)])
  expect(await jsnap(['log'], { cwd: folder })).toMatchObject({
    exitCode: 12,
    stderr: expect.stringContaining(`${pack} is a named pipe`) as string,
  })
  rmSync(store, { recursive: true })
  execFileSync('mkfifo', [store])
  for (const command of ['log', 'commit --only local', 'init'])
    expect(await jsnap(command.split(' '), { cwd: folder })).toMatchObject({
      exitCode: 12,
      stderr: expect.stringContaining('.jsnap is a named pipe') as string,
    })
  rmSync(store)
  rmSync(join(folder, 'jsnap.config.json'))
  execFileSync('mkfifo', [join(folder, 'jsnap.config.json')])
  expect(await jsnap(['commit', '--only', 'local'], { cwd: folder })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('it is a named pipe') as string,
  })
})

test('a lock that is a database of somebody else is not opened', async () => {
  rmSync(join(store, 'lock'))
  const db = new Database(join(store, 'lock'))
  db.exec('CREATE TABLE t (c)')
  db.close()
  const before = readFileSync(join(store, 'lock'))
  const { exitCode, stderr } = await jsnap(['commit', '--only', 'local'], { cwd: folder })
  expect([exitCode, stderr]).toEqual([12, expect.stringContaining('lock is a file that is not empty')])
  expect(readFileSync(join(store, 'lock')).equals(before)).toBe(true)
})

test('in tmp only what jsnap makes is removed', async () => {
  const outside = scratchFolder()
  writeFileSync(join(outside, 'precious'), 'precious')
  const tmp = join(store, 'tmp')
  symlinkSync(outside, join(tmp, 'link'))
  symlinkSync(outside, join(tmp, 'gas-abcdef'))
  lutimesSync(join(tmp, 'gas-abcdef'), 0, 0)
  symlinkSync(join(outside, 'precious'), join(tmp, `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.pack`))
  mkdirSync(join(tmp, 'notes'))
  writeFileSync(join(tmp, 'notes/mine'), 'mine')
  await succeed(['commit', '--only', 'local', '-m', 'v3'], { cwd: folder })
  expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious')
  expect(readdirSync(tmp).sort()).toEqual(['link', 'notes'])
  expect(readFileSync(join(tmp, 'notes/mine'), 'utf8')).toBe('mine')
})

test("a store that was copied without its empty folders and its modes works, and its key is nobody else's any more", async () => {
  writeFileSync(join(folder, 'd/.env'), 'PASSWORD=x1\n')
  await succeed(['commit', '--only', 'local', '-m', 'v3'], { cwd: folder })
  rmSync(join(store, 'tmp'), { recursive: true })
  execFileSync('chmod', ['-R', 'a+rwX', store])
  const first = await succeed(['query', 'SELECT count(*) AS n FROM versions'], { cwd: folder })
  expect(first.stderr).toContain('secret.key')
  expect(statSync(join(store, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(statSync(store).mode & 0o022).toBe(0)
  const second = await succeed(['commit', '--only', 'local', '-m', 'v4'], { cwd: folder })
  expect(second.stderr).not.toContain('secret.key')
  expect(statSync(store).mode & 0o777).toBe(0o700)
  for (const command of READING) await succeed(only(command), { cwd: folder })
  await succeed(['fsck', '--repair'], { cwd: folder })
})

test('a store without packs, as of one that was copied before its first commit, takes a first commit', async () => {
  const empty = scratchFolder()
  await succeed(['init'], { cwd: empty })
  for (const name of ['packs', 'tmp']) rmSync(join(empty, '.jsnap', name), { recursive: true })
  writeFileSync(join(empty, 'jsnap.config.json'), readFileSync(join(folder, 'jsnap.config.json')))
  mkdirSync(join(empty, 'd'))
  writeFileSync(join(empty, 'd/f'), randomBytes(9))
  await succeed(['log'], { cwd: empty })
  await succeed(['commit', '--only', 'local', '-m', 'v1'], { cwd: empty })
})

test('a store at a path too long for SQLite is read all the same, and a commit says why it cannot be', async () => {
  const deep = join(folder, ...Array.from({ length: 4 }, () => 'x'.repeat(120)))
  mkdirSync(deep, { recursive: true })
  for (const name of ['.jsnap', 'd', 'jsnap.config.json'])
    cpSync(join(folder, name), join(deep, name), { recursive: true })
  for (const command of READING) {
    const { stderr } = await succeed(only(command), { cwd: deep })
    expect(stderr, command).not.toContain('internal')
  }
  for (const command of ['commit --only local', 'fsck --repair', 'init --store sub']) {
    const { exitCode, stderr } = await jsnap(command.split(' '), { cwd: deep })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is too long')])
  }
})
