import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { canonicalJson } from '../../src/model/canonical-json.ts'
import { digestOf, type Digest } from '../../src/model/digest.ts'
import { fsck } from '../../src/store/fsck.ts'
import { checkedObjects } from '../../src/store/frame.ts'
import { PackAppender, packFile, readPack, sealPack } from '../../src/store/pack.ts'
import { parseRefsCheck, writeRefsCheck, type RefsState } from '../../src/store/refs-check.ts'
import { recordedRefs, recordsFrom } from '../../src/store/refs-history.ts'
import { parseRecord } from '../../src/store/refs-record.ts'
import { refsText } from '../../src/store/refs.ts'
import { repair } from '../../src/store/repair.ts'
import { restoreFormat } from '../../src/store/restore-format.ts'
import { Store } from '../../src/store/store.ts'
import { StoreWriter } from '../../src/store/writer.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, localSource } from '../helpers/snapshot.ts'

const nothing = () => undefined
const CORRUPT = expect.objectContaining({ code: 'Corrupt' }) as Error

const data = mkdtempSync(join(tmpdir(), 'jsnap-refs-'))
const template = join(data, '..', `${basename(data)}-template`)
const madeIds: Digest[] = []

function commitPage(store: Store, name?: string) {
  writeFileSync(join(data, 'page.html'), `page of ${name}`)
  return commitSources(store, [localSource(data)], name === undefined ? {} : { name })
}

beforeAll(async () => {
  const store = Store.init(template)
  for (const name of ['v1', 'v2', undefined]) madeIds.push((await commitPage(store, name)).id)
  store.close()
})

afterAll(() => {
  for (const folder of [data, template]) rmSync(folder, { recursive: true })
})

/** A store with the versions v1, v2 and one without a name. */
function threeVersions() {
  const dir = join(scratchFolder(), '.jsnap')
  cpSync(template, dir, { recursive: true })
  const store = Store.open(dir)
  const commitAgain = (name: string) => commitPage(store, name)
  return { store, data, ids: madeIds as [Digest, Digest, Digest], commitAgain }
}

const lastRecord = (store: Store) => {
  const { record } = store.currentRefs()
  if (record === null) throw new Error('there should be a record')
  return record
}

test('each change of the refs is a record in a pack, from which the refs can be told', () => {
  const { store, ids } = threeVersions()
  expect(recordedRefs(store, lastRecord(store))).toEqual(store.refs())
  const records = [...recordsFrom(store, lastRecord(store))]
  expect(records).toMatchObject([
    { seq: 3, reason: 'commit', head: ids[2], added: [], removed: [], whole: false },
    { seq: 2, head: ids[1], whole: true },
    { seq: 1, head: ids[0], added: [['v1', ids[0]]], before: null, whole: true },
  ])
  expect(fsck(store, true, nothing)).toMatchObject({ problems: [], unreached: [] })
})

const lineOf = (text: string, name: string) => {
  const line = text.split('\n').find((each) => each.endsWith(` ${name}`))
  if (line === undefined) throw new Error(`no line of ${name}`)
  return `${line}\n`
}

test.each<[string, (text: string) => string | undefined]>([
  ['deleted', () => undefined],
  ['emptied', () => ''],
  ['cut in a line', (text) => text.slice(0, -10)],
  ['cut behind a line', (text) => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)],
  ['without HEAD', (text) => text.replace(lineOf(text, 'HEAD'), '')],
  ['without a name', (text) => text.replace(lineOf(text, 'v1'), '')],
  ['with a name changed', (text) => text.replace(' v1\n', ' w1\n')],
  [
    'with a name moved',
    (text) => text.replace(lineOf(text, 'v1').slice(0, 64), lineOf(text, 'v2').slice(0, 64)),
  ],
  ['with a name twice', (text) => text + lineOf(text, 'v1')],
  [
    'as they were one commit before',
    (text) => text.replace(lineOf(text, 'HEAD'), lineOf(text, 'v2').replace('v2', 'HEAD')),
  ],
  ['with a bit flipped', (text) => text.replace('v2', 'v3')],
])(
  'refs that are %s are damage to every reader and to a commit, and repair brings them back',
  async (_, harm) => {
    const { store, commitAgain } = threeVersions()
    const text = readFileSync(store.refsFile, 'utf8')
    const expected = store.refs()
    const harmed = harm(text)
    expect(harmed).not.toBe(text)
    if (harmed === undefined) rmSync(store.refsFile)
    else writeFileSync(store.refsFile, harmed)

    expect(() => store.refs()).toThrow(CORRUPT)
    await expect(commitAgain('v9')).rejects.toMatchObject({ code: 'Corrupt' })
    expect(fsck(store, false, nothing)).toMatchObject({ versions: 3, problems: [{ code: 'Refs' }] })

    const { repaired, problems } = repair(store, nothing, Date.now)
    expect(problems).toEqual([])
    expect(repaired.join('\n')).toContain('restored the refs from record 3')
    expect(store.refs()).toEqual(expected)
    if (harmed !== undefined && harmed !== '') {
      expect(readFileSync(`${store.refsFile}.damaged-1`, 'utf8')).toBe(harmed)
    }
    await commitAgain('v4')
    expect(fsck(store, true, nothing)).toMatchObject({ versions: 4, problems: [] })
  },
)

