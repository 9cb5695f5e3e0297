import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import { digestOf, type Digest } from '../../src/model/digest.ts'
import { entryLine, originLine } from '../../src/model/entry.ts'
import { NOTHING_ASKED } from '../../src/model/scope.ts'
import { encodeFrame, FrameKind } from '../../src/store/frame.ts'
import { fsck } from '../../src/store/fsck.ts'
import { packFile } from '../../src/store/pack.ts'
import { repair } from '../../src/store/repair.ts'
import { restoreFormat } from '../../src/store/restore-format.ts'
import { Store } from '../../src/store/store.ts'
import { StoreWriter } from '../../src/store/writer.ts'
import { makeVersion } from '../checkout/make-version.ts'
import { BARE_COMMIT } from '../helpers/bare-commit.ts'
import { scratchFolder } from '../helpers/scratch.ts'

const nothing = () => undefined
const newStore = () => Store.init(join(scratchFolder(), '.jsnap'))

const DECLARED = canonicalJson({ prefixes: ['local/'], kinds: [] })

/** A scope whose only declaration is that content. */
const scopeOf = (digest: Digest): Partial<Commit> => ({
  scope: { ...NOTHING_ASKED, sources: ['local'], declarations: { local: digest } },
})

const AT = 'local/a/declared'
/** A version that has a content, and names it beside its trees. */
const naming = async (content: string, about: (digest: Digest) => Partial<Commit>) => {
  const store = newStore()
  await makeVersion(store, [{ path: AT, content }], about(digestOf(content)))
  return store
}
const secretsOf = (names: Digest, sealed: Digest | null): Partial<Commit> => ({
  secrets: { count: 1, names, sealed, recipients: [] },
})

test.each<[string, string, (digest: Digest) => Partial<Commit>, string]>([
  ['that declares nothing', '{"kinds":1}', scopeOf, 'is not the declaration of local'],
  ['that is no JSON', 'declared', scopeOf, 'is not the declaration of local: it is not JSON'],
  ['of lists that says nothing', '{"listed":[{}]}', (listing) => ({ listing }), 'is not a listing'],
  [
    'of names that names nothing',
    '[]',
    (names) => secretsOf(names, null),
    'is not a list of its secret values',
  ],
  [
    'of sealed values that is no age file',
    '{"secrets":[]}',
    (digest) => secretsOf(digest, digest),
    'is not an age file of its sealed values',
  ],
])(
  'fsck tells a content %s with its id, and a repair loses nothing of it',
  async (_, content, about, what) => {
    const store = await naming(content, about)
    writeFileSync(join(store.dir, 'secret.key'), 'ab'.repeat(32))
    const sha256 = digestOf(content)
    const problem = { code: 'WrongContent', sha256, message: `content ${sha256} ${what}` }
    for (const full of [false, true]) expect(fsck(store, full, nothing).problems).toMatchObject([problem])
    expect(repair(store, nothing, Date.now).problems).toMatchObject([problem])
    expect(store.readContent(sha256).toString()).toBe(content)
  },
)

test('fsck tells a declaration that no pack holds with its id', async () => {
  const sha256 = digestOf(DECLARED)
  const store = newStore()
  await makeVersion(store, [], scopeOf(sha256))
  expect(fsck(store, false, nothing).problems).toMatchObject([
    { code: 'MissingContent', sha256, touches: [{ version: 'v1.0', path: 'the declaration of local' }] },
  ])
  expect(fsck(await naming(DECLARED, scopeOf), false, nothing).problems).toEqual([])
})

/** A version with one line in one of its trees. */
function storeWithLine(tree: 'tree' | 'origins', line: string): { store: Store; root: Digest } {
  const store = newStore()
  const writer = StoreWriter.begin(store)
  const rooted = writer.buildTree([{ path: 'local/a/f', line }])
  const empty = writer.buildTree([])
  const commit = {
    ...BARE_COMMIT,
    name: 'v1.0',
    tree: empty,
    origins: empty,
    [tree]: rooted,
  } satisfies Commit & Record<string, Json>
  writer.commit(commit, nothing)
  writer.end()
  return { store, root: rooted }
}

const ENTRY = entryLine({ path: 'local/a/f', type: 'stub', sha256: null, size: 1, meta: {} })

