import { copyFileSync, cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { Store } from '../../src/store/store.ts'
import { treeChanges } from '../../src/store/tree-changes.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, localSource } from '../helpers/snapshot.ts'

const REBUILT = 'rebuilding the index: it was changed by something else (4 packs)'

/** A closed store with the versions v1 and v2, of which one file differs. */
async function twoVersions() {
  const folder = scratchFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  const store = Store.init(join(folder, '.jsnap'))
  for (const name of ['v1', 'v2']) {
    writeFileSync(join(data, 'page.html'), `page of ${name}`)
    await commitSources(store, [localSource(data)], { name })
  }
  store.close()
  return { dir: store.dir, data, file: join(store.dir, 'index.sqlite') }
}

/** What is said on opening the store, and the paths that `diff v1 v2` would name. */
function lookAt(dir: string) {
  const notes: string[] = []
  const store = Store.open(dir, (note) => notes.push(note))
  const [before, after] = ['v1', 'v2'].map((name) => {
    const id = store.refs().names.get(name)
    if (id === undefined) throw new Error(`no version ${name}`)
    return store.readCommit(id)
  })
  if (before === undefined || after === undefined) throw new Error('there should be two')
  const changed = treeChanges(store, before, after).after.length
  store.close()
  return { notes, changed }
}

/** The index as somebody makes it who wants no change to be seen: copied, changed with SQL, and copied back. */
function forge(file: string): string {
  const forged = join(scratchFolder(), 'index.sqlite')
  copyFileSync(file, forged)
  const db = new Database(forged)
  const [row] = db.prepare('SELECT before, after FROM changes').all() as { before: Buffer; after: Buffer }[]
  expect(row).toBeDefined()
  db.prepare('UPDATE changes SET lines = ?').run(zstdCompressSync('0'))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('journal_mode = DELETE')
  db.pragma('journal_mode = WAL')
  db.close()
  return forged
}

test('an index whose bytes were replaced in place, in the same file, is not believed', async () => {
  const { dir, file } = await twoVersions()
  expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
  writeFileSync(file, readFileSync(forge(file)))
  expect(lookAt(dir)).toEqual({ notes: [REBUILT], changed: 1 })
  expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
})

test('nor is one with the mark, the size and the times of another', async () => {
  const { dir, file } = await twoVersions()
  const forged = readFileSync(forge(file))
  const sized = Buffer.alloc(readFileSync(file).length)
  forged.copy(sized)
  cpSync(dir, join(dir, '..', 'theirs'), { recursive: true, preserveTimestamps: true })
  writeFileSync(file, sized)
  utimesSync(file, new Date(0), new Date(0))
  cpSync(join(dir, '..', 'theirs'), dir, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !path.endsWith('index.sqlite'),
  })
  expect(lookAt(dir)).toEqual({ notes: [REBUILT], changed: 1 })
})

test('a write-ahead log that was changed in place is not believed', async () => {
  const { dir, data, file } = await twoVersions()
  const holds = Store.open(dir)
  writeFileSync(join(data, 'page.html'), 'page of v3')
  const writes = Store.open(dir)
  await commitSources(writes, [localSource(data)], { name: 'v3' })
  const log = readFileSync(`${file}-wal`)
  expect(log.length).toBeGreaterThan(0)
  log.writeUInt8(log.readUInt8(log.length - 1) ^ 1, log.length - 1)
  writeFileSync(`${file}-wal`, log)
  expect(lookAt(dir).notes).toEqual(['rebuilding the index: it was not made here (6 packs)'])
  writes.close()
  holds.close()
})

test('what jsnap itself changes in its index stays believed, whoever has it open or closes it last', async () => {
  const { dir, data } = await twoVersions()
  const reader = Store.open(dir, (note) => expect.unreachable(note))
  const writer = Store.open(dir, (note) => expect.unreachable(note))
  writeFileSync(join(data, 'page.html'), 'page of v3')
  await commitSources(writer, [localSource(data)], { name: 'v3' })
  expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
  writer.close()
  expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
  reader.close()
  expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
})

test('an index that was left open, as by a process that was killed, is believed with its write-ahead log', async () => {
  const { dir, data, file } = await twoVersions()
  const killed = Store.open(dir)
  writeFileSync(join(data, 'page.html'), 'page of v3')
  await commitSources(killed, [localSource(data)], { name: 'v3' })
  expect(readFileSync(`${file}-wal`).length).toBeGreaterThan(0)
  expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
})

test('what a process has open that was replaced meanwhile is not marked by it as its own', async () => {
  const { dir, data, file } = await twoVersions()
  const holds = Store.open(dir)
  writeFileSync(file, readFileSync(forge(file)))
  writeFileSync(join(data, 'page.html'), 'page of v3')
  await commitSources(holds, [localSource(data)], { name: 'v3' })
  holds.close()
  expect(lookAt(dir)).toEqual({ notes: [REBUILT.replace('4', '6')], changed: 1 })
})
