import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run as blame } from '../../src/commands/blame.ts'
import { run as cat } from '../../src/commands/cat.ts'
import { run as checkout } from '../../src/commands/checkout.ts'
import { commit } from '../helpers/run-commit.ts'
import { run as diff } from '../../src/commands/diff.ts'
import { run as find } from '../../src/commands/find.ts'
import { run as fsck } from '../../src/commands/fsck.ts'
import { run as log } from '../../src/commands/log.ts'
import { run as ls } from '../../src/commands/ls.ts'
import { run as query } from '../../src/commands/query.ts'
import { run as secretsList } from '../../src/commands/secrets-list.ts'
import { run as show } from '../../src/commands/show.ts'
import { run as verify } from '../../src/commands/verify.ts'
import { runCommand } from '../helpers/run-command.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const PATH = 's3-buckets/shop/index.html'

const commands: Record<string, (folder: string) => ReturnType<typeof runCommand>> = {
  blame: (folder) => runCommand(blame, { address: PATH, pager: false }, folder),
  cat: (folder) => runCommand(cat, { address: `v1.0:${PATH}` }, folder),
  checkout: (folder) =>
    runCommand(checkout, { version: 'v1.0', target: join(folder, 'out'), paths: [] }, folder),
  commit: (folder) => runCommand(commit, { message: 'v9' }, folder),
  diff: (folder) => runCommand(diff, { version: 'v1.0', more: [], pager: false }, folder),
  find: (folder) => runCommand(find, { patterns: [], path: ['**'], pager: false }, folder),
  log: (folder) => runCommand(log, { paths: [], pager: false }, folder),
  ls: (folder) => runCommand(ls, { version: 'v1.0', paths: [] }, folder),
  query: (folder) => runCommand(query, { sql: 'SELECT * FROM entries', pager: false }, folder),
  'secrets list': (folder) => runCommand(secretsList, { paths: [] }, folder),
  show: (folder) => runCommand(show, {}, folder),
  verify: (folder) => runCommand(verify, {}, folder),
}

test.each(Object.keys(commands))('%s says that lost refs are damage, and nothing else', async (name) => {
  const { folder, store } = await storeOfVersions(
    { made: [{ path: PATH, content: 'one' }] },
    { made: [{ path: PATH, content: 'two' }] },
  )
  const harms = [
    () => rmSync(store.refsFile),
    () => writeFileSync(store.refsFile, ''),
    () => rmSync(store.checkFile),
  ]
  for (const harm of harms) {
    harm()
    await expect(commands[name]?.(folder)).rejects.toMatchObject({
      code: 'Corrupt',
      message: expect.stringMatching(/refs/) as string,
    })
  }
})

test('fsck ends with 12 when the refs are lost, and with 0 when it has brought them back', async () => {
  const { folder, store } = await storeOfVersions({ made: [{ path: PATH, content: 'one' }] })
  rmSync(store.refsFile)
  rmSync(store.checkFile)
  const found = await runCommand(fsck, {}, folder)
  expect(found).toMatchObject({
    exitCode: 12,
    stdout: expect.stringMatching(/refs and .*refs\.check are missing/) as string,
  })
  expect(await runCommand(fsck, { repair: true }, folder)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/restored the refs from record 1/) as string,
  })
  expect((await runCommand(log, { paths: [], pager: false, oneline: true }, folder)).stdout).toContain('v1.0')
})
