import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startJsnap, succeed, type Surroundings } from '../jsnap-command.ts'

let here: Surroundings & { readonly cwd: string }

beforeAll(async () => {
  here = { cwd: mkdtempSync(join(tmpdir(), 'jsnap-hostile-')) }
  mkdirSync(join(here.cwd, 'site'))
  writeFileSync(join(here.cwd, 'site', 'a.txt'), `${'a'.repeat(60)}!`)
  writeFileSync(join(here.cwd, 'jsnap.config.json'), JSON.stringify({ local: { site: { path: 'site' } } }))
  await succeed(['commit', '--only', 'local', '-m', 'v1'], here)
})
afterAll(() => {
  rmSync(here.cwd, { recursive: true, force: true })
})

const ENDLESS = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n`

/** What takes longer than anybody waits; each keeps a thread or a process busy without a break. */
describe.each([
  ['a regular expression that backtracks', ['find', '--text', '(a+)+$']],
  ['one over a part of the paths', ['find', '--text', '(a|a)*$', '--path', 'local', '--in', 'v1']],
  ['one in SQL', ['query', `SELECT '${'a'.repeat(60)}!' REGEXP '(a+)+$'`]],
  ['an endless question', ['query', ENDLESS]],
  ['an endless question over all versions', ['query', '--all', ENDLESS]],
])('under %s', (_, args) => {
  test('two SIGINT end the command', async () => {
    const { exitCode, took } = await signalled(args, ['SIGINT', 'SIGINT'])
    expect(exitCode).toBe(130)
    expect(took).toBeLessThan(2000)
  })

  test('one SIGTERM ends the command', async () => {
    const { exitCode, took } = await signalled(args, ['SIGTERM'])
    expect(exitCode).toBe(130)
    expect(took).toBeLessThan(2000)
  })
})

test('a Ctrl-C that comes while the first one ends a command takes its exit code from no command', async () => {
  for (let apart = 2; apart <= 32; apart += 10) {
    const command = startJsnap(['query', ENDLESS], here)
    await setTimeout(2500)
    const again = setInterval(() => command.kill('SIGINT'), apart)
    const { exitCode, signal } = await command
    clearInterval(again)
    expect([exitCode, signal], `every ${apart} ms`).toEqual([130, undefined])
  }
}, 60_000)

/** Sends signals to a command under way; how it ended, and how many milliseconds after the first. */
async function signalled(args: readonly string[], signals: readonly NodeJS.Signals[]) {
  const command = startJsnap(args, here)
  const early = await Promise.race([command, setTimeout(2500, undefined)])
  if (early !== undefined) throw new Error(`it ended by itself: ${early.stderr}`)
  const begin = performance.now()
  for (const signal of signals) {
    command.kill(signal)
    await setTimeout(100)
  }
  const { exitCode } = await command
  return { exitCode, took: performance.now() - begin }
}
