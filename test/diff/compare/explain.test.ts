import { join } from 'node:path'
import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { loadLayoutBelow } from '../../../src/services/layout.ts'
import { loadListsBelow } from '../../../src/services/lists-at.ts'
import { compare } from '../../../src/diff/compare/compare.ts'
import { detailText } from '../../../src/diff/show/detail-lines.ts'
import type { Detail } from '../../../src/diff/document/detail.ts'
import { explain, type Explained } from '../../../src/diff/compare/explain.ts'
import { headParts } from '../../../src/diff/show/change-title.ts'
import { ignorePatterns } from '../../../src/diff/compare/ignore-patterns.ts'
import { itemLines } from '../../../src/diff/show/item-lines.ts'
import { tableItems } from '../../../src/diff/document/table-items.ts'
import { sortKey } from '../../../src/sources/aws/content/table-scan/sort-key.ts'
import { Store } from '../../../src/store/store.ts'
import { makeVersion, type Made } from '../../checkout/make-version.ts'
import { scratchFolder } from '../../helpers/scratch.ts'

async function explained(
  a: readonly Made[],
  b: readonly Made[],
  { ignore = [], where = () => true }: { ignore?: string[]; where?: (path: string) => boolean } = {},
): Promise<Explained> {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const versions = [
    await makeVersion(store, a, { name: 'a' }),
    await makeVersion(store, b, { name: 'b' }),
  ] as const
  return explain(store, compare(store, ...versions), {
    versions,
    ignore: ignorePatterns(ignore),
    sortKey,
    listsAt: await loadListsBelow(''),
    layout: await loadLayoutBelow(''),
    where,
  })
}

const config = (path: string, document: object): Made => ({
  path,
  type: 'config',
  content: `${JSON.stringify(document)}\n`,
})
const file = (path: string, content: string | Uint8Array, meta = {}): Made => ({
  path,
  type: 'file',
  content,
  meta,
})

test('documents of services, and other JSON, are looked into', async () => {
  const { changes } = await explained(
    [config('iam/a.json', { Statement: ['a', 'b'] }), file('local/x/b.json', '{"tags":[1,2]}')],
    [config('iam/a.json', { Statement: ['b', 'a'] }), file('local/x/b.json', '{"tags":[2,1]}')],
  )
  expect(changes).toMatchObject([
    { path: 'iam/a.json', document: true, details: [] },
    {
      path: 'local/x/b.json',
      document: true,
      // Nobody knows whether the order counts in a file, so it does.
      details: [
        { op: 'remove', path: '/tags/0' },
        { op: 'add', path: '/tags/1', from: '/tags/0' },
      ],
    },
  ])
})

test('what is no JSON is a file like any other', async () => {
  const { changes } = await explained(
    [file('a.json', '{'), file('c.json', '{"a":"\u00e9"}')],
    [file('a.json', '{}'), file('c.json', Buffer.from('{"a":"\xe9"}', 'latin1'))],
  )
  expect(changes.map(({ document }) => document)).toEqual([undefined, undefined])
})

test.each([
  ['{"id":9007199254740993}', '{"id":9007199254740992}'],
  ['{"id":9007199254740992}', '{"id":9007199254740993}'],
  ['{"a":1,"id":12345678901234567890}', '{"a":2,"id":12345678901234567891}'],
  ['{"a":1,"x":3.141592653589793238}', '{"a":2,"x":3.141592653589793239}'],
  ['{"a":1,"x":1e400}', '{"a":2,"x":1e400}'],
])('numbers that JavaScript cannot hold are not told wrong: %s, %s', async (before, after) => {
  const { changes } = await explained([file('a.json', before)], [file('a.json', after)])
  expect(changes).toMatchObject([{ type: 'modified' }])
  expect(changes[0]?.document).toBeUndefined()
})

test('JSON in text that holds such a number is told as text', async () => {
  const [before, after] = ['{"a":1,"id":9007199254740993}', '{"a":1,"id":9007199254740992}']
  const { changes } = await explained(
    [config('a.json', { Input: before })],
    [config('a.json', { Input: after })],
  )
  expect(changes[0]?.details).toEqual([{ op: 'replace', path: '/Input', place: 'Input', before, after }])
})

