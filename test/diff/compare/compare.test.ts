import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Change } from '../../../src/diff/compare/change.ts'
import { compare } from '../../../src/diff/compare/compare.ts'
import { metaDetails } from '../../../src/diff/document/meta-details.ts'
import { findSimilar } from '../../../src/diff/compare/similar.ts'
import { rawNameMeta } from '../../../src/model/byte-name.ts'
import type { Gap } from '../../../src/model/commit.ts'
import { digestOf } from '../../../src/model/digest.ts'
import type { Entry } from '../../../src/model/entry.ts'
import { Store } from '../../../src/store/store.ts'
import type { Version } from '../../../src/versions/version.ts'
import { makeVersion, type Made } from '../../checkout/make-version.ts'
import { scratchFolder } from '../../helpers/scratch.ts'

let names = 0

async function version(
  store: Store,
  made: readonly Made[],
  notCovered: readonly Gap[] = [],
): Promise<Version> {
  const name = `v${++names}`
  const problems = made
    .filter(({ type }) => type === 'unknown')
    .map(({ path }) => ({ path, operation: 's3:ListObjectsV2', code: 'AccessDenied', message: '' }))
  return makeVersion(store, made, {
    name,
    message: name,
    notCovered,
    problems,
    complete: problems.length === 0,
  })
}

const newStore = () => Store.init(join(scratchFolder(), '.jsnap'))
const brief = (changes: readonly Change[]) =>
  changes.map(({ type, path, from }) => [type, ...(from === undefined ? [] : [from]), path].join(' '))

async function difference(
  a: readonly Made[],
  b: readonly Made[],
  options: { gapsA?: Gap[]; gapsB?: Gap[]; paths?: string[] } = {},
) {
  const store = newStore()
  return compare(
    store,
    await version(store, a, options.gapsA),
    await version(store, b, options.gapsB),
    options.paths,
  )
}

test('every kind of change is named', async () => {
  const { changes, summary } = await difference(
    [
      { path: 's3-buckets/b/gone.html', content: 'gone' },
      { path: 's3-buckets/b/index.html', content: 'old', meta: { contentType: 'text/html' } },
      { path: 's3-buckets/b/logo.png', content: 'picture' },
      { path: 's3-buckets/b/same.html', content: 'same' },
      {
        path: 's3-buckets/b/style.css',
        content: 'css',
        meta: { cacheControl: 'max-age=60', tags: { env: 'a' } },
      },
    ],
    [
      { path: 's3-buckets/b/img/logo.png', content: 'picture' },
      { path: 's3-buckets/b/index.html', content: 'newer', meta: { contentType: 'text/html' } },
      { path: 's3-buckets/b/new.html', content: 'new' },
      { path: 's3-buckets/b/same.html', content: 'same' },
      {
        path: 's3-buckets/b/style.css',
        content: 'css',
        meta: { cacheControl: 'max-age=300', tags: { env: 'a', x: '1' } },
      },
    ],
  )
  expect(brief(changes)).toEqual([
    'removed s3-buckets/b/gone.html',
    'renamed s3-buckets/b/logo.png s3-buckets/b/img/logo.png',
    'modified s3-buckets/b/index.html',
    'added s3-buckets/b/new.html',
    'metadata s3-buckets/b/style.css',
  ])
  expect(changes[4]?.details).toEqual([
    {
      op: 'replace',
      path: '/meta/cacheControl',
      place: 'cacheControl',
      of: 'meta',
      before: 'max-age=60',
      after: 'max-age=300',
    },
    { op: 'add', path: '/meta/tags/x', place: 'tags.x', of: 'meta', after: '1' },
  ])
  expect(changes[2]).toMatchObject({
    before: { sha256: digestOf('old'), size: 3 },
    after: { sha256: digestOf('newer'), size: 5 },
  })
  expect(summary).toEqual({ added: 1, removed: 1, modified: 1, renamed: 1, metadata: 1, unknown: 0 })
})

const entries = fc
  .array(
    fc.tuple(
      fc.stringMatching(/^[a-d]{1,3}$/),
      fc.constantFrom('', '1', '2', '3'),
      fc.constantFrom('x', 'y'),
    ),
    { maxLength: 30 },
  )
  .map(
    (list) =>
      new Map(
        list.map(([path, content, mode]) => [
          `local/${path}`,
          { path: `local/${path}`, content, meta: { mode } },
        ]),
      ),
  )

