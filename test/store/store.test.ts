import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { fsck } from '../../src/store/fsck.ts'
import { packFile } from '../../src/store/pack.ts'
import { repair } from '../../src/store/repair.ts'
import { Store } from '../../src/store/store.ts'
import { findStore } from '../../src/store/store-folder.ts'
import { StoreWriter } from '../../src/store/writer.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, entriesOf, localSource } from '../helpers/snapshot.ts'
import { IndependentReader } from './independent-reader.ts'

const nothing = () => undefined

/** A folder with small, empty, equal and large files, and a store with two versions of it. */
async function twoVersions() {
  const folder = scratchFolder()
  const data = join(folder, 'data')
  mkdirSync(join(data, 'pages'), { recursive: true })
  for (let i = 0; i < 40; i++) writeFileSync(join(data, 'pages', `${i}.html`), `<h1>page ${i}</h1>`.repeat(i))
  writeFileSync(join(data, 'copy.html'), readFileSync(join(data, 'pages/7.html')))
  writeFileSync(join(data, 'large.bin'), randomBytes(3_000_000))
  const store = Store.init(join(folder, '.jsnap'))
  const first = await commitSources(store, [localSource(data)], { name: 'v1' })
  writeFileSync(join(data, 'pages/3.html'), 'changed')
  rmSync(join(data, 'pages/4.html'))
  const second = await commitSources(store, [localSource(data)], { name: 'v2' })
  return { folder, data, store, first, second }
}

const packsOf = (store: Store) => readdirSync(store.packsFolder).map((name) => join(store.packsFolder, name))
const openAgain = (store: Store, note: (text: string) => void = nothing) => {
  store.close()
  return Store.open(store.dir, note)
}

test('a store is found from a folder below it, and only there', () => {
  const folder = scratchFolder()
  Store.init(join(folder, '.jsnap')).close()
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  expect(findStore(join(folder, 'a/b'))).toBe(join(folder, '.jsnap'))
  expect(findStore(join(folder, '..'))).toBeUndefined()
})

test('a second store in one place, a missing one and one of a later format are refused', () => {
  const folder = scratchFolder()
  const store = Store.init(join(folder, '.jsnap'))
  expect(() => Store.init(store.dir)).toThrow(expect.objectContaining({ code: 'StoreExists' }) as Error)
  expect(() => Store.open(join(folder, 'other'))).toThrow(
    expect.objectContaining({ code: 'NoStore' }) as Error,
  )
  const format = join(store.dir, 'format.json')
  writeFileSync(format, readFileSync(format, 'utf8').replace('"version": 1', '"version": 2'))
  expect(() => Store.open(store.dir)).toThrow(expect.objectContaining({ code: 'UnsupportedFormat' }) as Error)
})

test('nobody but its owner can read a store', async () => {
  const { store } = await twoVersions()
  for (const entry of readdirSync(store.dir, { recursive: true, withFileTypes: true })) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777
    expect(mode, entry.name).toBe(entry.isDirectory() ? 0o700 : 0o600)
  }
  expect(statSync(store.dir).mode & 0o777).toBe(0o700)
})

test('content comes back as it was, small and large', async () => {
  const { store, data, first, second } = await twoVersions()
  for (const { path, sha256 } of entriesOf(store, second)) {
    const expected = readFileSync(join(data, path.slice('local/x/'.length)))
    if (sha256 === null) throw new Error(`${path} has no content`)
    expect(store.readContent(sha256).equals(expected), path).toBe(true)
    expect(Buffer.concat([...store.streamContent(sha256)]).equals(expected), path).toBe(true)
  }
  expect(entriesOf(store, first)).toHaveLength(42)
})

test('a name of a pack is the SHA-256 of its file', async () => {
  const { store } = await twoVersions()
  for (const pack of packsOf(store)) expect(pack).toContain(digestOf(readFileSync(pack)))
})

test('a store without its SQLite files is read by a reader written from the format document', async () => {
  const { store, data, first, second } = await twoVersions()
  const expected = [first, second].map((version) => entriesOf(store, version))
  store.close()
  for (const file of readdirSync(store.dir)) if (file.includes('sqlite')) rmSync(join(store.dir, file))
  const reader = new IndependentReader(store.dir)
  expect([reader.entries('v1'), reader.entries('v2')]).toEqual(expected)
  expect(reader.entries('HEAD')).toEqual(expected[1])
  for (const { path, sha256 } of reader.entries('v2')) {
    expect(
      reader.content(sha256 ?? '').equals(readFileSync(join(data, path.slice('local/x/'.length)))),
      path,
    ).toBe(true)
  }
})

test('an index that was deleted or damaged is rebuilt, and says so once', async () => {
  const { store, second } = await twoVersions()
  const expected = entriesOf(store, second)
  store.close()
  const index = join(store.dir, 'index.sqlite')
  for (const harm of [() => rmSync(index), () => writeFileSync(index, 'this is no database'.repeat(100))]) {
    harm()
    const notes: string[] = []
    const opened = Store.open(store.dir, (text) => notes.push(text))
    expect(notes.join('\n')).toMatch(
      /^rebuilding the index: (?:the last run was interrupted, or another program has written to it|there is none)/,
    )
    expect(entriesOf(opened, second)).toEqual(expected)
    expect(fsck(opened, true, nothing).problems).toEqual([])
    opened.close()
    Store.open(store.dir, () => expect.unreachable('the second opening has nothing to rebuild')).close()
  }
})

