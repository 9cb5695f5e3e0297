import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { sealPack } from '../../src/store/pack.ts'
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
