import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JsnapError } from '../../src/runtime/errors.ts'
import { Store } from '../../src/store/store.ts'
import { meaningOf } from '../../src/versions/arguments.ts'
import { parseAddress, parseRange } from '../../src/versions/address.ts'
import { entryAt } from '../../src/versions/entry-at.ts'
import { lineage } from '../../src/versions/lineage.ts'
import { isVersionName } from '../../src/versions/names.ts'
import { resolveVersion } from '../../src/versions/resolve.ts'
import type { Version } from '../../src/versions/version.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, localSource } from '../helpers/snapshot.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

test.each(['v1.0', '2026-11-23', 'release/1.0', 'a+b_c', 'deadbeef'])("'%s' can name a version", (name) => {
  expect(isVersionName(name)).toBe(true)
})

test.each([
  '',
  'first try',
  'HEAD',
  'live',
  'a..b',
  '-v',
  '.hidden',
  'a/',
  'a//b',
  'x.lock',
  'a:b',
  'v1~1',
  'ä',
  'a\n',
  'x'.repeat(201),
])("'%s' cannot name a version", (name) => {
  expect(isVersionName(name)).toBe(false)
})

test('an address is taken apart at its first colon', () => {
  expect(parseAddress('v1.0')).toEqual({ version: 'v1.0', path: undefined })
  expect(parseAddress('v1.0:s3-buckets/b/a:b')).toEqual({ version: 'v1.0', path: 's3-buckets/b/a:b' })
  expect(parseAddress(':x')).toEqual({ version: '', path: 'x' })
  expect(parseAddress('HEAD@{2026-11-01T12:30}:x:y')).toEqual({
    version: 'HEAD@{2026-11-01T12:30}',
    path: 'x:y',
  })
  expect(parseAddress('arn:aws:s3:::shop')).toEqual({ version: '', path: 'arn:aws:s3:::shop' })
})

test.each([
  ['v1..v2', ['v1', 'v2']],
  ['v1.0..v1.1', ['v1.0', 'v1.1']],
  ['..v2', ['HEAD', 'v2']],
  ['v1..', ['v1', 'HEAD']],
  ['release/1..HEAD^', ['release/1', 'HEAD^']],
  ['HEAD@{2026-11-01T12:30}..@', ['HEAD@{2026-11-01T12:30}', '@']],
  ['..', undefined],
  ['v1', undefined],
  ['v1:a/../b', undefined],
])("'%s' is a range of versions: %j", (text, ends) => {
  expect(parseRange(text)).toEqual(ends)
})

async function threeVersions() {
  const folder = scratchFolder()
  const data = join(folder, 'data')
  mkdirSync(join(data, 'pages'), { recursive: true })
  const store = Store.init(join(folder, '.jsnap'))
  const ids: string[] = []
  for (const name of ['v1', undefined, 'v3']) {
    writeFileSync(join(data, 'pages/index.html'), `version ${ids.length}`)
    ids.push((await commitSources(store, [localSource(data)], name === undefined ? {} : { name })).id)
  }
  return { store, ids }
}

test('a version is found by its name, its id, HEAD and its place before another', async () => {
  const { store, ids } = await threeVersions()
  const [first = '', second = '', third = ''] = ids
  const found = (text: string) => resolveVersion(store, text).id
  expect([found('v1'), found('HEAD~2'), found('v3~2'), found(first), found(first.slice(0, 12))]).toEqual(
    Array(5).fill(first),
  )
  expect([found('HEAD~1'), found(second.slice(0, 10))]).toEqual([second, second])
  expect([found('HEAD'), found('v3'), found('HEAD~0')]).toEqual([third, third, third])
  expect([...lineage(store)].map(({ id, name }) => [id, name])).toEqual([
    [third, 'v3'],
    [second, null],
    [first, 'v1'],
  ])
})