test('fsck finds nothing wrong with a sound store', async () => {
  const { store } = await twoVersions()
  expect(fsck(store, false, nothing)).toMatchObject({ versions: 2, entries: 83, problems: [] })
  expect(fsck(store, true, nothing)).toMatchObject({ versions: 2, entries: 83, problems: [] })
})

test('wherever a byte of a pack is flipped, fsck --full finds it and no wrong byte is handed out', async () => {
  const { store, second } = await twoVersions()
  const expected = new Map(entriesOf(store, second).map(({ path, sha256 }) => [path, sha256]))
  for (const pack of packsOf(store)) {
    const sound = readFileSync(pack)
    const places = new Set([
      0,
      9,
      13,
      21,
      30,
      sound.length - 1,
      ...Array.from({ length: 12 }, (_, i) => Math.floor((sound.length * i) / 12)),
    ])
    for (const at of places) {
      const damaged = Buffer.from(sound)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(pack, damaged)
      const opened = Store.open(store.dir)
      const report = fsck(opened, true, nothing)
      expect(report.problems.length, `byte ${at} of ${pack}`).toBeGreaterThan(0)
      for (const sha256 of expected.values()) {
        try {
          expect(digestOf(opened.readContent(sha256 ?? digestOf('')))).toBe(sha256)
        } catch (error) {
          expect(error).toMatchObject({ code: 'Corrupt' })
        }
      }
      opened.close()
    }
    writeFileSync(pack, sound)
  }
})

test('repair says exactly which versions and paths a damaged pack touches, and the next commit reads them again', async () => {
  const { store, data, first, second } = await twoVersions()
  const large = entriesOf(store, first).find(({ path }) => path.endsWith('large.bin'))
  const place = store.locate(large?.sha256 ?? digestOf(''))
  const chunk = 'pack' in place ? undefined : place[5]
  if (chunk === undefined) throw new Error('large.bin should be chunked')
  const pack = packFile(store.packsFolder, chunk.pack)
  const bytes = readFileSync(pack)
  bytes[chunk.frame + 100] = (bytes[chunk.frame + 100] ?? 0) ^ 1
  writeFileSync(pack, bytes)

  const opened = openAgain(store)
  const report = repair(opened, nothing, Date.now)
  const touches = report.problems.flatMap((problem) => problem.touches ?? [])
  expect(new Set(touches.map(({ version, path }) => `${version} ${path}`))).toEqual(
    new Set(['v1 local/x/large.bin', 'v2 local/x/large.bin']),
  )
  const healed = await commitSources(opened, [localSource(data)], { name: 'v3' })
  expect(healed.commit.tree).toBe(second.commit.tree)
  expect(healed.bytesRead).toBe(3_000_000)
  const sha256 = large?.sha256 ?? digestOf('')
  expect(opened.readContent(sha256).equals(readFileSync(join(data, 'large.bin')))).toBe(true)
})

test('a missing pack is told by the quick check with what it touches', async () => {
  const { store, folder } = await twoVersions()
  const [pack] = packsOf(store)
  if (pack === undefined) throw new Error('there should be packs')
  copyFileSync(pack, join(folder, 'kept'))
  rmSync(pack)
  const report = fsck(store, false, nothing)
  expect(report.problems.map(({ code }) => code)).toContain('MissingPack')
  copyFileSync(join(folder, 'kept'), pack)
  expect(fsck(store, false, nothing).problems).toEqual([])
})

test('a pack that was cut short is noticed by the quick check', async () => {
  const { store } = await twoVersions()
  for (const pack of packsOf(store)) {
    const sound = readFileSync(pack)
    truncateSync(pack, sound.length - 1)
    expect(fsck(store, false, nothing).problems.map(({ code }) => code)).toContain('DamagedPack')
    writeFileSync(pack, sound)
  }
})

test('refs that were lost are damage, and repair brings them back', async () => {
  const { store, first, second } = await twoVersions()
  rmSync(store.refsFile)
  const opened = openAgain(store)
  expect(() => opened.refs()).toThrow(expect.objectContaining({ code: 'Corrupt' }) as Error)
  expect(repair(opened, nothing, Date.now).repaired.join('\n')).toContain('refs')
  expect(opened.refs()).toEqual({
    head: second.id,
    names: new Map([
      ['v1', first.id],
      ['v2', second.id],
    ]),
  })
})

test('only one process writes at a time, and reading goes on meanwhile', async () => {
  const { store, second } = await twoVersions()
  const writer = StoreWriter.begin(store)
  const other = Store.open(store.dir)
  expect(() => StoreWriter.begin(other)).toThrow(expect.objectContaining({ code: 'Locked' }) as Error)
  expect(entriesOf(other, second)).toHaveLength(41)
  writer.end()
  StoreWriter.begin(other).end()
})

test('a name is taken once', async () => {
  const { store, data } = await twoVersions()
  await expect(commitSources(store, [localSource(data)], { name: 'v1' })).rejects.toMatchObject({
    code: 'NameTaken',
  })
})

test('a folder that cannot be written to makes an error and no half store', () => {
  if (process.getuid?.() === 0) return
  const folder = scratchFolder()
  chmodSync(folder, 0o500)
  expect(() => Store.init(join(folder, '.jsnap'))).toThrow(/EACCES/)
})
