import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { run as blame } from '../../../src/commands/blame.ts'
import { run as cat } from '../../../src/commands/cat.ts'
import { run as checkout } from '../../../src/commands/checkout.ts'
import { run as diff } from '../../../src/commands/diff.ts'
import { run as find } from '../../../src/commands/find.ts'
import { run as fsck } from '../../../src/commands/fsck.ts'
import { run as log } from '../../../src/commands/log.ts'
import { run as ls } from '../../../src/commands/ls.ts'
import { run as query } from '../../../src/commands/query.ts'
import { run as secretsList } from '../../../src/commands/secrets-list.ts'
import { run as show } from '../../../src/commands/show.ts'
import { run as verify } from '../../../src/commands/verify.ts'
import type { Commit } from '../../../src/model/commit.ts'
import { digestOf, type Digest } from '../../../src/model/digest.ts'
import { entryLine } from '../../../src/model/entry.ts'
import { JsnapError } from '../../../src/runtime/errors.ts'
import { NOTHING_ASKED } from '../../../src/model/scope.ts'
import { encodeChunkList, FrameKind } from '../../../src/store/frame.ts'
import { PackAppender, sealPack } from '../../../src/store/pack.ts'
import { StoreWriter } from '../../../src/store/writer.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { config, storeOfVersions } from '../../helpers/store-of-versions.ts'

const DOCUMENT = 'lambda/functions/orders/config.json'

type Command = (folder: string) => ReturnType<typeof runCommand>

/** Every command that reads a version; `v2` is somebody else's. */
const commands: Readonly<Record<string, Command>> = {
  log: (folder) => runCommand(log, { paths: [], pager: false }, folder),
  'log PATH': (folder) => runCommand(log, { paths: [DOCUMENT], pager: false }, folder),
  show: (folder) => runCommand(show, { version: 'v2' }, folder),
  ls: (folder) => runCommand(ls, { version: 'v2', paths: [], long: true }, folder),
  cat: (folder) => runCommand(cat, { address: `v2:${DOCUMENT}` }, folder),
  diff: (folder) => runCommand(diff, { version: 'v1.0', more: ['v2'], pager: false, patch: true }, folder),
  blame: (folder) => runCommand(blame, { address: `v2:${DOCUMENT}`, pager: false }, folder),
  find: (folder) => runCommand(find, { patterns: [], text: 'nodejs', pager: false }, folder),
  query: (folder) =>
    runCommand(
      query,
      { sql: 'SELECT * FROM entries, functions, objects', version: 'v2', pager: false },
      folder,
    ),
  'secrets list': (folder) => runCommand(secretsList, { version: 'v2', paths: [] }, folder),
  verify: (folder) => runCommand(verify, { version: 'v2' }, folder),
  checkout: (folder) =>
    runCommand(checkout, { version: 'v2', target: join(folder, 'out'), paths: [], force: true }, folder),
  fsck: (folder) => runCommand(fsck, {}, folder),
  'fsck --full': (folder) => runCommand(fsck, { full: true }, folder),
}

interface Crafted {
  /** The texts of nodes and contents, and lists of chunks by what they claim to make. */
  readonly contents?: readonly (string | Buffer)[]
  readonly lists?: readonly { readonly sha256: Digest; readonly list: Buffer }[]
  readonly commit: (sound: Commit) => object
}

/** A folder whose store has a sound version `v1.0`, and one that was crafted, with the right hashes, as `v2`. */
async function craftedStore({ contents = [], lists = [], commit }: Crafted) {
  const { folder, store, versions } = await storeOfVersions({
    made: [config(DOCUMENT, { runtime: 'nodejs22.x' }), { path: 's3-buckets/b/k', content: 'text' }],
  })
  const writer = StoreWriter.begin(store)
  const appender = new PackAppender(store.temporaryFolder, null)
  try {
    for (const content of contents) {
      const bytes = Buffer.from(content)
      appender.append(FrameKind.content, [{ sha256: digestOf(bytes), bytes }])
    }
    for (const { sha256, list } of lists) appender.append(FrameKind.chunks, [{ sha256, bytes: list }])
    appender.close()
    for (const { file } of [...writer.accept(appender.parts), ...writer.takeAll()])
      writer.sealed(file, sealPack(file, store.packsFolder))
    const sound = versions[0]?.commit
    if (sound === undefined) throw new Error('no version')
    const id = versions[0]?.id ?? null
    // `parent` only afterwards: the writer itself reads the tree of the parent.
    const made = commit({ ...sound, name: 'v2', parent: id, time: '2026-11-24T10:00:00.000Z' })
    writer.commit(made as Commit, () => undefined)
  } finally {
    writer.end()
    store.close()
  }
  return folder
}