test('a version is found by its parents and by a time', async () => {
  const { store, versions } = await storeOfVersions({ made: [] }, { made: [] }, { made: [] })
  // v1.0 at 10:00, v1.1 at 11:00, v1.2 at 12:00 of 2026-11-23
  const found = (text: string) => resolveVersion(store, text).name
  for (const text of ['@', 'HEAD', '@~0', '@^0', 'HEAD@{2026-11-23}', '@{2026-11-23T12:00}', '@{2030-01-01}'])
    expect([text, found(text)]).toEqual([text, 'v1.2'])
  for (const text of [
    '@^',
    'HEAD^',
    '@~',
    'HEAD~1',
    'v1.2^1',
    '@{2026-11-23T11:59}',
    '@{2026-11-23 12:30+01:00}',
  ])
    expect([text, found(text)]).toEqual([text, 'v1.1'])
  for (const text of [
    '@^^',
    '@~2',
    '@^~',
    'v1.1@{2026-11-23T10:59}',
    '@{2026-11-23T10:00}',
    'v1.2@{2026-11-23T11:30}^',
  ])
    expect([text, found(text)]).toEqual([text, 'v1.0'])
  expect(() => found('@^2')).toThrow(/a version has one parent/)
  expect(() => found('@^^^')).toThrow(/goes back further than the first version/)
  expect(() => found('@{2026-11-22}')).toThrow(/there was no version at that time/)
  expect(() => found('@{1}')).toThrow(/'1' is not a time/)
  expect(() => found('@good')).toThrow(/no version is marked as good/)
  const now = () => Date.parse('2026-11-24T09:00:00Z')
  const other = Store.open(store.dir, undefined, { now })
  expect(resolveVersion(other, '@{yesterday}').name).toBe('v1.2')
  expect(resolveVersion(other, '@{22 hours ago}').name).toBe('v1.1')
  expect(versions).toHaveLength(3)
})

test('arguments are versions and then paths, and what could be both is an error', async () => {
  const { store } = await storeOfVersions(
    { made: [{ path: 'lambda/a', content: 'one' }], about: { name: 'lambda' } },
    {
      made: [
        { path: 'lambda/a', content: 'two' },
        { path: 's3-buckets/b/x..y:z', content: '' },
      ],
    },
  )
  const mean = (args: string[], rest = {}) => {
    const { versions, paths } = meaningOf(store, args, { versions: 2, range: true, ...rest })
    return [...versions, '|', ...paths].join(' ')
  }
  expect(mean(['v1.1', 'lambda/a'])).toBe('v1.1 | lambda/a')
  expect(mean(['HEAD^', '@', 'v1.1'])).toBe('HEAD^ @ | v1.1')
  expect(mean(['lambda/a', 'v1.1'])).toBe('| lambda/a v1.1')
  expect(mean(['HEAD^..v1.1', 's3-buckets'])).toBe('HEAD^ v1.1 | s3-buckets')
  expect(mean(['v1.1:lambda', 'x'])).toBe('v1.1 | lambda x')
  expect(mean([':lambda'])).toBe('| lambda')
  expect(mean(['lambda:'])).toBe('lambda |')
  expect(mean(['HEAD:lambda'])).toBe('HEAD | lambda')
  expect(mean(['s3-buckets/b/x..y:z'])).toBe('| s3-buckets/b/x..y:z')
  expect(mean(['lambda', 'v1.1'], { afterDashes: 2 })).toBe('| lambda v1.1')
  expect(mean(['live', 'v1.1'], { live: 'live' })).toBe('live v1.1 |')
  expect(mean(['s3-configs/*.json'])).toBe('| s3-configs/*.json')
  expect(mean(['arn:aws:s3:::shop'])).toBe('| arn:aws:s3:::shop')
  expect(() => mean(['lambda'])).toThrow(
    expect.objectContaining({
      code: 'AmbiguousVersion',
      message: "'lambda' is a version and a path",
      hint: "write 'lambda:' for the version, and 'HEAD:lambda' or '-- lambda' for the path",
    }) as Error,
  )
  expect(() => mean(['v1.1..v9'])).toThrow(/unknown version 'v9'/)
  expect(() => mean(['nosuch'])).toThrow(/unknown version 'nosuch'/)
  expect(() => mean(['v9:lambda'])).toThrow(/unknown version 'v9'/)
})