test.each<[string, (file: string) => void]>([
  ['gone', (file) => rmSync(file)],
  ['empty', (file) => writeFileSync(file, '')],
  ['cut', (file) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, 60))],
  ['flipped', (file) => writeFileSync(file, readFileSync(file, 'utf8').replace(/[0-8] /, '9 '))],
])(
  'when what stands beside the refs is %s, every command says so and repair writes it again',
  async (_, harm) => {
    const { store, commitAgain } = threeVersions()
    const expected = store.refs()
    const record = lastRecord(store)
    harm(store.checkFile)
    expect(() => store.refs()).toThrow(CORRUPT)
    await expect(commitAgain('v9')).rejects.toMatchObject({ code: 'Corrupt' })
    expect(fsck(store, false, nothing).problems).toMatchObject([{ code: 'Refs' }])
    expect(repair(store, nothing, Date.now).problems).toEqual([])
    expect(store.refs()).toEqual(expected)
    expect(lastRecord(store)).toBe(record)
    await commitAgain('v4')
  },
)

test('a repair that is killed before it has replaced sound refs leaves them sound', () => {
  const { store, ids } = threeVersions()
  const expected = store.refs()
  const { before } = parseRecord(lastRecord(store), store.readContent(lastRecord(store)).toString())
  const place = store.locate(before as Digest)
  if (!('pack' in place)) throw new Error('a record is one object')
  rmSync(packFile(store.packsFolder, place.pack))
  store.close()
  const opened = Store.open(store.dir)
  const unsealed = join(scratchFolder(), '.jsnap')
  cpSync(store.dir, unsealed, { recursive: true })
  const checks: Buffer[] = []
  const written = vi.spyOn(opened.catalog, 'addRecord').mockImplementation(() => {
    checks.push(readFileSync(opened.checkFile))
    throw new Error('killed')
  })
  const writer = StoreWriter.begin(opened)
  const state = { ...opened.currentRefs(), record: null }
  const why = { reason: 'repair', time: new Date().toISOString() }
  expect(() => writer.replaceRefs(expected, state, opened.currentRefs(), why)).toThrow('killed')
  written.mockRestore()
  writer.end()
  opened.close()
  const [check = ''] = checks
  writeFileSync(join(unsealed, 'refs.check'), check)
  for (const [dir, newest] of [
    [unsealed, 3],
    [store.dir, 4],
  ] as const) {
    const again = Store.open(dir)
    expect(again.newestRecord()).toBe(newest)
    expect(again.refs()).toEqual(expected)
    repair(again, nothing, Date.now)
    expect(again.refs()).toEqual(expected)
    expect(again.refs().head).toBe(ids[2])
    expect(fsck(again, false, nothing).problems.map(({ code }) => code)).not.toContain('Refs')
    again.close()
  }
})

test('both files of the refs gone are damage, also of a store with one version, and never "no versions yet"', () => {
  const { store, ids } = threeVersions()
  const expected = store.refs()
  rmSync(store.refsFile)
  rmSync(store.checkFile)
  const again = Store.open(store.dir)
  expect(() => again.refs()).toThrow(/refs and .*refs\.check are missing/)
  repair(again, nothing, Date.now)
  expect(again.refs()).toEqual(expected)
  expect(again.refs().head).toBe(ids[2])
})

test('a new store without versions has its refs from the beginning', () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  expect(store.refs()).toEqual({ head: null, names: new Map() })
  expect(fsck(store, true, nothing).problems).toEqual([])
  rmSync(store.refsFile)
  expect(() => store.refs()).toThrow(CORRUPT)
  repair(store, nothing, Date.now)
  expect(store.refs()).toEqual({ head: null, names: new Map() })
})