test('what is nested without end, also in text, is a file like any other', async () => {
  const nested = (inner: string) => '['.repeat(100_000) + inner + ']'.repeat(100_000)
  const { changes } = await explained(
    [file('a.json', nested('1')), config('b.json', { Policy: nested('1') })],
    [file('a.json', nested('2')), config('b.json', { Policy: nested('2') })],
  )
  expect(changes[0]?.document).toBeUndefined()
  expect(changes[1]?.details).toMatchObject([{ op: 'replace', path: '/Policy' }])
  expect(changes[1]?.details?.[0]?.inside).toBeUndefined()
})

test('what changed in the meta of a document is told after what changed in it, and marked', async () => {
  const { changes } = await explained(
    [file('a.json', '{"meta":{"x":1}}', { x: 1 })],
    [file('a.json', '{"meta":{"x":2}}', { x: 3 })],
  )
  expect(changes[0]?.details).toEqual([
    { op: 'replace', path: '/meta/x', place: 'meta.x', before: 1, after: 2 },
    { op: 'replace', path: '/meta/x', place: 'x', of: 'meta', before: 1, after: 3 },
  ])
})

test('only what is wanted is looked into', async () => {
  const { changes } = await explained(
    [config('a.json', { a: 1 }), config('b.json', { a: 1 })],
    [config('a.json', { a: 2 }), config('b.json', { a: 2 })],
    { where: (path) => path === 'b.json' },
  )
  expect(changes.map(({ details }) => details?.length)).toEqual([undefined, 1])
})

test('ignored places are left out and counted, and so are documents in which nothing else changed', async () => {
  const before = [
    config('lambda/a.json', { versions: 1, Size: 1, Policy: '{"Id":1,"x":1}' }),
    config('lambda/b.json', { versions: 1 }),
    config('iam/c.json', { versions: 1 }),
    file('d.css', 'a', { updated: 1 }),
    file('e.css', 'a', { updated: 1 }),
  ]
  const after = [
    config('lambda/a.json', { versions: 2, Size: 2, Policy: '{"Id":2,"x":1}' }),
    config('lambda/b.json', { versions: 2 }),
    config('iam/c.json', { versions: 2 }),
    file('d.css', 'b', { updated: 2 }),
    file('e.css', 'a', { updated: 2 }),
  ]
  const { changes, summary, ignored } = await explained(before, after, {
    ignore: ['lambda/**#/versions', '/**/Id', '/meta/updated'],
  })
  expect(changes.map(({ path, details }) => [path, details?.map((detail) => detail.path)])).toEqual([
    ['d.css', []],
    ['iam/c.json', ['/versions']],
    ['lambda/a.json', ['/Size']],
  ])
  expect(ignored).toEqual({ details: 5, changes: 2 })
  expect(summary).toMatchObject({ modified: 3, metadata: 0 })
})

test.each<[string, object, object, string[], number]>([
  ['/**/At', { At: 1, x: { At: 1, y: [{ At: 1 }] } }, { At: 2, x: { At: 2, y: [{ At: 2 }] } }, [], 3],
  ['/a~1b', { 'a/b': 1, 'a~b': 1 }, { 'a/b': 2, 'a~b': 2 }, ['/a~0b'], 1],
  ['/x/*/n', { x: [{ n: 1, m: 1 }] }, { x: [{ n: 2, m: 2 }] }, ['/x/0/m'], 1],
  ['/{a,b}', { a: 1, b: 1, ab: 1 }, { a: 2, b: 2, ab: 2 }, ['/ab'], 2],
  ['/', { '': 1, a: 1 }, { '': 2, a: 2 }, ['/a'], 1],
  // What is inside of a text, and of a thing that was moved, counts as well.
  ['/Policy/x', { Policy: '{"x":1,"y":1}' }, { Policy: '{"x":2,"y":2}' }, ['/Policy', '/Policy/y'], 1],
  ['/l/*/n', { l: [{ id: 1, n: 1 }, { id: 2 }] }, { l: [{ id: 2 }, { id: 1, n: 2 }] }, ['/l/0', '/l/1'], 1],
])('ignoring %s leaves out these places, and all of them are counted', async (place, a, b, left, count) => {
  const { changes, ignored } = await explained([config('a.json', a)], [config('a.json', b)], {
    ignore: [place],
  })
  const pointers = (details: readonly Detail[], base: string): string[] =>
    details.flatMap(({ path, inside = [] }) => [base + path, ...pointers(inside, base + path)])
  expect(pointers(changes[0]?.details ?? [], '')).toEqual(left)
  expect(ignored.details).toBe(count)
})