test('a version does not differ from itself', async () => {
  await fc.assert(
    fc.asyncProperty(entries, async (map) => {
      const { changes } = await difference([...map.values()], [...map.values()])
      expect(changes).toEqual([])
    }),
    { numRuns: 15 },
  )
})

test('the changes put onto one version give the other', async () => {
  await fc.assert(
    fc.asyncProperty(entries, entries, async (a, b) => {
      const { changes } = await difference([...a.values()], [...b.values()])
      const result = new Map([...a].map(([path, { content }]) => [path, digestOf(content)]))
      for (const { path, from } of changes) result.delete(from ?? path)
      for (const { path, after } of changes) if (after?.sha256 != null) result.set(path, after.sha256)
      expect(result).toEqual(new Map([...b].map(([path, { content }]) => [path, digestOf(content)])))
      const touched = new Set(changes.flatMap(({ path, from }) => [path, from]))
      for (const [path, entry] of b) {
        if (!touched.has(path)) expect(a.get(path)).toEqual(entry)
      }
    }),
    { numRuns: 30 },
  )
})

test('of several equal contents the one of the same name is taken for the rename, and each only once', async () => {
  const { changes } = await difference(
    [
      { path: 'a/1.png', content: 'p' },
      { path: 'a/2.png', content: 'p' },
    ],
    [
      { path: 'b/2.png', content: 'p' },
      { path: 'b/3.png', content: 'p' },
      { path: 'b/4.png', content: 'p' },
    ],
  )
  expect(brief(changes)).toEqual(['renamed a/2.png b/2.png', 'renamed a/1.png b/3.png', 'added b/4.png'])
})

test('a rename tells what changed besides the name', async () => {
  const { changes } = await difference(
    [{ path: 'a.css', content: 'x', meta: { contentType: 'text/css' } }],
    [{ path: 'b.css', content: 'x', meta: { contentType: 'text/plain' } }],
  )
  expect(changes).toMatchObject([
    {
      type: 'renamed',
      from: 'a.css',
      path: 'b.css',
      details: [{ op: 'replace', path: '/meta/contentType', before: 'text/css', after: 'text/plain' }],
    },
  ])
})

test('a rename of a name that is no UTF-8 tells the paths, as ls does, and not their bytes once more', async () => {
  const named = (path: string): Made => ({ path, type: 'file', content: 'menu', meta: rawNameMeta(path) })
  const { changes } = await difference([named('local/caf\ufffde9')], [named('local/caf\ufffde8')])
  expect(changes).toMatchObject([{ type: 'renamed', from: 'local/caf\ufffde9', path: 'local/caf\ufffde8' }])
  expect(changes[0]).not.toHaveProperty('details')
})

test('what has the content of another that changed too is a copy of it', async () => {
  const { changes } = await difference(
    [
      { path: 'a.png', content: 'p' },
      { path: 'b.png', content: 'q' },
    ],
    [
      { path: 'b.png', content: 'r' },
      { path: 'c.png', content: 'p' },
      { path: 'd.png', content: 'p' },
      { path: 'e.png', content: 'q' },
    ],
  )
  expect(changes.map(({ path, from, copyOf }) => [path, from ?? copyOf])).toEqual([
    ['b.png', undefined],
    ['c.png', 'a.png'],
    ['d.png', 'a.png'],
    ['e.png', 'b.png'],
  ])
})

