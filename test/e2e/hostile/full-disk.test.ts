import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'
import { jsnap, LAUNCHER, succeed, USER_FOLDERS, type Surroundings } from '../jsnap-command.ts'

let surroundings: Surroundings

/** Runs jsnap with its output on a disk that is full. */
function onFullDisk(...args: string[]) {
  const full = openSync('/dev/full', 'w')
  try {
    const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], {
      cwd: surroundings.cwd,
      env: { PATH: process.env['PATH'], HOME: surroundings.cwd, ...USER_FOLDERS },
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    })
    return { status, lines: stderr.trimEnd().split('\n') }
  } finally {
    closeSync(full)
  }
}

beforeEach(async () => {
  const cwd = scratchFolder()
  surroundings = { cwd }
  mkdirSync(join(cwd, 'site'))
  writeFileSync(join(cwd, 'site', 'index.html'), '<h1>shop</h1>\n')
  writeFileSync(join(cwd, 'jsnap.config.json'), JSON.stringify({ local: { site: { path: 'site' } } }))
  await succeed(['commit', '--only', 'local', '-m', 'v1'], surroundings)
})

describe.runIf(process.platform === 'linux')('a full disk', () => {
  test.each([
    [['log']],
    [['ls', 'v1', '--json']],
    [['cat', 'v1:local/site/index.html']],
    [['--help']],
    [['fsck']],
  ])('under the output of %j is told in one line, with exit code 1', (args) => {
    const { status, lines } = onFullDisk(...args)
    const [error, ...rest] = lines
    expect(status).toBe(1)
    if (args.includes('--json'))
      expect(JSON.parse(error ?? '')).toMatchObject({
        error: { code: 'Write', message: 'cannot write to stdout: the disk is full (ENOSPC)' },
      })
    else expect(error).toBe('error: cannot write to stdout: the disk is full (ENOSPC)')
    expect(rest).toEqual([])
  })

  test('under the output of a comparison is no difference', () => {
    expect(onFullDisk('diff', 'v1', 'v1', '--exit-code', '--json').status).toBe(2)
  })

  test('under the output of a commit leaves the version that was made', async () => {
    expect(onFullDisk('commit', '--only', 'local', '-m', 'v2', '--json').status).toBe(1)
    expect((await succeed(['show', 'v2', '--json'], surroundings)).json()).toMatchObject({ name: 'v2' })
  })

  test('under a page, and under nothing else, is told with the file', async () => {
    const { exitCode, stderr } = await jsnap(['diff', 'v1', 'v1', '--html', '/dev/full'], surroundings)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('error: cannot write /dev/full: the disk is full (ENOSPC)\n')
  })
})