test('a rename is one also when all that changed inside is ignored', async () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const document = (updated: number) => JSON.stringify({ updated, lines: 'same\n'.repeat(9) }, null, 1)
  const versions = [
    await makeVersion(store, [file('a.json', document(1))], { name: 'a' }),
    await makeVersion(store, [file('b.json', document(2))], { name: 'b' }),
  ] as const
  const { changes } = explain(store, compare(store, ...versions, [], { similarity: 50 }), {
    versions,
    ignore: ignorePatterns(['/updated']),
    sortKey,
    listsAt: await loadListsBelow(''),
    layout: await loadLayoutBelow(''),
    where: () => true,
  })
  expect(changes).toMatchObject([{ type: 'renamed', from: 'a.json', path: 'b.json', details: [] }])
})

test.each(['TTL', 'a#b', ''])('%j is not a place to ignore', (text) => {
  expect(() => ignorePatterns([text])).toThrow(`'${text}' is not a place to ignore`)
})

const schema = (type = 'N') =>
  config('databases/dynamodb-schemas/orders.json', {
    AttributeDefinitions: [
      { AttributeName: 'shop', AttributeType: 'S' },
      { AttributeName: 'number', AttributeType: type },
    ],
    KeySchema: [
      { AttributeName: 'number', KeyType: 'RANGE' },
      { AttributeName: 'shop', KeyType: 'HASH' },
    ],
  })
const rows = (items: [string, number, string][]): Made => ({
  path: 'databases/table-exports/orders.jsonl',
  content: items
    .map(
      ([shop, number, state]) =>
        `${JSON.stringify({ shop: { S: shop }, number: { N: String(number) }, state: { S: state } })}\n`,
    )
    .join(''),
})

test('tables are compared by item, in the order of their keys', async () => {
  const { changes } = await explained(
    [
      schema(),
      rows([
        ['a', 2, 'paid'],
        ['a', 9, 'paid'],
        ['a', 10, 'paid'],
        ['b', -1, 'new'],
      ]),
    ],
    [
      schema(),
      rows([
        ['a', 9, 'sent'],
        ['a', 10, 'paid'],
        ['a', 11, 'new'],
        ['b', -1, 'new'],
        ['c', 1, 'new'],
      ]),
    ],
  )
  expect(changes[0]?.items).toMatchObject({ added: 2, removed: 1, modified: 1 })
  expect(
    changes[0]?.items?.first.map(({ op, key, details }) => [op, key, details?.map(({ path }) => path)]),
  ).toEqual([
    ['remove', 'shop a, number 2', undefined],
    ['replace', 'shop a, number 9', ['/state']],
    ['add', 'shop a, number 11', undefined],
    ['add', 'shop c, number 1', undefined],
  ])
})

test('an item tells all of its attributes, and what has another type now', () => {
  const lines = (items: object[]) => items.map((item) => JSON.stringify(item))[Symbol.iterator]()
  const items = tableItems(
    lines([{ id: { S: 'a' }, count: { N: '1' }, tags: { SS: ['x', 'y'] }, state: { S: 'new' } }]),
    lines([
      { id: { S: 'a' }, count: { S: '1' }, tags: { SS: ['y', 'z'] }, state: { S: 'paid' } },
      { id: { S: 'b' }, by: { S: 'id' }, copyOf: { S: 'b' } },
    ]),
    [{ name: 'id', type: 'S' }],
    sortKey,
  )
  const text = itemLines(items, 100).map((line) => detailText(line, picocolors.createColors(false)))
  expect(text.join('\n')).toMatchInlineSnapshot(`
    "~ id a: state new → paid
    - id a: tags x
    + id a: tags z
    - id a: count.N 1
    + id a: count.S 1
    + id b {by: id, copyOf: b}"
  `)
})

test('of many items that changed the first are shown, and all are counted', async () => {
  const { changes } = await explained(
    [schema(), rows([])],
    [schema(), rows(Array.from({ length: 500 }, (_, i) => ['a', i, 'x']))],
  )
  expect(changes[0]).toMatchObject({ items: { added: 500 } })
  expect(changes[0]?.items?.first).toHaveLength(20)
})

