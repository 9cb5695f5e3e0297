import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'
import { jsnap, succeed } from '../jsnap-command.ts'

const READING = [
  'log',
  'log local',
  'show v1',
  'ls v1',
  'cat v1:local/d/f',
  'diff v1 v2',
  'blame local/d/o.json',
  'find --text one',
  'query SELECT/**/1',
  'verify v1',
  'fsck',
  'fsck --full',
  'secrets list v1',
  'status local/d',
  'diff v1 live local/d',
]

/** Whether this process may mount, which root in a container need not. */
const mounts = canMount()

function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!mounts)('a store on a disk of its own (skipped where nothing can be mounted)', () => {
  let disk: string
  let out: string

  const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' })

  beforeEach(async () => {
    disk = join(scratchFolder(), 'disk')
    out = scratchFolder()
    mkdirSync(disk)
    mount('-t', 'tmpfs', '-o', 'size=3m,mode=0700', 'tmpfs', disk)
    mkdirSync(join(disk, 'd'))
    writeFileSync(join(disk, 'jsnap.config.json'), '{"local":{"d":{"path":"d"}}}')
    writeFileSync(join(disk, 'd/f'), 'one\n')
    writeFileSync(join(disk, 'd/o.json'), '{"a":1}')
    writeFileSync(join(disk, 'd/.env'), 'PASSWORD=x1\n')
    await succeed(['commit', '--only', 'local', '-m', 'v1'], { cwd: disk })
    writeFileSync(join(disk, 'd/f'), 'two\n')
    await succeed(['commit', '--only', 'local', '-m', 'v2'], { cwd: disk })
  })
  afterEach(() => {
    execFileSync('umount', ['--lazy', disk])
  })

  async function expectAllToRead(): Promise<void> {
    for (const command of READING) {
      const { exitCode, stderr } = await jsnap(command.split(' '), { cwd: disk })
      expect([command, exitCode, stderr]).toEqual([command, 0, expect.not.stringMatching(/error|rebuilding/)])
    }
    await succeed(['checkout', 'v1', join(out, 'v1')], { cwd: disk })
    expect(readFileSync(join(out, 'v1/local/d/f'), 'utf8')).toBe('one\n')
  }

  test('is read when the disk is mounted read-only, from its own index', async () => {
    mount('-o', 'remount,ro', disk)
    await expectAllToRead()
  })

  test('is read when the disk is full', async () => {
    fill()
    await expectAllToRead()
  })

  test('is read without an index that can be believed, and then from the one in the cache', async () => {
    cpSync(join(disk, '.jsnap'), join(disk, 'copy/.jsnap'), { recursive: true })
    mount('-o', 'remount,ro', disk)
    const [first, second] = [
      await succeed(['log', '--oneline'], { cwd: join(disk, 'copy') }),
      await succeed(['log', '--oneline'], { cwd: join(disk, 'copy') }),
    ]
    expect(first.stderr).toContain('rebuilding the index: it was built in another place')
    expect(second.stderr).toBe('')
    const nowhere = { HOME: '/nonexistent', XDG_STATE_HOME: '', XDG_CACHE_HOME: '' }
    const without = await jsnap(['log', '--oneline'], { cwd: join(disk, 'copy'), env: nowhere })
    expect([without.exitCode, without.stdout]).toEqual([0, first.stdout])
  })

  test('is not taken for damaged by what would write to it', async () => {
    mount('-o', 'remount,ro', disk)
    for (const command of ['commit --only local', 'fsck --repair'])
      expect(await jsnap(command.split(' '), { cwd: disk }), command).toMatchObject({
        exitCode: expect.not.toSatisfy((code: number) => [0, 12].includes(code)) as number,
      })
    mount('-o', 'remount,rw', disk)
    expect(await jsnap(['commit', '--only', 'local'], { cwd: disk })).toMatchObject({ exitCode: 0 })
  })

  function fill(): void {
    try {
      execFileSync('dd', ['if=/dev/zero', `of=${join(disk, 'full')}`, 'bs=1k'], { stdio: 'ignore' })
    } catch {
      // It ends when the disk is full.
    }
  }
})