test('a crash at any point between record and end leaves the refs as they were or as they are to be', async () => {
  const { store, commitAgain } = threeVersions()
  const kept = join(scratchFolder(), 'kept')
  mkdirSync(kept)
  const keep = () =>
    ['refs', 'refs.check'].forEach((name) => copyFileSync(join(store.dir, name), join(kept, name)))
  const bringBack = (name: string) => copyFileSync(join(kept, name), join(store.dir, name))
  keep()
  const { seq, record, refs, value } = store.currentRefs()
  const before = { seq, record, refs, value }
  await commitAgain('v4')
  const after = store.currentRefs()
  const last = readFileSync(store.checkFile, 'utf8')
  const stateOf = ({ seq, record, refs }: RefsState) => ({ seq, record, refs })
  const states = stateOf(before)

  // What stands beside the refs names both, and then the record is sealed.
  bringBack('refs')
  writeRefsCheck(store.checkFile, states, after)
  expect(store.currentRefs()).toMatchObject(before)
  expect(fsck(store, true, nothing)).toMatchObject({ problems: [], unreached: [{ name: 'v4' }] })
  // The refs are replaced.
  writeRefsCheck(store.checkFile, states, after)
  writeFileSync(store.refsFile, refsText(after.value))
  expect(store.currentRefs()).toMatchObject({ ...stateOf(after), value: after.value, isUnsaid: true })
  expect(fsck(store, true, nothing)).toMatchObject({ problems: [], unreached: [] })
  await expect(commitAgain('v4')).rejects.toMatchObject({
    code: 'NameTaken',
    message:
      "version 'v4' exists: the commit before this one created it, and was interrupted before it could report it",
  })
  // Everything is done.
  writeFileSync(store.checkFile, last)
  expect(store.currentRefs()).toEqual(after)
  await expect(commitAgain('v4')).rejects.toMatchObject({ message: "version 'v4' already exists" })
})

/** Makes the pack of the last record that of an older jsnap, which did not announce it. */
function forgetAnnouncement(store: Store): Store {
  const id = lastRecord(store)
  const place = store.locate(id)
  if (!('pack' in place)) throw new Error('a record is one object')
  const file = packFile(store.packsFolder, place.pack)
  const appender = new PackAppender(store.temporaryFolder, null)
  for (const frame of readPack(file).frames) {
    if ('error' in frame) throw new Error(frame.error)
    const { head, payload } = frame
    const objects = checkedObjects(head, payload).sound.map(({ offset, length }) => {
      const text = payload.toString('utf8', offset, offset + length)
      const bytes = Buffer.from(text.replace('"announced":true,', ''))
      return { sha256: digestOf(bytes), bytes }
    })
    appender.append(head.kind, objects)
  }
  appender.close()
  for (const { file } of appender.parts) sealPack(file, store.packsFolder)
  rmSync(file)
  store.close()
  rmSync(join(store.dir, 'index.sqlite'))
  return Store.open(store.dir)
}

test('what an older jsnap left that was cut short between the record and the refs is a rest, and no damage', async () => {
  const { store, data, commitAgain } = threeVersions()
  const older = bothFiles(store)
  const { seq, record, refs, value } = store.currentRefs()
  const before = { seq, record, refs, value }
  await commitAgain('v4')
  const opened = forgetAnnouncement(store)
  for (const [file, bytes] of older) writeFileSync(file, bytes)
  writeFileSync(opened.journalFile, '')
  expect(opened.currentRefs()).toMatchObject(before)
  expect(fsck(opened, true, nothing)).toMatchObject({ problems: [], unreached: [{ name: 'v4' }] })
  const { id } = await commitSources(opened, [localSource(data)], { name: 'v4' })
  expect(opened.refs().names.get('v4')).toBe(id)
  rmSync(opened.refsFile)
  repair(opened, nothing, Date.now)
  expect(opened.refs().head).toBe(id)
})

const bothFiles = ({ refsFile, checkFile }: Store) =>
  [refsFile, checkFile].map((file) => [file, readFileSync(file)] as const)

test.each([
  ['one commit', 1, ''],
  ['one commit, beside the journal of another run,', 1, `00000000 1\n{}\t\n`],
  ['two commits', 2, ''],
])(
  'both files of the refs put back from a copy that is %s older are damage to every reader and to a commit, and repair brings the versions back',
  async (_, commits, journal) => {
    const { store, commitAgain } = threeVersions()
    const older = bothFiles(store)
    for (let n = 0; n < commits; n++) await commitAgain(`v${4 + n}`)
    const expected = store.refs()
    for (const [file, bytes] of older) writeFileSync(file, bytes)
    // No journal explains a record that was announced.
    writeFileSync(store.journalFile, journal)

    const said = new RegExp(
      `matches record 3, and there is a newer record ${3 + commits}: it is an older copy`,
    )
    expect(() => store.refs()).toThrow(said)
    await expect(commitAgain('v9')).rejects.toMatchObject({ code: 'Corrupt' })
    rmSync(join(store.dir, 'index.sqlite'))
    const opened = Store.open(store.dir)
    expect(() => opened.refs()).toThrow(said)
    expect(fsck(opened, false, nothing)).toMatchObject({
      versions: 3 + commits,
      problems: [{ code: 'Refs' }],
    })
    const { repaired, problems } = repair(opened, nothing, Date.now)
    expect(problems).toEqual([])
    expect(repaired.join('\n')).toContain(`restored the refs from record ${3 + commits}`)
    expect(opened.refs()).toEqual(expected)
    await commitSources(opened, [localSource(scratchFolder())], { name: 'v9' })
  },
)