test('a table whose key is another now, or not known, is a file like any other', async () => {
  const [a, b] = [rows([['a', 1, 'x']]), rows([['a', 1, 'y']])]
  expect((await explained([schema(), a], [schema('S'), b])).changes.map(({ items }) => items)).toEqual([
    undefined,
    undefined,
  ])
  expect((await explained([a], [b])).changes.map(({ items }) => items)).toEqual([undefined])
})

/** The beginning of a picture, as far as its size. */
const png = (width: number, height: number) => {
  const bytes = Buffer.alloc(40)
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}
const gif = (width: number, height: number) => {
  const bytes = Buffer.alloc(20)
  bytes.write('GIF89a', 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes
}

test('a link says where it leads', async () => {
  const link = (content: string): Made => ({ path: 'a.json', type: 'symlink', content })
  const { changes } = await explained([link('"a"')], [link('"b"')])
  expect(changes).toMatchObject([{ before: { target: '"a"' }, after: { target: '"b"' } }])
})

test('pictures have their size, and what only looks like one has none', async () => {
  const { changes } = await explained(
    [
      file('a.png', png(640, 480)),
      file('upload', png(1, 2), { contentType: 'image/png' }),
      file('b.gif', gif(1, 2)),
      file('c.png', 'text'),
      file('d.jpg', '\xff\xd8\xff'),
    ],
    [
      file('a.png', png(320, 240)),
      file('upload', png(3, 4), { contentType: 'image/png' }),
      file('b.gif', gif(3, 4)),
      file('c.png', 'other'),
      file('d.jpg', '\xff\xd8\xff\xe0'),
    ],
  )
  expect(changes.map(({ before, after }) => [before?.picture, after?.picture])).toEqual([
    [
      { format: 'png', width: 640, height: 480 },
      { format: 'png', width: 320, height: 240 },
    ],
    [
      { format: 'gif', width: 1, height: 2 },
      { format: 'gif', width: 3, height: 4 },
    ],
    [undefined, undefined],
    [undefined, undefined],
    [
      { format: 'png', width: 1, height: 2 },
      { format: 'png', width: 3, height: 4 },
    ],
  ])
})

/** A zone of 100,000 records. */
const largeZone = (ttl: number) => ({
  Id: '/hostedzone/Z1',
  Name: 'big.example.',
  records: Array.from({ length: 100_000 }, (_, i) => ({
    Name: `host-${i}.a-longer-name-of-a-domain.big.example.`,
    ResourceRecords: [{ Value: `10.0.${i >> 8}.${i & 255}` }],
    TTL: i === 77_777 ? ttl : 300,
    Type: 'A',
  })),
})

test('a TTL in a zone of 100,000 records is named', { timeout: 60_000 }, async () => {
  const path = 'route53/dns-records/big.example.json'
  const { changes } = await explained([config(path, largeZone(300))], [config(path, largeZone(60))])
  expect(changes[0]?.before?.size).toBeGreaterThan(8 * 1024 * 1024)
  expect(changes).toMatchObject([
    { path, document: true, details: [{ path: '/records/77777/TTL', before: 300, after: 60 }] },
  ])
  expect(changes[0]?.tooLarge).toBeUndefined()
})

test(
  'documents and texts that are too large to compare inside are told as that, and nothing else is',
  { timeout: 60_000 },
  async () => {
    const large = (text: string, end: string) => text.repeat(33 * 1024 * 1024) + end
    const both = (made: (end: string) => Made[]) => explained(made('1'), made('2'))
    const { changes } = await both((end) => [
      file('local/x/large.json', large(' ', end)),
      file('local/x/large.txt', large('a', end)),
      file('local/x/lines.txt', '\n'.repeat(1_000_001) + end),
      file('local/x/small.txt', `a${end}`),
      file('local/x/video', large('\0', end)),
    ])
    expect(changes.map(({ path, tooLarge }) => [path, tooLarge])).toEqual([
      ['local/x/large.json', true],
      ['local/x/large.txt', true],
      ['local/x/lines.txt', true],
      ['local/x/small.txt', undefined],
      ['local/x/video', undefined],
    ])
    expect(changes.map((change) => headParts(change).remarks.at(-1))).toEqual([
      'too large to compare inside',
      'too large to compare inside',
      'too large to compare inside',
      '2 B',
      '33.0 MiB',
    ])
  },
)
