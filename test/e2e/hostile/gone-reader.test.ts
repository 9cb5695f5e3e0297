import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsnap, LAUNCHER, succeed, USER_FOLDERS } from '../jsnap-command.ts'

let cwd: string

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'jsnap-unread-'))
  mkdirSync(join(cwd, 'site'))
  for (let i = 0; i < 3000; i++) writeFileSync(join(cwd, 'site', `page-${i}-${'x'.repeat(60)}`), `${i}`)
  writeFileSync(join(cwd, 'jsnap.config.json'), '{"local":{"site":{"path":"site"},"gone":{"path":"gone"}}}')
  mkdirSync(join(cwd, 'gone'))
  await succeed(['commit', '--only', 'local', '-m', 'v1'], { cwd })
  rmSync(join(cwd, 'gone'), { recursive: true })
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

/** The exit code of a command of whose output nobody reads anything, or no more than what comes first. */
async function unread(args: readonly string[], stream: 'stdout' | 'stderr', reads: 'nothing' | 'the first') {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...USER_FOLDERS },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const other = stream === 'stdout' ? child.stderr : child.stdout
  let said = ''
  other.on('data', (bytes: Buffer) => (said += bytes.toString()))
  if (reads === 'nothing') child[stream].destroy()
  else child[stream].once('data', () => child[stream].destroy())
  const [exitCode] = (await once(child, 'close')) as [number]
  return { exitCode, said }
}

test.each([
  ['commit --only local -m v2', 3],
  ['commit --only local -m v3 --json', 3],
  ['commit --only local -m v1', 1],
  ['status local --exit-code', 1],
  ['diff v1 live local --exit-code', 1],
  ['checkout v1 out', 0],
  ['ls v1', 0],
  ['ls v1 --json', 0],
  ['log --name-status', 0],
  ['find --path site', 0],
  ['query SELECT*FROM/**/entries', 0],
  ['cat v1:nowhere', 2],
  ['fsck --full', 0],
  ['--help', 0],
])('%s ends with %i whether or not anybody reads its output', async (line, code) => {
  const args = line.split(' ')
  writeFileSync(join(cwd, 'site', 'new'), line)
  expect((await jsnap(args, { cwd })).exitCode).toBe(code)
  for (const stream of ['stdout', 'stderr'] as const)
    for (const reads of ['nothing', 'the first'] as const) {
      rmSync(join(cwd, 'out'), { recursive: true, force: true })
      const again = args.map((word) =>
        /^v[23]$/.test(word) ? `${word}-${stream}-${reads === 'nothing' ? 0 : 1}` : word,
      )
      const { exitCode, said } = await unread(again, stream, reads)
      expect([stream, reads, exitCode]).toEqual([stream, reads, code])
      expect(said).not.toMatch(/EPIPE|internal|^ *at .*:\d+/m)
    }
  if (line.startsWith('checkout')) expect(readdirSync(join(cwd, 'out/local/site'))).toHaveLength(3000)
})

test('a check that fails says so by its exit code although nobody reads what it found', async () => {
  const [pack = ''] = readdirSync(join(cwd, '.jsnap/packs'))
  writeFileSync(join(cwd, '.jsnap/packs', pack), '')
  const { exitCode } = await jsnap(['fsck', '--full'], { cwd })
  expect(exitCode).not.toBe(0)
  for (const reads of ['nothing', 'the first'] as const)
    expect((await unread(['fsck', '--full'], 'stdout', reads)).exitCode).toBe(exitCode)
})