test('the files of the refs of an empty store, put back over versions, are damage, and repair brings the versions back', async () => {
  const folder = scratchFolder()
  const store = Store.init(join(folder, '.jsnap'))
  const empty = bothFiles(store)
  const { id } = await commitSources(store, [localSource(scratchFolder())], { name: 'v1' })
  for (const [file, bytes] of empty) writeFileSync(file, bytes)
  expect(() => store.refs()).toThrow(CORRUPT)
  expect(repair(store, nothing, Date.now).problems).toEqual([])
  expect(store.refs()).toEqual({ head: id, names: new Map([['v1', id]]) })
})

test('runs that were cut short one after the other leave rests and no damage, and no record has the number of another', async () => {
  const { store, commitAgain } = threeVersions()
  const { seq, record, refs } = store.currentRefs()
  const state = { seq, record, refs }
  const text = readFileSync(store.refsFile)
  for (const name of ['v4', 'v5', 'v6']) {
    await commitAgain(name)
    writeRefsCheck(store.checkFile, state, store.currentRefs())
    writeFileSync(store.refsFile, text)
    expect(fsck(store, true, nothing).problems).toEqual([])
  }
  expect(fsck(store, true, nothing).unreached).toHaveLength(3)
  const { id } = await commitAgain('v7')
  expect(store.currentRefs()).toMatchObject({ seq: 7 })
  expect([...recordsFrom(store, lastRecord(store))].map(({ seq, whole }) => [seq, whole])).toEqual([
    [7, true],
    [3, false],
    [2, true],
    [1, true],
  ])
  rmSync(store.refsFile)
  repair(store, nothing, Date.now)
  expect(store.refs().head).toBe(id)
})

test('where the check says which record is the last and that is lost, repair takes none that came later', async () => {
  const { store, ids, commitAgain } = threeVersions()
  const { seq, record, refs } = store.currentRefs()
  const text = readFileSync(store.refsFile)
  const cutShort = await commitAgain('v4')
  writeRefsCheck(store.checkFile, { seq, record, refs }, store.currentRefs())
  writeFileSync(store.refsFile, text)
  writeRefsCheck(
    store.checkFile,
    { seq, record, refs },
    { ...store.currentRefs(), seq: 4, record: digestOf('none'), refs: digestOf('') },
  )
  const place = store.locate(record as Digest)
  if (!('pack' in place)) throw new Error('a record is one object')
  rmSync(packFile(store.packsFolder, place.pack))
  rmSync(store.refsFile)
  const opened = Store.open(store.dir)
  const { repaired } = repair(opened, nothing, Date.now)
  expect(repaired.join('\n')).toContain('restored the refs from record 2')
  expect(opened.refs().head).toBe(ids[1])
  expect([...opened.refs().names.values()]).not.toContain(cutShort.id)
})

