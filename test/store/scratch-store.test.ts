import {
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { sealPack } from '../../src/store/pack.ts'
import { writeRefsCheck } from '../../src/store/refs-check.ts'
import { ScratchStore } from '../../src/store/scratch-store.ts'
import { Store } from '../../src/store/store.ts'
import { StoreWriter } from '../../src/store/writer.ts'
import { makeVersion } from '../checkout/make-version.ts'
import { scratchFolder } from '../helpers/scratch.ts'

test('whatever a scratch store knows it can read, also when a commit ends while it is made', async () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  await makeVersion(store, [{ path: 'a', content: 'first' }])
  const second = Buffer.from('second')
  let isOver = false
  const committing = <T>(result: T): T => {
    if (isOver) return result
    isOver = true
    const writer = StoreWriter.begin(store)
    writer.addDocument(digestOf(second), second)
    writer.takeAll().forEach(({ file }) => writer.sealed(file, sealPack(file, store.packsFolder)))
    writer.end()
    return result
  }
  const [packNames, copyTo] = [store.packNames.bind(store), store.catalog.copyTo.bind(store.catalog)]
  vi.spyOn(store, 'packNames').mockImplementation(() => committing(packNames()))
  vi.spyOn(store.catalog, 'copyTo').mockImplementation((file) => {
    copyTo(file)
    committing(undefined)
  })
  const scratch = ScratchStore.open(store)
  expect(isOver).toBe(true)
  expect(scratch.store.readContent(digestOf(second)).toString()).toBe('second')
  scratch.close()
  store.close()
})

test('a scratch store of one whose last commit was killed before the refs, or ends meanwhile, has sound refs', async () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const { commit } = await makeVersion(store, [{ path: 'a', content: 'first' }])
  const before = store.currentRefs()
  const text = readFileSync(store.refsFile)
  await makeVersion(store, [{ path: 'a', content: 'second' }], { name: 'v2' })
  writeRefsCheck(store.checkFile, before, store.currentRefs())
  writeFileSync(store.refsFile, text)
  const scratch = ScratchStore.open(store)
  expect(scratch.store.refs()).toEqual(before.value)
  await makeVersion(scratch.store, [{ path: 'a', content: 'third' }], { name: 'v3' })
  expect([...scratch.store.refs().names.keys()]).toContain('v3')
  scratch.close()

  const copyTo = store.catalog.copyTo.bind(store.catalog)
  const spy = vi.spyOn(store.catalog, 'copyTo').mockImplementation((file) => {
    spy.mockRestore()
    // Both end after the refs were read.
    for (const name of ['v4', 'v5']) {
      const writer = StoreWriter.begin(store)
      writer.commit({ ...commit, name, parent: store.refs().head }, (text) => expect.unreachable(text))
      writer.end()
    }
    copyTo(file)
  })
  const meanwhile = ScratchStore.open(store)
  expect([...store.refs().names.keys()]).toContain('v5')
  expect(meanwhile.store.refs()).toEqual(before.value)
  meanwhile.close()
})

test('a commit removes the scratch stores of processes that are gone, and none that is in use or being made', async () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  await makeVersion(store, [{ path: 'a', content: 'first' }])
  const killed = ScratchStore.open(store)
  const gone = join(store.dir, 'live-gone00')
  renameSync(killed.store.dir, gone)
  killed.close()
  expect(existsSync(gone)).toBe(true)
  mkdirSync(join(store.dir, 'live-making'))
  const inUse = ScratchStore.open(store)
  mkdirSync(gone, { recursive: true })
  writeFileSync(join(gone, 'in-use'), '')
  await makeVersion(store, [{ path: 'a', content: 'second' }], { name: 'v2' })
  expect(existsSync(gone)).toBe(false)
  expect(existsSync(join(store.dir, 'live-making'))).toBe(true)
  expect(inUse.store.refs().head).not.toBeNull()
  inUse.close()
})

test('a commit leaves what a reader may be using in tmp, and removes what was left behind a day ago', async () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const uuid = '00000000-0000-0000-0000-000000000000'
  const names = [`query-${uuid}.sqlite`, `index-${uuid}.sqlite`, `mark-${uuid}`, `sort-${uuid}`, 'gas-abcdef']
  for (const name of names) writeFileSync(join(store.temporaryFolder, name), '')
  await makeVersion(store, [{ path: 'a', content: 'first' }])
  expect(readdirSync(store.temporaryFolder).sort()).toEqual(names.toSorted())
  const before = new Date(Date.now() - 25 * 60 * 60 * 1000)
  for (const name of names) lutimesSync(join(store.temporaryFolder, name), before, before)
  await makeVersion(store, [{ path: 'a', content: 'second' }], { name: 'v2' })
  expect(readdirSync(store.temporaryFolder)).toEqual([])
})