describe('renames by similarity', () => {
  const text = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `line ${from + i}\n`).join('')
  const similar = async (a: Made[], b: Made[], percent: number) => {
    const store = newStore()
    const { changes } = compare(store, await version(store, a), await version(store, b), [], {
      similarity: percent,
    })
    return changes.map(({ type, path, from = '', similarity = '' }) =>
      `${type} ${path} ${from} ${similarity}`.trim(),
    )
  }

  test('are of texts with enough equal lines, the most alike first', async () => {
    const a = [{ path: 'a.html', content: text(0, 100) }]
    const b = [
      { path: 'b.html', content: text(30, 130) },
      { path: 'c.html', content: text(10, 110) },
      { path: 'd.css', content: text(0, 99) },
    ]
    expect(await similar(a, b, 50)).toEqual(['added b.html', 'renamed c.html a.html 88', 'added d.css'])
    expect(await similar(a, b, 95)).toEqual(['removed a.html', 'added b.html', 'added c.html', 'added d.css'])
  })

  test('are of the same file name, where such a one is alike', async () => {
    const a = [
      { path: 'a/one.html', content: text(0, 100) },
      { path: 'a/two.html', content: text(5, 105) },
    ]
    const b = [
      { path: 'b/one.html', content: text(5, 104) },
      { path: 'b/two.html', content: text(0, 99) },
    ]
    expect(await similar(a, b, 50)).toEqual([
      'renamed b/one.html a/one.html 95',
      'renamed b/two.html a/two.html 93',
    ])
  })

  test('are of large contents with enough equal chunks', async () => {
    const bytes = Buffer.concat(
      Array.from({ length: 100_000 }, (_, i) => Buffer.from(digestOf(String(i)), 'hex')),
    )
    const changed = Buffer.concat([bytes.subarray(0, 100), Buffer.from('new'), bytes.subarray(100)])
    const [line] = await similar(
      [{ path: 'a.bin', content: bytes }],
      [{ path: 'b.bin', content: changed }],
      50,
    )
    expect(line).toMatch(/^renamed b\.bin a\.bin 9\d$/)
  })

  test('are not looked for among too many, and that is told', () => {
    const many = (folder: string): Entry[] =>
      Array.from({ length: 1001 }, (_, i) => {
        const path = `${folder}/${String(i)}`
        return { path: `${path}/index.html`, type: 'object', sha256: digestOf(path), size: 9, meta: {} }
      })
    expect(findSimilar(newStore(), many('a'), many('b'), 50)).toEqual({ renames: [], isComplete: false })
  })

  test('are not of texts that have nothing alike but the end of their line', async () => {
    expect(await similar([{ path: 'a', content: 'a\n' }], [{ path: 'b', content: 'b\n' }], 50)).toEqual([
      'removed a',
      'added b',
    ])
  })

  test('are not of small binary content', async () => {
    const [a, b] = ['\0a\nb\nc\n', '\0a\nb\nd\n']
    expect(await similar([{ path: 'a', content: a }], [{ path: 'b', content: b }], 10)).toEqual([
      'removed a',
      'added b',
    ])
  })
})

test('empty content is never a rename', async () => {
  const { changes } = await difference([{ path: 'a', content: '' }], [{ path: 'b', content: '' }])
  expect(brief(changes)).toEqual(['removed a', 'added b'])
})

const denied: Made = {
  path: 's3-buckets/b/',
  type: 'unknown',
  meta: { code: 'AccessDenied', operation: 's3:ListObjectsV2' },
}
const objects: Made[] = [
  { path: 's3-buckets/b/1', content: '1' },
  { path: 's3-buckets/b/2', content: '2' },
]

test('what could not be listed is unknown in both directions, never removed or added', async () => {
  expect((await difference(objects, [denied])).changes).toEqual([
    { type: 'unknown', path: 's3-buckets/b/', reason: 'AccessDenied', entries: 2 },
  ])
  expect((await difference([denied], objects)).changes).toEqual([
    { type: 'unknown', path: 's3-buckets/b/', reason: 'AccessDenied', entries: 2 },
  ])
  expect((await difference([], [denied])).changes).toEqual([
    { type: 'unknown', path: 's3-buckets/b/', reason: 'AccessDenied', entries: 0 },
  ])
})

test('what a version was not asked for is not compared, and nothing is said where there is nothing', async () => {
  const gap = { path: 's3-buckets/', reason: 'left out by --only local' }
  const { changes, notCompared } = await difference(objects, [], { gapsB: [gap] })
  expect(changes).toEqual([])
  expect(notCompared).toEqual([
    { version: 'to', path: 's3-buckets/b/', reason: 'left out by --only local', entries: 2 },
  ])
  expect((await difference([], [], { gapsB: [gap] })).notCompared).toEqual([])
})

test('what --only has captured is compared, the rest beside it is not', async () => {
  const gap = { path: 's3-buckets/', reason: 'left out', except: ['s3-buckets/b', 's3-buckets/b/**'] }
  const other: Made = { path: 's3-buckets/c/1', content: 'c' }
  const { changes, notCompared } = await difference([...objects, other], objects.slice(1), { gapsB: [gap] })
  expect(brief(changes)).toEqual(['removed s3-buckets/b/1'])
  expect(notCompared).toEqual([{ version: 'to', path: other.path, reason: 'left out', entries: 1 }])
})