/** How a command ended: its exit code, or the error. Anything but an error that people can act on is thrown. */
async function ended(command: Command, folder: string): Promise<number | JsnapError> {
  try {
    return (await command(folder)).exitCode
  } catch (error) {
    if (error instanceof JsnapError) return error
    throw error
  }
}

const leaf = (...lines: string[]) => ['{"level":0}', ...lines, ''].join('\n')
const inner = (level: number, ...children: object[]) =>
  [`{"level":${level}}`, ...children.map((child) => JSON.stringify(child)), ''].join('\n')
const document = JSON.stringify({ runtime: 'nodejs20.x' })
const sound = entryLine({
  path: DOCUMENT,
  type: 'config',
  sha256: digestOf(document),
  size: document.length,
  meta: {},
})
const other = entryLine({ path: 'a', type: 'directory', sha256: null, size: 0, meta: {} })
const twice = leaf(sound)
const child = { count: 1, last: DOCUMENT, node: digestOf(twice) }

test.each<[string, string, string[]]>([
  ['a line that is no JSON', leaf('nonsense'), []],
  ['a line with broken meta', leaf(sound.replace('{}', '{"a":}')), []],
  ['meta nested deep', leaf(sound.replace('{}', `{"a":${'['.repeat(80_000)}${']'.repeat(80_000)}}`)), []],
  ['a size that is null', leaf(sound.replace(/"size":\d+/, '"size":null')), []],
  ['a negative size', leaf(sound.replace(/"size":\d+/, '"size":-1')), []],
  ['a huge size', leaf(sound.replace(/"size":\d+/, '"size":1e300')), []],
  ['an unknown type', leaf(sound.replace('"config"', '"device"')), []],
  ['a digest that is none', leaf(sound.replace(digestOf(document), '../../etc/passwd')), []],
  ['no path', leaf('{"meta":{},"size":1}'), []],
  ['paths out of order', leaf(sound, other), []],
  ['a path twice', leaf(sound, sound), []],
  ['no line end', leaf(sound).slice(0, -1), []],
  ['no header', sound, []],
  ['a level of its own', leaf(sound).replace('0', '-1'), []],
  ['a level that is huge', leaf(sound).replace('0', '999'), []],
  ['nothing', '', []],
  ['the same child twice', inner(1, child, child), [twice]],
  ['a child under another name', inner(1, child, { ...child, last: 'x' }), [twice]],
  ['a child of another level', inner(2, child), [twice]],
  ['a child that is not there', inner(1, { ...child, node: digestOf('nowhere') }), []],
  ['a child that is none', inner(1, { count: 1 }), []],
  ['no children', '{"level":1}\n', []],
])('a tree node with %s is damage to every command, and internal to none', async (_, node, nodes) => {
  const tree = digestOf(node)
  const folder = await craftedStore({
    contents: [node, ...nodes, document],
    commit: (sound) => ({ ...sound, parent: null, tree }),
  })
  for (const [name, command] of Object.entries(commands)) {
    const end = await ended(command, folder)
    if (end instanceof JsnapError) expect([name, end.code]).toEqual([name, 'Corrupt'])
  }
  expect(await ended(commands['ls'] as Command, folder)).toMatchObject({ code: 'Corrupt' })
  const { exitCode, stdout } = await runCommand(fsck, { full: true }, folder)
  expect(exitCode).toBe(12)
  expect(stdout).toMatch(/tree node [0-9a-f]{64}/)
})

