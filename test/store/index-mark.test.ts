import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { hashLog, type HashedLog } from '../../src/store/hashed-log.ts'
import { Store } from '../../src/store/store.ts'
import { treeChanges } from '../../src/store/tree-changes.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, localSource } from '../helpers/snapshot.ts'

const REBUILT =
  'rebuilding the index: the last run was interrupted, or another program has written to it (4 packs)'

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
  expect(lookAt(dir).notes).toEqual([REBUILT.replace('4', '6')])
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

test.each(['a write to the index', 'the checkpoint of its log'])(
  'a kill between %s and its mark is told as what it can be, and not waited for long',
  async (what) => {
    const { dir, data } = await twoVersions()
    const store = Store.open(dir)
    const mark = join(dir, 'index.mark')
    const before = [readFileSync(mark)]
    writeFileSync(join(data, 'page.html'), 'page of v3')
    await commitSources(store, [localSource(data)], { name: 'v3' })
    before.push(readFileSync(mark))
    if (what.startsWith('the')) store.close()
    const [written = '', closed = ''] = before
    writeFileSync(mark, what.startsWith('the') ? closed : written)
    const begun = performance.now()
    expect(lookAt(dir)).toEqual({ notes: [REBUILT.replace('4', '6')], changed: 1 })
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
    if (!what.startsWith('the')) store.close()
  },
)

test('a transaction that was killed half written to the log is none, and the index is believed', async () => {
  const { dir, data, file } = await twoVersions()
  const killed = Store.open(dir)
  writeFileSync(join(data, 'page.html'), 'page of v3')
  await commitSources(killed, [localSource(data)], { name: 'v3' })
  const log = readFileSync(`${file}-wal`)
  const frame = Buffer.alloc(24 + log.readUInt32BE(8))
  frame.writeUInt32BE(1, 0)
  log.copy(frame, 8, 16, 24)
  appendFileSync(`${file}-wal`, Buffer.concat([frame, frame.subarray(0, 100)]))
  expect(lookAt(dir)).toEqual({ notes: [], changed: 1 })
})

test('what is added to a log is hashed on from what was, and one that began again from its beginning', () => {
  const file = join(scratchFolder(), 'some.sqlite')
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('wal_autocheckpoint = 0')
  db.exec('CREATE TABLE t (x)')
  const hash = (known?: HashedLog) => {
    const log = hashLog(`${file}-wal`, known)
    if (log === undefined) throw new Error('there should be a log')
    return { log, length: log.length, digest: log.hash.copy().digest('hex') }
  }
  const first = hash()
  const insert = db.prepare('INSERT INTO t VALUES (zeroblob(?))')
  for (const bytes of [1, 100_000, 3_000_000]) insert.run(bytes)
  const second = hash(first.log)
  expect(second).toMatchObject({ length: readFileSync(`${file}-wal`).length, digest: hash().digest })
  expect(second.digest).toBe(digestOf(readFileSync(`${file}-wal`)))
  db.pragma('wal_checkpoint(PASSIVE)')
  expect(hash(second.log).digest).toBe(second.digest)
  insert.run(1)
  const again = hash(second.log)
  expect(again.length).toBeLessThan(second.length)
  expect(again.digest).toBe(hash().digest)
  insert.run(1)
  expect(hash(again.log).digest).toBe(hash().digest)
  expect(hash(again.log).length).toBeGreaterThan(again.length)
  db.close()
})
