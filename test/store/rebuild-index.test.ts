import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exitCodeOf } from '../../src/terminal/exit-code.ts'
import { fsck } from '../../src/store/fsck.ts'
import { markIndex } from '../../src/store/open-index.ts'
import { repair } from '../../src/store/repair.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, entriesOf, localSource } from '../helpers/snapshot.ts'

const nothing = () => undefined

async function oneVersion() {
  const folder = scratchFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  for (let i = 0; i < 20; i++) writeFileSync(join(data, `${i}.html`), `<h1>page ${i}</h1>`)
  const store = Store.init(join(folder, '.jsnap'))
  const version = await commitSources(store, [localSource(data)], { name: 'v1' })
  return { store, version }
}

test('while fsck --repair rebuilds the index, whoever reads or checks the store sees all of it', async () => {
  const { store, version } = await oneVersion()
  const before = Store.open(store.dir)
  let looked = 0
  const look = () => {
    looked++
    const meanwhile = Store.open(store.dir, (note) => expect.unreachable(note))
    for (const reader of [before, meanwhile]) {
      expect(fsck(reader, false, nothing).problems).toEqual([])
      expect(entriesOf(reader, version)).toHaveLength(20)
    }
    meanwhile.close()
  }
  expect(repair(store, look, Date.now).problems).toEqual([])
  expect(looked).toBeGreaterThan(2)
  look()
})

test('wherever the index is flipped, fsck ends with a report, and fsck --repair leaves a sound one', async () => {
  const { store, version } = await oneVersion()
  const { dir } = store
  const file = join(dir, 'index.sqlite')
  const kept = join(scratchFolder(), 'index')
  store.close()
  copyFileSync(file, kept)
  const sound = readFileSync(kept)
  for (let n = 0; n < 60; n++) {
    // All of the header and the schema, and places in the pages behind them.
    const at =
      n < 40 ? Math.floor((n * 4096) / 40) : 4096 + Math.floor(((n - 40) * (sound.length - 4096)) / 20)
    const damaged = Buffer.from(sound)
    damaged[at] = (damaged[at] ?? 0) ^ 0x15
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
    writeFileSync(file, damaged)
    // As a disk that loses bits does, of which nothing else tells.
    markIndex(dir, store.format.id)
    const opened = Store.open(dir)
    fsck(opened, true, nothing)
    try {
      entriesOf(opened, version)
    } catch (error) {
      expect(exitCodeOf(error), `byte ${at}`).toBe(12)
    }
    expect(repair(opened, nothing, Date.now).problems, `byte ${at}`).toEqual([])
    expect(entriesOf(opened, version), `byte ${at}`).toHaveLength(20)
    opened.close()
  }
})
