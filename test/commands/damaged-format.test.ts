import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as fsck } from '../../src/commands/fsck.ts'
import { run as init } from '../../src/commands/init.ts'
import { run as log } from '../../src/commands/log.ts'
import { runCommand } from '../helpers/run-command.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

test.each<[string, (file: string) => void]>([
  ['gone', (file) => rmSync(file)],
  ['empty', (file) => truncateSync(file)],
  ['no JSON', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"', ' '))],
  [
    'of something else',
    (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('jsnap-store', 'jsnap-storf')),
  ],
  ['without its id', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"id"', '"ie"'))],
])(
  'when format.json is %s, every command says what to do, and fsck --repair writes it again',
  async (_, harm) => {
    const { folder, store } = await storeOfVersions({ made: [{ path: 's3-buckets/a/b', content: 'one' }] })
    const file = join(store.dir, 'format.json')
    const before: unknown = JSON.parse(readFileSync(file, 'utf8'))
    store.close()
    harm(file)
    const isThere = existsSync(file)
    const damaged = { code: 'Corrupt', hint: "'jsnap fsck --repair' restores it" }
    await expect(async () => runCommand(log, { paths: [], pager: false }, folder)).rejects.toMatchObject(
      damaged,
    )
    await expect(async () => runCommand(fsck, {}, folder)).rejects.toMatchObject(damaged)
    await expect(async () => runCommand(init, {}, folder)).rejects.toMatchObject(damaged)
    const repaired = await runCommand(fsck, { repair: true }, folder)
    expect(repaired.exitCode).toBe(0)
    expect(repaired.stdout).toContain('restored format.json from record 1')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(before)
    expect(existsSync(`${file}.damaged-1`)).toBe(isThere)
    expect((await runCommand(log, { paths: [], pager: false, oneline: true }, folder)).stdout).toContain(
      'v1.0',
    )
  },
)

test('an id or seed that is another one than the records have is told, and repair writes it again', async () => {
  const { folder, store } = await storeOfVersions({ made: [{ path: 's3-buckets/a/b', content: 'one' }] })
  const file = join(store.dir, 'format.json')
  const before = readFileSync(file, 'utf8')
  store.close()
  for (const member of [store.format.id, store.format.chunkerSeed]) {
    writeFileSync(
      file,
      before.replace(
        member,
        member.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      ),
    )
    const found = await runCommand(fsck, {}, folder)
    expect(found.exitCode).toBe(12)
    expect(found.stdout).toContain('format.json differs from record 1 of the refs')
    expect((await runCommand(fsck, { repair: true }, folder)).exitCode).toBe(0)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(before))
  }
})
