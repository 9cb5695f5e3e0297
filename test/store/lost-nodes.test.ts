import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Digest } from '../../src/model/digest.ts'
import { parseNode } from '../../src/model/tree-node.ts'
import { fsck } from '../../src/store/fsck.ts'
import { packFile, readPack } from '../../src/store/pack.ts'
import { repair } from '../../src/store/repair.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, entriesOf, localSource } from '../helpers/snapshot.ts'

const nothing = () => undefined
const FILES = 300

/** A closed store with two versions whose trees have several nodes. */
async function twoVersions() {
  const folder = scratchFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  for (let i = 0; i < FILES; i++) writeFileSync(join(data, `${i}.html`), `page ${i}`)
  const store = Store.init(join(folder, '.jsnap'))
  for (const name of ['v1', 'v2']) {
    writeFileSync(join(data, '7.html'), `page of ${name}`)
    await commitSources(store, [localSource(data)], { name })
  }
  store.close()
  return { data, dir: store.dir }
}

function copyOf(dir: string): string {
  const copy = join(scratchFolder(), '.jsnap')
  cpSync(dir, copy, { recursive: true })
  return copy
}

/** Damages what a frame holds. */
function damage(file: string, offset: number): void {
  const bytes = readFileSync(file)
  bytes.fill(0x55, offset + 40, Math.min(bytes.length, offset + 80))
  writeFileSync(file, bytes, { mode: 0o600 })
}

async function commitAfterRepair(dir: string, data: string) {
  const store = Store.open(dir)
  const { problems: before } = repair(store, nothing, Date.now)
  const notes: string[] = []
  const made = await commitSources(store, [localSource(data)], {
    name: 'v3',
    note: (text) => notes.push(text),
  })
  const problems = fsck(store, true, nothing).problems
  const touched = problems.filter(({ touches = [] }) => touches.some(({ version }) => version === 'v3'))
  const paths = entriesOf(store, made).length
  store.close()
  return { counts: made.commit.counts, notes, touched, paths, before: before.length }
}

/** Places of the nodes of the last version's tree, by level. */
function nodesOfHead(dir: string) {
  const store = Store.open(dir)
  const { head } = store.refs()
  if (head === null) throw new Error('there should be a version')
  const { tree } = store.readCommit(head)
  const placeOf = (id: Digest) => {
    const place = store.locate(id)
    if (!('pack' in place)) throw new Error('a node is one object')
    return { file: packFile(store.packsFolder, place.pack), frame: place.frame }
  }
  const { children } = parseNode(tree, store.readNode(tree))
  const places = { root: placeOf(tree), leaves: children.map(({ node }) => placeOf(node)) }
  store.close()
  return places
}

test('whichever frame of whichever pack is damaged, a commit after the repair succeeds and is whole', async () => {
  const { data, dir } = await twoVersions()
  const store = Store.open(dir)
  const names = store.packNames()
  store.close()
  for (const name of names) {
    for (const found of readPack(packFile(join(dir, 'packs'), name)).frames) {
      const copy = copyOf(dir)
      damage(packFile(join(copy, 'packs'), name), found.offset)
      const { touched, paths, before } = await commitAfterRepair(copy, data)
      expect([touched, paths]).toEqual([[], FILES])
      expect(before).toBeGreaterThan(0)
    }
  }
})

test('what a lost node of the version before held is read again, told once, and counted as not compared', async () => {
  const { data, dir } = await twoVersions()
  const { root } = nodesOfHead(dir)
  damage(root.file, root.frame)
  const { counts, notes } = await commitAfterRepair(dir, data)
  expect(notes.filter((text) => text.includes('lost'))).toEqual([
    'part of the previous version is lost: it was read again, and is not compared',
  ])
  expect(counts).toEqual({
    entries: FILES,
    added: 0,
    modified: 0,
    removed: 0,
    unchanged: 0,
    notCompared: FILES,
  })
})

test('lost nodes of what was known of the sources are told once, and cost no more than reading again', async () => {
  const { data, dir } = await twoVersions()
  const store = Store.open(dir)
  const { head } = store.refs()
  const { tree, origins } = store.readCommit(head as Digest) // there are two versions
  const lost = parseNode(origins, store.readNode(origins)).children.map(({ node }) => node)
  expect(lost.length).toBeGreaterThan(1)
  store.catalog.forgetObjects(lost)
  const notes: string[] = []
  const { commit } = await commitSources(store, [localSource(data)], {
    name: 'v3',
    note: (text) => notes.push(text),
  })
  expect(notes).toEqual(['part of the record of earlier reads is lost: the affected content is read again'])
  expect(commit).toMatchObject({ tree, counts: { entries: FILES, unchanged: FILES } })
  expect(fsck(store, true, nothing).problems).toEqual([])
  store.close()
})

test('a commit over a damaged node that is not known to be lost names the repair', async () => {
  const { data, dir } = await twoVersions()
  const { root } = nodesOfHead(dir)
  damage(root.file, root.frame)
  const store = Store.open(dir)
  const refused = await commitSources(store, [localSource(data)], { name: 'v3' }).catch(
    (error: unknown) => error,
  )
  expect(refused).toMatchObject({ code: 'Corrupt' })
  expect((refused as { hint: string }).hint).toContain('fsck --repair')
  store.close()
})