test('a commit over a format.json that is not what the last record has of it is refused, as fsck refuses it', async () => {
  const { store } = threeVersions()
  store.close()
  const file = join(store.dir, 'format.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(store.format.chunkerSeed, 'ab'.repeat(16)))
  const opened = Store.open(store.dir)
  const message = 'format.json differs from record 3 of the refs'
  expect(fsck(opened, false, nothing).problems).toMatchObject([{ code: 'Refs', message }])
  await expect(commitSources(opened, [localSource(scratchFolder())], { name: 'v4' })).rejects.toMatchObject({
    code: 'Corrupt',
    message,
  })
  repair(opened, nothing, Date.now)
  await commitSources(opened, [localSource(scratchFolder())], { name: 'v4' })
})

test('a commit goes on from each of these crashes, and the rest of the one that was cut short is no version', async () => {
  const { store, commitAgain } = threeVersions()
  const refs = readFileSync(store.refsFile)
  const { seq, record, refs: sum } = store.currentRefs()
  const cutShort = await commitAgain('v4')
  writeRefsCheck(store.checkFile, { seq, record, refs: sum }, store.currentRefs())
  writeFileSync(store.refsFile, refs)
  writeFileSync(store.journalFile, '')
  const done = await commitAgain('v4')
  expect(store.refs().names.get('v4')).toBe(done.id)
  rmSync(store.refsFile)
  repair(store, nothing, Date.now)
  expect(store.refs()).toMatchObject({ head: done.id })
  expect(fsck(store, true, nothing)).toMatchObject({
    problems: [],
    unreached: done.id === cutShort.id ? [] : [{ id: cutShort.id }],
  })
})

test('what an older jsnap, which keeps no records, has committed is told as that, and repair keeps it', async () => {
  const { store, ids, commitAgain } = threeVersions()
  const check = readFileSync(store.checkFile)
  const { id } = await commitAgain('v4')
  writeFileSync(store.checkFile, check)
  expect(() => store.refs()).toThrow(
    "HEAD is a different version, 'v4' is new; a commit by an older jsnap, which keeps no records, leaves this",
  )
  const { repaired } = repair(store, nothing, Date.now)
  expect(repaired.join('\n')).toContain('rewrote the checksum file of the refs')
  expect(store.refs()).toEqual({
    head: id,
    names: new Map([
      ['v1', ids[0]],
      ['v2', ids[1]],
      ['v4', id],
    ]),
  })
  await commitAgain('v5')
  expect(fsck(store, true, nothing)).toMatchObject({ versions: 5, problems: [] })
})

test('a history that was begun anew over lost refs is kept beside the one before', async () => {
  const { store, ids, data } = threeVersions()
  const others = Store.init(join(scratchFolder(), '.jsnap'))
  const other = await commitSources(others, [localSource(data)])
  for (const pack of others.packNames())
    copyFileSync(packFile(others.packsFolder, pack), packFile(store.packsFolder, pack))
  writeFileSync(store.refsFile, `${other.id} HEAD\n`)
  const opened = Store.open(store.dir)
  expect(repair(opened, nothing, Date.now).problems).toEqual([])
  const { head, names } = opened.refs()
  expect(head).toBe(other.id)
  expect([...names]).toEqual([
    ['v1', ids[0]],
    ['v2', ids[1]],
    [`recovered-${ids[2].slice(0, 12)}`, ids[2]],
  ])
})

test('content that is a record word for word is never taken for one', async () => {
  const { store, data, ids } = threeVersions()
  const id = lastRecord(store)
  const forged = store.readContent(id).toString().replace('"seq":3', '"seq":99').replaceAll(ids[2], ids[0])
  writeFileSync(join(data, 'forged.json'), forged)
  writeFileSync(join(data, 'same.json'), store.readContent(id))
  const { id: head } = await commitSources(store, [localSource(data)], { name: 'v4' })
  expect(store.hasContent(digestOf(forged))).toBe(true)
  rmSync(store.refsFile)
  rmSync(store.checkFile)
  repair(store, nothing, Date.now)
  expect(store.refs().head).toBe(head)
})

test('when the last version is lost with its pack, repair makes the one before HEAD, and a commit goes on', async () => {
  const { store, ids, data, commitAgain } = threeVersions()
  const before = new Set(store.packNames())
  const { id } = await commitAgain('v4')
  const place = store.locate(id)
  if (!('pack' in place)) throw new Error('a commit is one object')
  expect(before).not.toContain(place.pack)
  rmSync(packFile(store.packsFolder, place.pack))
  store.close()
  const opened = Store.open(store.dir)
  const { repaired, problems } = repair(opened, nothing, Date.now)
  expect(repaired.join('\n')).toContain(
    `HEAD was ${id.slice(0, 12)}, which is lost, and is ${ids[2].slice(0, 12)} now`,
  )
  expect(problems).toMatchObject([{ code: 'MissingCommit', sha256: id }])
  expect(opened.refs().names.get('v4')).toBe(id)
  await commitSources(opened, [localSource(data)], { name: 'v5' })
})

test('the refs of another copy of the store, without its packs, tell what is lost once, and repair gives HEAD its own name', async () => {
  const { store, data, ids, commitAgain } = threeVersions()
  const dir = join(scratchFolder(), '.jsnap')
  cpSync(store.dir, dir, { recursive: true })
  const other = Store.open(dir)
  writeFileSync(join(data, 'page.html'), 'page of w4')
  const { id: lost } = await commitSources(other, [localSource(data)], { name: 'w4' })
  const { id } = await commitAgain('v4')
  for (const name of ['refs', 'refs.check']) copyFileSync(join(dir, name), join(store.dir, name))
  const { problems, unreached } = fsck(store, false, nothing)
  expect(problems.filter(({ code }) => code === 'MissingCommit')).toMatchObject([{ sha256: lost }])
  expect(problems.map(({ message }) => message).join('\n')).toContain(
    `nothing refers to version 'v4' ${id.slice(0, 12)}, which was committed to another copy of the store`,
  )
  // Nor is the version without a name that HEAD followed from the rest of a run.
  expect(unreached).toEqual([])
  repair(store, nothing, Date.now)
  const { head, names } = store.refs()
  expect(head).toBe(id)
  expect(Object.fromEntries(names)).toEqual({ v1: ids[0], v2: ids[1], v4: id, w4: lost })
})

/** A copy of a store that goes on with these versions by itself. */
async function copyWith(store: Store, data: string, names: readonly (string | undefined)[]) {
  const dir = join(scratchFolder(), '.jsnap')
  cpSync(store.dir, dir, { recursive: true })
  const copy = Store.open(dir)
  const ids: Digest[] = []
  for (const name of names) {
    writeFileSync(join(data, 'page.html'), `page of the copy ${name}`)
    ids.push((await commitSources(copy, [localSource(data)], name === undefined ? {} : { name })).id)
  }
  return { copy, ids }
}

test('packs of a copy that went on by itself are another history, and repair gives its versions names beside those that are there', async () => {
  const { store, data, ids, commitAgain } = threeVersions()
  const { copy, ids: others } = await copyWith(store, data, ['w4', 'v4', undefined])
  const [w4, , last] = others as [Digest, Digest, Digest]
  const own: Digest[] = []
  for (const name of ['v4', 'v5', 'v6']) own.push((await commitAgain(name)).id)
  cpSync(copy.packsFolder, store.packsFolder, { recursive: true })
  store.close()
  const opened = Store.open(store.dir)

  const found = fsck(opened, false, nothing)
  expect(found.problems.map(({ code }) => code)).toEqual(['Refs', 'Refs', 'Refs'])
  expect(found.problems.map(({ message }) => message).join('\n')).toContain(`'w4' ${w4.slice(0, 12)}`)
  expect(found.unreached).toEqual([])
  const report = repair(opened, nothing, Date.now)
  expect(report.problems).toEqual([])
  const given = `recovered-${last.slice(0, 12)}`
  expect(report.repaired.join('\n')).toContain(`'w4', '${given}'`)
  expect(report.repaired.join('\n')).not.toContain('damaged')
  const { head, names } = opened.refs()
  expect(head).toBe(own[2])
  expect(Object.fromEntries(names)).toEqual({
    v1: ids[0],
    v2: ids[1],
    v4: own[0],
    v5: own[1],
    v6: own[2],
    w4,
    [given]: last,
  })
  expect(fsck(opened, true, nothing)).toMatchObject({ versions: 9, problems: [], unreached: [] })
  expect(repair(opened, nothing, Date.now).repaired).toEqual([expect.stringContaining('index')])
  await commitSources(opened, [localSource(data)], { name: 'v7' })
})

/** A store that has made versions of its own, and the packs of a copy that has made others. */
async function mergeLongerCopy(own: readonly string[], copied: readonly string[]) {
  const { store, data, ids, commitAgain } = threeVersions()
  const { copy, ids: others } = await copyWith(store, data, copied)
  const made: Digest[] = []
  for (const name of own) made.push((await commitAgain(name)).id)
  const records = [...recordsFrom(copy, lastRecord(copy))]
  cpSync(copy.packsFolder, store.packsFolder, { recursive: true })
  store.close()
  rmSync(join(store.dir, 'index.sqlite'))
  return { opened: Store.open(store.dir), data, ids, made, others, copy, records }
}

test.each([
  ['more versions than ours', ['v4'], ['v4', 'v5']],
  ['more versions than ours, of which we have names,', ['v4', 'v5'], ['v4', 'v5', 'v6']],
  ['many more versions than ours', ['v4'], ['v5', 'v4', 'v6', 'v7', 'v8']],
])(
  'packs of a copy that made %s are another history: repair keeps HEAD and every name as it is, and names the others',
  async (_, own, copied) => {
    const { opened, data, ids, made, others } = await mergeLongerCopy(own, copied)
    const before = opened.refs()
    expect(before.head).toBe(made.at(-1))
    const { problems, unreached } = fsck(opened, false, nothing)
    expect(problems).toHaveLength(copied.length)
    for (const { message } of problems)
      expect(message).toContain('which was committed to another copy of the store')
    expect(unreached).toEqual([])

    const report = repair(opened, nothing, Date.now)
    expect(report.problems).toEqual([])
    const free = copied.flatMap((name, i) =>
      own.includes(name) ? [] : [[name, others[i] as Digest] as const],
    )
    expect(free).not.toEqual([])
    const { head, names } = opened.refs()
    expect(head).toBe(made.at(-1))
    expect(Object.fromEntries(names)).toEqual({
      v1: ids[0],
      v2: ids[1],
      ...Object.fromEntries(own.map((name, i) => [name, made[i]])),
      ...Object.fromEntries(free),
    })
    for (const [name] of free) expect(report.repaired.join('\n')).toContain(`'${name}'`)
    expect(fsck(opened, true, nothing)).toMatchObject({ problems: [], unreached: [] })
    expect(repair(opened, nothing, Date.now).repaired).toEqual([expect.stringContaining('index')])
    await commitSources(opened, [localSource(data)], { name: 'v9' })
  },
)

test('a commit goes on over the packs of a copy that made more versions, and the others stay another history', async () => {
  const { opened, data, made } = await mergeLongerCopy(['v4'], ['v4', 'v5'])
  const { id } = await commitSources(opened, [localSource(data)], { name: 'v9' })
  expect(opened.readCommit(id).parent).toBe(made[0])
  expect(fsck(opened, false, nothing).problems).toHaveLength(2)
})

test('where a record of the copy that made more versions is lost, repair moves no name and no HEAD', async () => {
  const { opened, made, copy, records } = await mergeLongerCopy(['v4'], ['v4', 'v5', 'v6', 'v7', 'v8'])
  const before = opened.refs()
  const lost = records.find(({ seq }) => seq === 7)
  const place = copy.locate(digestOf(canonicalJson({ ...lost })))
  if (!('pack' in place)) throw new Error('a record is one object')
  opened.close()
  rmSync(packFile(opened.packsFolder, place.pack))
  rmSync(join(opened.dir, 'index.sqlite'))
  const again = Store.open(opened.dir)
  expect(
    fsck(again, false, nothing)
      .problems.map(({ message }) => message)
      .join('\n'),
  ).toContain('it may be an older copy')
  repair(again, nothing, Date.now)
  const { head, names } = again.refs()
  expect(head).toBe(made[0])
  for (const [name, id] of before.names) expect(names.get(name)).toBe(id)
})

test('of another history whose packs have not all come, no version is brought back that is not whole', async () => {
  const { store, data, commitAgain } = threeVersions()
  const { copy, ids: others } = await copyWith(store, data, ['w4', 'w5'])
  await commitAgain('v4')
  await commitAgain('v5')
  const place = copy.locate(digestOf('page of the copy w4'))
  if (!('pack' in place)) throw new Error('a page is one object')
  for (const pack of copy.packNames())
    if (pack !== place.pack) copyFileSync(packFile(copy.packsFolder, pack), packFile(store.packsFolder, pack))
  store.close()
  const opened = Store.open(store.dir)
  const before = opened.refs()
  expect(fsck(opened, false, nothing)).toMatchObject({ problems: [], unreached: [{}, {}] })
  repair(opened, nothing, Date.now)
  expect(opened.refs()).toEqual(before)
  expect(
    fsck(opened, true, nothing)
      .unreached.map(({ id }) => id)
      .sort(),
  ).toEqual(others.toSorted())
})

test('packs of another store change nothing of the refs, and give no format.json its id', async () => {
  const { store, ids } = threeVersions()
  const other = Store.init(join(scratchFolder(), '.jsnap'))
  for (const name of ['w1', 'w2', 'w3', 'w4', 'w5']) await commitPage(other, name)
  cpSync(other.packsFolder, store.packsFolder, { recursive: true })
  const before = readFileSync(join(store.dir, 'format.json'), 'utf8')
  store.close()
  const opened = Store.open(store.dir)
  expect(opened.refs().head).toBe(ids[2])
  expect(fsck(opened, false, nothing).problems).toEqual([])
  repair(opened, nothing, Date.now)
  expect(opened.refs().head).toBe(ids[2])
  opened.close()

  const format = join(store.dir, 'format.json')
  for (const harm of [
    () => rmSync(format),
    () => [format, store.checkFile].forEach((file) => rmSync(file)),
    () => [format, store.refsFile].forEach((file) => rmSync(file)),
    () => writeFileSync(format, before.replace(store.format.id, other.format.id)),
  ]) {
    harm()
    restoreFormat(store.dir)
    const again = Store.open(store.dir)
    expect(repair(again, nothing, Date.now).problems).toEqual([])
    expect(again.refs().head).toBe(ids[2])
    again.close()
    expect(JSON.parse(readFileSync(format, 'utf8'))).toEqual(JSON.parse(before))
  }
  const last = Store.open(store.dir)
  expect(last.refs().names.has('w5')).toBe(false)
})

test('nothing reads the refs of one moment with the check of another', async () => {
  const { store, commitAgain } = threeVersions()
  let reads = 0
  const reading = (async () => {
    for (; reads < 2000; reads++) {
      store.refs()
      if (reads % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  for (const name of ['a1', 'a2', 'a3']) await commitAgain(name)
  await reading
  expect(reads).toBe(2000)
})

test('the check of the refs is text with a checksum', () => {
  const file = join(scratchFolder(), 'refs.check')
  const refs = digestOf('')
  writeRefsCheck(file, { seq: 0, record: null, refs }, { seq: 1, record: refs, refs })
  expect(parseRefsCheck(readFileSync(file, 'utf8'), file)).toEqual({
    state: { seq: 0, record: null, refs },
    next: { seq: 1, record: refs, refs },
  })
})

/** The store that the first jsnap made, which kept no records. */
function oldStore() {
  const dir = join(scratchFolder(), '.jsnap')
  cpSync(join(import.meta.dirname, '../../fixtures/stores/1b17a8f/store'), dir, { recursive: true })
  mkdirSync(join(dir, 'tmp'), { recursive: true })
  return Store.open(dir)
}

test('a store from before records is read as it is, and its next commit adds a record of all that is there', async () => {
  const store = oldStore()
  const { head, names } = store.refs()
  expect(names.size).toBeGreaterThan(1)
  expect(fsck(store, true, nothing)).toMatchObject({ problems: [], unreached: [] })
  expect(repair(store, nothing, Date.now).repaired).toEqual([expect.stringContaining('index')])
  expect(store.keepsRecords).toBe(false)

  const folder = scratchFolder()
  writeFileSync(join(folder, 'page.html'), 'page')
  const { id, commit } = await commitSources(store, [localSource(folder)], { name: 'next' })
  expect(commit.parent).toBe(head)
  expect([...recordsFrom(store, lastRecord(store))]).toMatchObject([
    { seq: 1, before: null, whole: true, head: id, added: [...names, ['next', id]] },
  ])
  const again = Store.open(store.dir)
  expect(again.keepsRecords).toBe(true)
  rmSync(again.checkFile)
  rmSync(again.refsFile)
  repair(again, nothing, Date.now)
  expect(again.refs()).toEqual({ head: id, names: new Map([...names, ['next', id]]) })
})

test.each<[string, (text: string) => string | undefined]>([
  ['deleted', () => undefined],
  ['emptied', () => ''],
  ['without HEAD', (text) => text.replace(lineOf(text, 'HEAD'), '')],
])(
  'refs of a store from before records that are %s are told, and repair makes them of the commits',
  (_, harm) => {
    const store = oldStore()
    const expected = store.refs()
    const harmed = harm(readFileSync(store.refsFile, 'utf8'))
    if (harmed === undefined) rmSync(store.refsFile)
    else writeFileSync(store.refsFile, harmed)
    expect(() => store.refs()).toThrow(CORRUPT)
    expect(fsck(store, false, nothing).problems).toMatchObject([{ code: 'Refs' }])
    expect(repair(store, nothing, Date.now).problems).toEqual([])
    expect(store.refs()).toEqual(expected)
  },
)

test('names that a store from before records has lost are named by fsck, and repair adds them also when HEAD is there', async () => {
  const store = oldStore()
  const expected = store.refs()
  const text = readFileSync(store.refsFile, 'utf8')
  const [first, second] = expected.names.keys()
  if (first === undefined || second === undefined) throw new Error('there should be two names')
  for (const [harmed, problem] of [
    [text.replace(lineOf(text, first), ''), `the name '${first}' of version`],
    [text.replace(` ${first}\n`, ' other\n'), `whose own name is '${first}'`],
    [
      text.replace(lineOf(text, first).slice(0, 64), lineOf(text, second).slice(0, 64)),
      `'${first}' is the version`,
    ],
  ] as const) {
    const harmedStore = oldStore()
    writeFileSync(harmedStore.refsFile, harmed)
    await expect(
      commitSources(harmedStore, [localSource(scratchFolder())], { name: 'next' }),
    ).rejects.toMatchObject({ code: 'Corrupt' })
    const messages = fsck(harmedStore, false, nothing).problems.map(({ message }) => message)
    expect(messages.join('\n')).toContain(problem)
    expect(repair(harmedStore, nothing, Date.now).problems).toEqual([])
    expect(harmedStore.refs().head).toBe(expected.head)
    expect(new Map([...harmedStore.refs().names].sort())).toEqual(new Map([...expected.names].sort()))
  }
})

test('an old store without versions has the files of the refs before its first commit is on the disk', async () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  rmSync(store.refsFile)
  rmSync(store.checkFile)
  const { id, chunkerSeed } = store.format
  writeFileSync(
    join(store.dir, 'format.json'),
    JSON.stringify({ format: 'jsnap-store', version: 1, id, chunkerSeed }),
  )
  const old = Store.open(store.dir)
  expect(old.refs().head).toBeNull()
  expect(existsSync(old.refsFile)).toBe(false)
  const made = await commitSources(old, [localSource(scratchFolder())], { name: 'v1' })
  expect([...recordsFrom(old, lastRecord(old))]).toMatchObject([{ seq: 1, head: made.id }])
  expect(Store.open(store.dir).keepsRecords).toBe(true)
  expect(fsck(old, true, nothing).problems).toEqual([])
})