test('what cannot be found is told with what was probably meant', async () => {
  const { store } = await threeVersions()
  const error = (text: string) => {
    try {
      resolveVersion(store, text)
      return undefined
    } catch (error) {
      return error
    }
  }
  expect(error('V1')).toMatchObject({
    code: 'UnknownVersion',
    hint: expect.stringContaining("did you mean 'v1'") as string,
  })
  expect(error('local/x/pages')).toMatchObject({
    hint: 'write a path after its version, as in HEAD:local/x/pages',
  })
  expect(error('a0')).toMatchObject({ hint: 'an id needs at least 4 digits' })
  expect(error('HEAD~3')).toMatchObject({ code: 'UnknownVersion' })
  expect(error('abc')).toMatchObject({ code: 'UnknownVersion' })
  expect(error('live')).toMatchObject({ code: 'Usage' })
})

test('a store without versions says how to make one', () => {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  expect(() => resolveVersion(store, 'HEAD')).toThrow(
    expect.objectContaining({
      code: 'UnknownVersion',
      hint: expect.stringContaining('jsnap commit') as string,
    }) as Error,
  )
})

test('a path that is not there is told apart from a folder, and from one that is not known', async () => {
  const page = 's3-buckets/shop/pages/index.html'
  const { store, versions } = await storeOfVersions(
    { made: [{ path: page, content: 'one' }] },
    { made: [], about: { notCovered: [{ path: 's3-buckets/', reason: 'left out by --only local' }] } },
    { made: [{ path: 'local/x/a', content: 'a' }] },
  )
  const [first, second, third] = versions
  const at = (version: Version | undefined, path: string): unknown => {
    try {
      return entryAt(store, version ?? resolveVersion(store, 'HEAD'), path).type
    } catch (error) {
      const { code, message, hint } = error as JsnapError
      return `${code}: ${message}; ${hint ?? ''}`
    }
  }
  expect([
    at(first, page),
    at(first, 's3-buckets/shop/pages'),
    at(first, 's3-buckets/shop/pages/indx.html'),
    at(first, 's3-buckets/shp/pages/index.html'),
    at(first, 's3-buckets/shop/else'),
    at(second, page),
    at(second, 's3-buckets/shop/else'),
    at(third, page),
  ]).toMatchInlineSnapshot(`
    [
      "object",
      "NoSuchPath: 's3-buckets/shop/pages' is a folder of v1.0; 'jsnap ls v1.0:s3-buckets/shop/pages' lists what is in it",
      "NoSuchPath: no path 's3-buckets/shop/pages/indx.html' in v1.0; did you mean 's3-buckets/shop/pages/index.html'?",
      "NoSuchPath: no path 's3-buckets/shp/pages/index.html' in v1.0; did you mean 's3-buckets/shop/pages/index.html'?",
      "NoSuchPath: no path 's3-buckets/shop/else' in v1.0; 'jsnap ls v1.0:s3-buckets/shop' lists what is there",
      "NotReadable: v1.1 has no information about 's3-buckets/shop/pages/index.html': left out by --only local; it is in v1.0; 'jsnap log s3-buckets/shop/pages/index.html' shows its history",
      "NotReadable: v1.1 has no information about 's3-buckets/shop/else': left out by --only local; ",
      "NoSuchPath: no path 's3-buckets/shop/pages/index.html' in v1.2; it is in v1.0; 'jsnap log s3-buckets/shop/pages/index.html' shows its history",
    ]
  `)
})