test.each<[string, 'tree' | 'origins', string]>([
  ['a path twice', 'tree', ENTRY.replace('"path":', '"path":"local/b/g","path":')],
  [
    'a path twice, once with an escape',
    'tree',
    ENTRY.replace('"sha256"', '"p\\u0061th":"local/b/g","sha256"'),
  ],
  ['a size twice', 'tree', ENTRY.replace('"size":1', '"size":2,"size":1')],
  ['a member of the meta twice', 'tree', ENTRY.replace('{}', '{"mode":1,"mode":2}')],
  ['white space', 'tree', ENTRY.replace('"size":1', '"size": 1').replace('"size": 1', '"size":1 ')],
  ['a member twice', 'origins', '{"etag":"1","etag":"2","path":"local/a/f"}'],
])('fsck tells a line with %s with the id of its node', (_, tree, line) => {
  const { store, root } = storeWithLine(tree, line)
  expect(fsck(store, false, nothing).problems).toMatchObject([{ code: 'MissingNode', sha256: root }])
})

test('fsck finds nothing wrong with lines as they are written', () => {
  const meta = { b: 1, a: [1e21, 'ü\u0000'], $x: { z: null, y: -0.5 } }
  const line = entryLine({ path: 'local/a/f', type: 'stub', sha256: null, size: 1, meta })
  expect(fsck(storeWithLine('tree', line).store, true, nothing).problems).toEqual([])
  const origin = originLine('local/a/f', { etag: '1', size: 2, zone: 'é' })
  expect(fsck(storeWithLine('origins', origin).store, true, nothing).problems).toEqual([])
})

/** Puts a frame into a pack of its own, whatever its rows say of it. */
function addPack(
  store: Store,
  kind: FrameKind,
  objects: readonly { sha256: Digest; bytes: Buffer }[],
): Digest {
  const bytes = Buffer.concat([Buffer.from('JSNAPPK1'), encodeFrame(kind, objects)])
  const name = digestOf(bytes)
  writeFileSync(packFile(store.packsFolder, name), bytes)
  return name
}

test('an object that does not match its SHA-256 in a frame with a right checksum is told, and is not in the index', async () => {
  const store = newStore()
  await makeVersion(store, [{ path: AT, content: 'one' }])
  const sha256 = digestOf('what it is said to be')
  const pack = addPack(store, FrameKind.content, [{ sha256, bytes: Buffer.from('what it is') }])
  store.close()
  const notes: string[] = []
  const opened = Store.open(store.dir, (note) => notes.push(note))
  expect(notes).toEqual([`pack ${pack} is damaged at byte 8: object ${sha256} does not match its SHA-256`])
  expect(opened.hasContent(sha256)).toBe(false)
  expect(fsck(opened, true, nothing).problems).toMatchObject([{ code: 'DamagedPack', pack, sha256 }])
})

test('format.json is never written as a record has it that does not match its SHA-256', async () => {
  const store = newStore()
  await makeVersion(store, [{ path: AT, content: 'one' }])
  const { record } = store.currentRefs()
  if (record === null) throw new Error('there should be a record')
  const forged = JSON.parse(store.readContent(record).toString()) as { seq: number; store: { id: string } }
  forged.seq = 99
  forged.store.id = 'ab'.repeat(16)
  addPack(store, FrameKind.node, [
    { sha256: digestOf('other'), bytes: Buffer.from(canonicalJson(forged as unknown as Json)) },
  ])
  const format = join(store.dir, 'format.json')
  const before: unknown = JSON.parse(readFileSync(format, 'utf8'))
  rmSync(format)
  expect(restoreFormat(store.dir)).toContain('from record 1')
  expect(JSON.parse(readFileSync(format, 'utf8'))).toEqual(before)
  expect(readdirSync(store.dir)).not.toContain('format.json.new')
})

test.each([
  ['0', 'Corrupt'],
  ['-1', 'Corrupt'],
  ['1.5', 'Corrupt'],
  ['"1"', 'Corrupt'],
  ['null', 'Corrupt'],
  ['3', 'UnsupportedFormat'],
])('a format.json of the version %s is told as %s', (version, code) => {
  const store = newStore()
  const format = join(store.dir, 'format.json')
  writeFileSync(format, readFileSync(format, 'utf8').replace('"version": 1', `"version": ${version}`))
  const kept = readFileSync(format)
  renameSync(format, `${format}.kept`)
  writeFileSync(format, kept)
  expect(() => Store.open(store.dir)).toThrow(expect.objectContaining({ code }) as Error)
  if (code === 'Corrupt') expect(restoreFormat(store.dir)).toContain('restored format.json')
  else expect(() => restoreFormat(store.dir)).toThrow(/a newer jsnap|reads 1/)
})