test.each<[string, object]>([
  ['a tree that leads out', { tree: '../../etc/passwd' }],
  ['no list of problems', { problems: null }],
  ['a time that is none', { time: 'yesterday' }],
  ['counts that are text', { counts: 'many' }],
  ['a gap without a path', { notCovered: [{ reason: 'x' }] }],
  [
    'a gap with a glob too long for a matcher',
    { notCovered: [{ path: `*${'x'.repeat(9000)}`, reason: 'x' }] },
  ],
  ['a format that is text', { format: 'one' }],
  ['a scope that is a list', { scope: [] }],
  ['secrets without names', { secrets: { count: 1 } }],
  ['a source that is null', { sources: [null] }],
])('a commit with %s is damage that names it', async (_, members) => {
  const folder = await craftedStore({ commit: (sound) => ({ ...sound, parent: null, ...members }) })
  for (const [name, command] of Object.entries(commands)) {
    const end = await ended(command, folder)
    if (name.startsWith('fsck')) expect(end).toBe(12)
    else expect([name, end]).toEqual([name, expect.objectContaining({ code: 'Corrupt' })])
    if (end instanceof JsnapError) expect(end.message).toMatch(/commit [0-9a-f]{64}/)
  }
})

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
const ID = 'ab'.repeat(32)
const long = 'x'.repeat(9000)

test.each<[string, object]>([
  ['words that are none', { only: [null] }],
  ['no words', { skip: undefined }],
  ['a word too long for a glob', { only: [long] }],
  ['a glob of tables too long for a matcher', { tables: { data: true, exclude: [long] } }],
  ['a glob of buckets too long for a matcher', { s3: { buckets: { [long]: {} } } }],
  ['an ignore pattern too long for a matcher', { local: { folders: { a: { path: 'a', ignore: [long] } } } }],
  ['more patterns than people write', { skip: Array.from({ length: 5000 }, (_, i) => `a${i}`) }],
  [
    'as many in one',
    { local: { folders: { a: { path: 'a', ignore: ['x\n'.repeat(5000)] } }, tooling: false } },
  ],
  [
    'longer patterns than people write',
    { s3: { buckets: { '*': { exclude: Array.from({ length: 40 }, () => 'x'.repeat(8000)) } } } },
  ],
  ['a folder without patterns', { local: { folders: { a: { path: 'a' } }, tooling: false } }],
  ['a project that is a list', { gas: { shop: [] } }],
  ['webhooks that are text', { webhooks: 'all' }],
  ['secret rules that are no list', { secretRules: { own: {}, known: ID } }],
  ['a secret rule without a glob', { secretRules: { own: [['env']], known: ID } }],
  ['a secret rule whose glob is too long', { secretRules: { own: [[long, 'env']], known: ID } }],
  ['declarations without digests', { declarations: { s3: 'x' } }],
  ['a member that is nested deep', { later: nested(1000) }],
])('a scope with %s is damage that names the commit', async (_, members) => {
  const folder = await craftedStore({
    commit: (sound) => ({ ...sound, scope: { ...NOTHING_ASKED, ...members } }),
  })
  const error = await ended(commands['diff'] as Command, folder)
  expect(error).toMatchObject({ code: 'Corrupt' })
  expect(String(error)).toMatch(/commit [0-9a-f]{64}/)
})

const TABLE = 'databases/table-exports/t.jsonl'
const schema = JSON.stringify({
  AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'N' }],
  KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
})
const deepText = `{"a":${'['.repeat(80_000)}${']'.repeat(80_000)}}`