test('a document that could not be read at all is unknown in both directions', async () => {
  const path = 'acm/account.json'
  const known: Made = { path, content: '{"DaysBeforeExpiry":30}\n', type: 'config' }
  const unread: Made = { path, type: 'unknown', meta: { operation: 'acm:GetIt', code: 'AccessDenied' } }
  const expected = [{ type: 'unknown', path, reason: 'AccessDenied' }]
  expect((await difference([known], [unread])).changes).toMatchObject(expected)
  expect((await difference([unread], [known])).changes).toMatchObject(expected)
})

test('a document whose own members could not be read has lost none of them', async () => {
  const path = 'cloudfront/distributions/E1.json'
  const known: Made = { path, content: '{"Id":"E1","DistributionConfig":{}}\n', type: 'config' }
  const partly: Made = {
    path,
    content: '{"$unknown":"AccessDenied","Id":"E1"}\n',
    type: 'config',
    meta: { unknown: ['$unknown'] },
  }
  expect((await difference([known], [partly])).changes).toMatchObject([{ type: 'unknown', path }])
})

test('content that became unreadable is unknown', async () => {
  const stub: Made = { path: 's3-buckets/b/1', type: 'stub', size: 1, meta: { reason: 'archived' } }
  expect((await difference(objects, [stub, ...objects.slice(1)])).changes).toMatchObject([
    {
      type: 'unknown',
      path: 's3-buckets/b/1',
      reason: 'archived',
      before: { sha256: digestOf('1') },
      after: { sha256: null },
    },
  ])
})

test('paths restrict a comparison at the borders of segments, and globs work', async () => {
  const a: Made[] = [
    { path: 's3-buckets/shop/a.html', content: '1' },
    { path: 's3-buckets/shop-old/a.html', content: '2' },
    { path: 's3-buckets/shop/b.css', content: '3' },
  ]
  const removed = async (...paths: string[]) => brief((await difference(a, [], { paths })).changes)
  expect(await removed('s3-buckets/shop')).toEqual([
    'removed s3-buckets/shop/a.html',
    'removed s3-buckets/shop/b.css',
  ])
  expect(await removed('s3-buckets/*/*.html')).toEqual([
    'removed s3-buckets/shop-old/a.html',
    'removed s3-buckets/shop/a.html',
  ])
})

test('of a comparison of some paths, only the part of the trees is read that can hold them', async () => {
  const store = newStore()
  const many = (content: string): Made[] =>
    Array.from({ length: 3000 }, (_, i) => ({
      path: `s3-buckets/b/${String(i)}`,
      content: content + String(i),
    }))
  const [a, b] = [await version(store, many('a')), await version(store, many('b'))]
  const reads = (...paths: string[]) => {
    const read = vi.spyOn(store, 'readContent').mockClear()
    compare(store, a, b, paths)
    return read.mock.calls.length
  }
  expect(reads('s3-buckets/b/1500', 's3-buckets/b/1501')).toBeLessThan(reads() / 4)
})

test('pointers of meta details are escaped as RFC 6901 has it', () => {
  expect(metaDetails({ metadata: { 'a/b': '1' } }, { metadata: { 'a~b': '1' } })).toMatchObject([
    { op: 'remove', path: '/meta/metadata/a~1b', before: '1' },
    { op: 'add', path: '/meta/metadata/a~0b', after: '1' },
  ])
})

test('of a content that one version could not read, it is said when both were told the same ETag', async () => {
  const path = 's3-buckets/b/archived'
  const stub = (etag: string): Made => ({
    path,
    type: 'stub',
    size: 3,
    meta: { reason: 'archived' },
    origin: { etag },
  })
  const read: Made = { path, content: 'old', origin: { etag: 'e1' } }
  const [equal, other] = [await difference([read], [stub('e1')]), await difference([read], [stub('e2')])]
  expect(equal.changes).toMatchObject([
    { type: 'unknown', path, reason: 'archived: content not read; ETag equal' },
  ])
  expect(other.changes).toMatchObject([{ type: 'unknown', path, reason: 'archived' }])
})
