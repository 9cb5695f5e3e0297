import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Store } from '../../../src/store/store.ts'
import { scratchFolder } from '../../helpers/scratch.ts'

/** A store, and the file of its index. */
function emptyStore() {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  store.close()
  return { dir: store.dir, file: join(store.dir, 'index.sqlite') }
}

test('an index that another process writes to for longer than is waited is told as locked', () => {
  const { dir, file } = emptyStore()
  const store = Store.open(dir)
  const other = new Database(file)
  other.exec('BEGIN IMMEDIATE')
  expect(() => store.catalog.setMissing([])).toThrow(expect.objectContaining({ code: 'Locked' }) as Error)
  other.exec('ROLLBACK')
  other.close()
  store.close()
})

test('an index that something else has locked for itself is told as locked by whoever opens it', () => {
  const { dir, file } = emptyStore()
  Store.open(dir).close()
  const other = new Database(file)
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('BEGIN EXCLUSIVE')
  expect(() => Store.open(dir)).toThrow(
    expect.objectContaining({
      code: 'Locked',
      message: expect.stringMatching(
        /^another process has locked the index of the store \(SQLITE_BUSY/,
      ) as string,
    }) as Error,
  )
  other.exec('ROLLBACK')
  other.close()
  Store.open(dir).close()
})