test.each<[string, string, string]>([
  ['a document nested deep', DOCUMENT, deepText],
  ['an object nested deep', 's3-buckets/b/package.json', deepText],
  ['a certificate nested deep', 'acm/certificates/a.json', deepText],
  ['an item nested deep', TABLE, `{"k":{"N":"1"},"a":{"M":${deepText}}}\n`],
  ['an item that is no JSON', TABLE, 'nonsense\n'],
  ['an item that is null', TABLE, 'null\n'],
  ['an item without its key', TABLE, '{"a":{"S":"1"}}\n'],
  ['an item with a key that is no number', TABLE, '{"k":{"N":"--1"}}\n'],
  ['an item with a value that is a list', TABLE, '{"k":{"N":"1"},"v":[null,{"M":null}]}\n'],
])('%s is looked into by no command that cannot', async (_, path, content) => {
  const table = 'databases/dynamodb-schemas/t.json'
  const { folder, store } = await storeOfVersions(
    {
      made: [
        config(DOCUMENT, {}),
        { path: table, type: 'config', content: schema },
        { path, content: '{"k":{"N":"2"}}\n' },
      ],
    },
    {
      made: [
        { path: table, type: 'config', content: schema },
        { path, type: path.endsWith('.jsonl') || path.startsWith('s3') ? 'object' : 'config', content },
      ],
    },
  )
  store.close()
  for (const [name, command] of Object.entries({
    ...commands,
    diff: (at: string) =>
      runCommand(diff, { version: 'v1.0', more: ['v1.1'], pager: false, patch: true }, at),
    blame: (at: string) => runCommand(blame, { address: `v1.1:${path}`, pager: false }, at),
    query: (at: string) =>
      runCommand(query, { sql: 'SELECT * FROM functions, resources, objects', pager: false }, at),
    verify: (at: string) => runCommand(verify, {}, at),
    checkout: (at: string) =>
      runCommand(checkout, { version: 'v1.1', target: join(at, 'out'), paths: [] }, at),
  })) {
    const end = await ended(command, folder)
    if (end instanceof JsnapError)
      expect([name, end.code]).toEqual([
        name,
        expect.stringMatching(/^(?:Corrupt|UnknownVersion|NoSuchPath|NotReadable)$/),
      ])
  }
})

const kind = { path: 'lambda/functions/*/config.json', list: 'lambda:ListFunctions', told: 'name' }
const deep = (levels: number): string => `{"details":{"a":{"call":"x",`.repeat(levels) + '}}}'.repeat(levels)

test.each<[string, string]>([
  ['no JSON', '{'],
  ['null', 'null'],
  ['kinds that are an object', JSON.stringify({ prefixes: [], kinds: {} })],
  ['prefixes that are text', JSON.stringify({ prefixes: 'lambda/', kinds: [] })],
  ['a kind that is null', JSON.stringify({ prefixes: ['lambda/'], kinds: [null] })],
  ['a content path that is a number', JSON.stringify({ prefixes: [], kinds: [{ ...kind, contentPath: 1 }] })],
  ['places that are text', JSON.stringify({ prefixes: [], kinds: [{ ...kind, drop: 'a' }] })],
  ['a place that is null', JSON.stringify({ prefixes: [], kinds: [], secret: [null] })],
  [
    'a place with many globstars',
    JSON.stringify({ prefixes: [], kinds: [{ ...kind, json: [`${'**.'.repeat(50)}a`] }] }),
  ],
  ['a kept member that is none', JSON.stringify({ prefixes: [], kinds: [{ ...kind, keep: [1] }] })],
  ['a call that is text', JSON.stringify({ prefixes: [], kinds: [{ ...kind, details: { a: 'x' } }] })],
  ['an order that is a list', JSON.stringify({ prefixes: [], kinds: [], unordered: ['a'] })],
  [
    'a path of a million characters',
    JSON.stringify({ prefixes: [], kinds: [{ ...kind, path: long.repeat(111) }] }),
  ],
  ['calls nested deep', `{"prefixes":[],"kinds":[${deep(20_000)}]}`],
])('a declaration with %s is damage that names its content', async (_, text) => {
  const digest = digestOf(text)
  const folder = await craftedStore({
    contents: [text],
    commit: (sound) => ({
      ...sound,
      scope: { ...NOTHING_ASKED, sources: ['lambda'], declarations: { lambda: digest } },
    }),
  })
  for (const name of ['diff', 'find', 'log PATH', 'blame', 'query']) {
    const end = await ended(commands[name] as Command, folder)
    if (name === 'diff' || end instanceof JsnapError)
      expect([name, end]).toEqual([
        name,
        expect.objectContaining({
          code: 'Corrupt',
          message: expect.stringContaining(`content ${digest}`) as string,
        }),
      ])
  }
})

test.each([
  ['a listing that is none', { listing: digestOf(document) }],
  [
    'names of secrets that are none',
    { secrets: { count: 1, names: digestOf(document), sealed: null, recipients: [] } },
  ],
])('%s is damage, and internal to no command', async (_, members) => {
  const folder = await craftedStore({
    contents: [document],
    commit: (sound) => ({ ...sound, parent: null, ...members }),
  })
  for (const [name, command] of Object.entries(commands)) {
    const end = await ended(command, folder)
    if (end instanceof JsnapError) expect([name, end.code]).toEqual([name, 'Corrupt'])
  }
})

