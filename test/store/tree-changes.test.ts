import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { Catalog } from '../../src/store/catalog.ts'
import { packFile } from '../../src/store/pack.ts'
import { Store, type PackLocation } from '../../src/store/store.ts'
import { treeChanges } from '../../src/store/tree-changes.ts'
import { diffLines } from '../../src/store/tree-diff.ts'
import type { Version } from '../../src/versions/version.ts'
import { makeVersion } from '../checkout/make-version.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const NO_CHANGES = { counts: { entries: 0, added: 0, modified: 0, removed: 0, unchanged: 0 } }

const made = (contents: Readonly<Record<string, string>>) =>
  Object.entries(contents).map(([path, content]) => ({ path: `s3-buckets/shop/${path}`, content }))

/** How many contents are read while work is done. */
function readsDuring(store: Store, work: () => unknown): number {
  const reading = vi.spyOn(store, 'readContent')
  work()
  const reads = reading.mock.calls.length
  reading.mockRestore()
  return reads
}

/** Four versions of a thousand objects: some change, one is put back, one goes and comes again. */
async function fourVersions() {
  const objects: Record<string, string> = {}
  for (let i = 0; i < 1000; i++) objects[`page-${i}`] = `page ${i}`
  const { 'page-500': gone, ...without } = objects
  return storeOfVersions(
    { made: made(objects) },
    { made: made({ ...without, 'page-7': 'edited', new: 'new' }) },
    { made: made({ ...without, 'page-7': 'page 7', 'page-900': 'edited' }) },
    { made: made({ ...without, 'page-500': String(gone), 'page-900': 'edited again' }) },
  )
}

const changed = (store: Store, a: Version | undefined, b: Version | undefined) => {
  if (a === undefined || b === undefined) throw new Error('there is no such version')
  return {
    kept: treeChanges(store, a.commit, b.commit),
    read: diffLines(store, a.commit.tree, b.commit.tree),
  }
}

test('what commits changed is kept, and the trees are not read for it, one after the other or several at once', async () => {
  const { store, versions } = await fourVersions()
  for (const a of versions) {
    for (const b of versions) {
      const { kept, read } = changed(store, a, b)
      expect(kept).toEqual(read)
      const commits = Math.abs(versions.indexOf(a) - versions.indexOf(b))
      expect(readsDuring(store, () => treeChanges(store, a.commit, b.commit))).toBe(commits)
    }
  }
  store.close()
})

test('what was kept comes to what the trees say, whatever the versions are', async () => {
  const version = fc.dictionary(fc.stringMatching(/^[ab]{1,2}$/), fc.constantFrom('1', '2', '3'))
  await fc.assert(
    fc.asyncProperty(fc.array(version, { minLength: 2, maxLength: 5 }), async (list) => {
      const { store, versions } = await storeOfVersions(
        ...list.map((contents) => ({ made: made(contents), about: NO_CHANGES })),
      )
      const { kept, read } = changed(store, versions[0], versions.at(-1))
      store.close()
      expect(kept).toEqual(read)
    }),
    { numRuns: 25 },
  )
})

test('nothing depends on it: it may be damaged, or lost with the index', async () => {
  const { store, versions } = await fourVersions()
  const { read } = changed(store, versions[0], versions[3])
  const index = join(store.dir, 'index.sqlite')
  const db = new Database(index)
  db.exec("UPDATE changes SET lines = substr(lines, 1, 20) || x'00' || substr(lines, 22)")
  db.close()
  expect(changed(store, versions[0], versions[3]).kept).toEqual(read)
  store.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(index + suffix, { force: true })
  const again = Store.open(store.dir)
  expect(changed(again, versions[0], versions[3]).kept).toEqual(read)
  again.close()
})

test('of what is kept, the oldest goes when it is too much', () => {
  const catalog = Catalog.inMemory()
  const trees = ['a', 'b', 'c', 'd'].map((name) => digestOf(name))
  const steps = trees.slice(1).map((after, i) => [trees[i] ?? after, after] as const)
  for (const [before, after] of steps) catalog.keepChanges(before, after, Buffer.alloc(12 * 1024 * 1024))
  const isKept = steps.map(([before, after]) => catalog.keptChanges(before, after) !== undefined)
  expect(isKept).toEqual([false, true, true])
  catalog.close()
})

test('a version can be made after one whose tree is damaged', async () => {
  const { store, versions } = await storeOfVersions({ made: made({ a: '1' }) })
  const [first] = versions
  if (first === undefined) throw new Error('there is no version')
  const { pack, frame } = store.locate(first.commit.tree) as PackLocation
  const file = packFile(store.packsFolder, pack)
  const bytes = readFileSync(file)
  bytes.fill(0, frame + 40, frame + 50)
  chmodSync(file, 0o600)
  writeFileSync(file, bytes)
  expect(() => store.readNode(first.commit.tree)).toThrow('damaged')
  const second = await makeVersion(store, made({ a: '2' }), { name: 'v2', parent: first.id, ...NO_CHANGES })
  expect(store.refs().head).toBe(second.id)
  store.close()
})
