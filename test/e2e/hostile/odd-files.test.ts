import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { succeed } from '../jsnap-command.ts'
import type { InTurn } from './run-in-turn.ts'

const isRoot = process.geteuid?.() === 0
/** Who runs the commands: root may read everything. */
const USER = isRoot ? 4001 : (process.geteuid?.() ?? 0)

const COMMANDS = [
  ['log'],
  ['ls', 'v1'],
  ['diff', 'v1', 'v2'],
  ['fsck'],
  ['fsck', '--repair'],
  ['commit', '--only', 'local', '-m', 'v3'],
  ['checkout', 'v1', 'out'],
]

/** Of a tmp folder, what a killed run leaves there. */
const LEFT_PACK = `tmp/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}.pack`
const PACK = 'packs/*'
const NAMES = [
  'format.json',
  'refs',
  'refs.new',
  'refs.check',
  'index.sqlite',
  'index.sqlite-wal',
  'index.mark',
  'index.lock',
  'journal',
  'lock',
  'secret.key',
  'packs',
  'tmp',
  PACK,
  LEFT_PACK,
]

const HUGE = 200 * 1024 ** 3

/** What may stand in the place of a file; each makes it there. */
type Make = (file: string) => void | Promise<void>
const KINDS: Readonly<Record<string, Make>> = {
  'a folder': (file) => {
    mkdirSync(file)
  },
  'a named pipe': (file) => void execFileSync('mkfifo', [file]),
  'a socket': socketAt,
  ...(isRoot ? { 'a device': (file: string) => void execFileSync('mknod', [file, 'c', '1', '5']) } : {}),
  'a sparse file of 200 GiB': (file) => {
    writeFileSync(file, '')
    truncateSync(file, HUGE)
  },
  'an empty file': (file) => writeFileSync(file, ''),
  'a link': (file) => symlinkSync('/etc/hostname', file),
  nothing: () => undefined,
  'a file that may not be read': (file) => writeFileSync(file, 'x', { mode: 0o000 }),
}

let folder: string

beforeAll(async () => {
  // Not below the folder of the tests, which may be closed to others.
  folder = mkdtempSync(join((statSync(tmpdir()).mode & 0o007) === 0o007 ? tmpdir() : '/tmp', 'jsnap-odd-'))
  chmodSync(folder, 0o755)
  const sound = join(folder, 'sound')
  mkdirSync(join(sound, 'd'), { recursive: true })
  writeFileSync(join(sound, 'jsnap.config.json'), '{"local":{"d":{"path":"d"}}}')
  writeFileSync(join(sound, 'd/f'), 'one\n')
  writeFileSync(join(sound, 'd/.env'), 'PASSWORD=x1\n')
  await succeed(['commit', '--only', 'local', '-m', 'v1'], { cwd: sound })
  writeFileSync(join(sound, 'd/f'), 'two\n')
  await succeed(['commit', '--only', 'local', '-m', 'v2'], { cwd: sound })
  mkdirSync(join(folder, 'home'))
  chownSync(join(folder, 'home'), USER, USER)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(NAMES)(
  'whatever stands in the place of %s is told in words, at once and with little memory',
  async (name) => {
    const tries = await Promise.all(
      Object.entries(KINDS).flatMap(([kind, make]) =>
        COMMANDS.map(async (command, i) => {
          const cwd = join(folder, `${kind.replaceAll(' ', '-')}-${i}`)
          await putInPlace(cwd, name, make)
          return { what: `${kind} as ${name}: ${command.join(' ')}`, cwd, command }
        }),
      ),
    )
    execFileSync('chown', ['-hR', `${USER}:${USER}`, ...tries.map(({ cwd }) => cwd)])
    try {
      const ended = await runAs(tries.map(({ cwd, command }) => [cwd, ...command]))
      for (const [i, { what }] of tries.entries()) {
        const end = ended[i]
        if (end === undefined) throw new Error(`${what} does not end`)
        const { exitCode, stderr, ms, memory } = end
        expect.soft([0, 1, 5, 12, 13], `${what}: ${exitCode}\n${stderr}`).toContain(exitCode)
        expect.soft(stderr, what).not.toContain('internal error')
        expect.soft(ms, what).toBeLessThan(5000)
        expect.soft(memory, what).toBeLessThan(500)
      }
    } finally {
      for (const { cwd } of tries) rmSync(cwd, { recursive: true, force: true })
    }
  },
)

/** A copy of the folder with the sound store, in which something else stands in the place of a file. */
async function putInPlace(cwd: string, name: string, make: Make): Promise<void> {
  cpSync(join(folder, 'sound'), cwd, { recursive: true })
  const store = join(cwd, '.jsnap')
  const [pack = ''] = readdirSync(join(store, 'packs')).sort()
  const file = name === PACK ? join(store, 'packs', pack) : join(store, name)
  if (existsSync(file)) renameSync(file, join(cwd, 'replaced'))
  await make(file)
}

async function runAs(lines: readonly (readonly string[])[]): Promise<InTurn[]> {
  const script = join(import.meta.dirname, 'run-in-turn.ts')
  const { stdout } = await execa(process.execPath, [script, ...lines.map((line) => JSON.stringify(line))], {
    cwd: folder,
    ...(isRoot ? { uid: USER, gid: USER } : {}),
    env: { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home') },
    extendEnv: false,
    reject: false,
    timeout: 170_000,
    killSignal: 'SIGKILL',
  })
  return stdout === '' ? [] : stdout.split('\n').map((line) => JSON.parse(line) as InTurn)
}

let sockets = 0

async function socketAt(file: string): Promise<void> {
  // Its name may be no longer than some hundred bytes, and it goes when the server ends.
  const passing = join(folder, `s-${sockets++}`)
  const server = createServer().listen(passing)
  await once(server, 'listening')
  renameSync(passing, file)
  server.close()
}