test('an entry that says another size than its content has is damage before it is read', async () => {
  const piece = Buffer.alloc(200_000)
  const sha256 = digestOf('what the chunks claim to make')
  const list = encodeChunkList(
    Array.from({ length: 400 }, () => ({ sha256: digestOf(piece), length: piece.length })),
  )
  const line = entryLine({ path: DOCUMENT, type: 'config', sha256, size: 5, meta: {} })
  const folder = await craftedStore({
    contents: [piece, leaf(line)],
    lists: [{ sha256, list }],
    commit: (sound) => ({ ...sound, tree: digestOf(leaf(line)) }),
  })
  const message = `'${DOCUMENT}' should have 5 bytes, and its content ${sha256} has 80000000`
  for (const name of ['cat', 'diff', 'blame', 'find', 'query', 'log PATH'])
    expect([name, await ended(commands[name] as Command, folder)]).toEqual([
      name,
      expect.objectContaining({ code: 'Corrupt', message }),
    ])
  expect(await ended(commands['verify'] as Command, folder)).toBe(1)
  expect(await ended(commands['checkout'] as Command, folder)).not.toBe(0)
  const found = await runCommand(fsck, {}, folder)
  expect([found.exitCode, found.stdout.includes(message)]).toEqual([12, true])
})

test('a checkout that no disk could take is refused before it begins, and a list that names one chunk a million times is checked at once', async () => {
  const piece = Buffer.alloc(1024 * 1024)
  const sha256 = digestOf('what the chunks claim to make')
  const list = encodeChunkList(Array(1_000_000).fill({ sha256: digestOf(piece), length: piece.length }))
  const line = entryLine({
    path: 's3-buckets/b/k',
    type: 'object',
    sha256,
    size: 1_000_000 * piece.length,
    meta: {},
  })
  const folder = await craftedStore({
    contents: [piece, leaf(line)],
    lists: [{ sha256, list }],
    commit: (sound) => ({ ...sound, tree: digestOf(leaf(line)) }),
  })
  const into = join(folder, 'out')
  await expect(
    runCommand(checkout, { version: 'v2', target: into, paths: [] }, folder),
  ).rejects.toMatchObject({
    code: 'Refused',
    message: expect.stringContaining('1,048,576,000,000 bytes') as string,
  })
  expect(readdirSync(into)).toEqual([])
  const begin = performance.now()
  expect((await runCommand(fsck, {}, folder)).exitCode).toBe(0)
  expect(performance.now() - begin).toBeLessThan(10_000)
})

test('whatever is changed in a node, a commit or a document, no command has an internal error', async () => {
  const mutation = fc.record({
    target: fc.constantFrom('node', 'commit', 'document'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    by: fc.constantFrom('', '"', '{', '}', '[]', 'null', '1e300', '-', '\n', '\\', ':', ',', 'x', '\u0000'),
    removed: fc.nat(6),
  })
  const mutate = (text: string, { at, by, removed }: { at: number; by: string; removed: number }) => {
    const place = Math.floor(at * text.length)
    return text.slice(0, place) + by + text.slice(place + removed)
  }
  await fc.assert(
    fc.asyncProperty(mutation, async (change) => {
      const content = change.target === 'document' ? mutate(document, change) : document
      const line = entryLine({
        path: DOCUMENT,
        type: 'config',
        sha256: digestOf(content),
        size: Buffer.byteLength(content),
        meta: { a: 'b' },
      })
      const node = change.target === 'node' ? mutate(leaf(line), change) : leaf(line)
      const folder = await craftedStore({
        contents: [content, node],
        commit: (sound) => {
          const made = { ...sound, parent: null, tree: digestOf(node) }
          if (change.target !== 'commit') return made
          try {
            return JSON.parse(mutate(JSON.stringify(made), change)) as object
          } catch {
            return made
          }
        },
      })
      for (const command of Object.values(commands)) {
        const end = await ended(command, folder)
        if (end instanceof JsnapError)
          expect([
            'Corrupt',
            'UnsupportedFormat',
            'UnknownVersion',
            'NoSuchPath',
            'NotReadable',
            'Usage',
          ]).toContain(end.code)
        else expect([0, 1, 12]).toContain(end)
      }
    }),
    { numRuns: 25 },
  )
}, 60_000)
