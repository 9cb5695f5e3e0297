import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isDigest } from '../../src/model/digest.ts'
import { fsck } from '../../src/store/fsck.ts'
import { packFile } from '../../src/store/pack.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, entriesOf, localSource } from '../helpers/snapshot.ts'

const nothing = () => undefined

/** A store with one version of small and large files, and the packs of their contents. */
async function oneVersion() {
  const folder = scratchFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  for (let i = 0; i < 8; i++) writeFileSync(join(data, `${i}.html`), `<h1>page ${i}</h1>`)
  writeFileSync(join(data, 'large.bin'), randomBytes(2_000_000))
  const store = Store.init(join(folder, '.jsnap'))
  const version = await commitSources(store, [localSource(data)], { name: 'v1' })
  const packs = new Set(
    entriesOf(store, version).flatMap(({ sha256 }) => {
      const place = sha256 === null ? [] : store.locate(sha256)
      return [place].flat().map(({ pack }) => pack)
    }),
  )
  return { data, store, packs: [...packs].map((pack) => packFile(store.packsFolder, pack)) }
}

test.each<[string, (pack: string) => void]>([
  ['gone', (pack) => rmSync(pack)],
  ['cut', (pack) => truncateSync(pack, 40)],
])('what a commit reads again is stored again when its pack is %s', async (_, harm) => {
  for (const isTouched of [true, false]) {
    const { data, store, packs } = await oneVersion()
    store.close()
    packs.forEach(harm)
    const notes: string[] = []
    const opened = Store.open(store.dir, (text) => notes.push(text))
    expect(notes.join('\n')).toMatch(/missing or truncated: 'jsnap fsck' lists what is lost/)
    if (isTouched) for (let i = 0; i < 8; i++) utimesSync(join(data, `${i}.html`), 1, 1)
    const version = await commitSources(opened, [localSource(data)], { name: 'v2' })
    expect(version.bytesStored).toBeGreaterThan(2_000_000)
    for (const { path, sha256 } of entriesOf(opened, version)) {
      if (!isDigest(sha256)) throw new Error(`${path} has no content`)
      expect(
        opened.readContent(sha256).equals(readFileSync(join(data, path.slice('local/x/'.length)))),
        path,
      ).toBe(true)
    }
    expect(fsck(opened, false, nothing).problems).toEqual([])
    opened.close()
  }
})
