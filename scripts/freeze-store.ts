// `node scripts/freeze-store.ts NAME [LAUNCHER]`: puts a store into fixtures/stores/NAME that a jsnap (the `bin/jsnap.js`
// of some checkout or installation; this one's when not given) has made, with what must be read from it.
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { removeUserFolders } from '../test/e2e/jsnap-command.ts'
import { makeStore } from '../test/e2e/formats/make-store.ts'
import { readStore } from '../test/e2e/formats/read-store.ts'

/** Not of the store itself: SQLite makes them again. */
const LEFT_OUT = /^((index\.)?lock(-journal)?|index\.sqlite-shm)$/

const [name, launcher] = process.argv.slice(2)
if (name === undefined) throw new Error('usage: node scripts/freeze-store.ts NAME [LAUNCHER]')
const frozen = join(import.meta.dirname, '..', 'fixtures', 'stores', name)
const served = await makeStore(launcher === undefined ? undefined : resolve(launcher))
try {
  rmSync(frozen, { recursive: true, force: true })
  cpSync(join(served.folder, '.jsnap'), join(frozen, 'store'), {
    recursive: true,
    filter: (source) => !LEFT_OUT.test(basename(source)),
  })
  cpSync(join(served.folder, 'identity.txt'), join(frozen, 'identity.txt'))
  // Of the original, since reading may change what is not frozen here, such as the index.
  writeFileSync(
    join(frozen, 'expected.json'),
    `${JSON.stringify(await readStore(served.surroundings), null, 1)}\n`,
  )
  process.stdout.write(`fixtures/stores/${name}: ${readdirSync(join(frozen, 'store')).join(', ')}\n`)
} finally {
  await served.close()
  removeUserFolders()
}
