import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../src/model/canonical-json.ts'
import { digestOf } from '../../src/model/digest.ts'
import {
  entryLine,
  mergeMeta,
  originLine,
  parseEntry,
  parseOrigin,
  pathOfLine,
  type Entry,
} from '../../src/model/entry.ts'

/** Paths that try to look like the JSON around them. */
const hostilePath = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('"path":"', '","sha256":', '\\', '"', '\\"', '\n', 'a', '/', '{', '\u2028'))
    .map((parts) => parts.join('')),
)

/**
 * Without backslashes: once JSON.parse has met a member whose name begins with one, V8 12.8 and later take an escape at the
 * same place of a later object for it (nodejs/node#63785).
 */
const hostileName = hostilePath.map((text) => text.replaceAll('\\', '/'))

const entry: fc.Arbitrary<Entry> = fc.record({
  path: hostilePath,
  type: fc.constantFrom('object', 'file', 'stub'),
  sha256: fc.oneof(fc.constant(null), fc.string().map(digestOf)),
  size: fc.nat(),
  meta: fc.dictionary(hostileName, fc.oneof(hostilePath, fc.record({ path: hostilePath }))),
})

test('an entry line is the canonical JSON of the entry', () => {
  fc.assert(
    fc.property(entry, (entry) => {
      expect(entryLine(entry)).toBe(canonicalJson({ ...entry }))
      expect(canonicalJson({ ...parseEntry(entryLine(entry)) })).toBe(canonicalJson({ ...entry }))
    }),
  )
})

test('the path of a line is found without parsing it', () => {
  fc.assert(
    fc.property(entry, hostilePath, (entry, etag) => {
      expect(pathOfLine(entryLine(entry))).toBe(entry.path)
      expect(pathOfLine(originLine(entry.path, { etag, size: entry.size, versionId: 'v' }))).toBe(entry.path)
    }),
  )
})

test('the line of an origin is canonical, in whatever order its members stand', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => text !== 'path' && text !== '__proto__')
  const origin = fc.dictionary(name, fc.oneof(fc.string(), fc.integer(), fc.constant(null)))
  fc.assert(
    fc.property(origin, fc.string(), (members, path) => {
      expect(originLine(path, members)).toBe(canonicalJson({ ...members, path }))
    }),
  )
})

test('an origin comes back from its line', () => {
  const origin = { etag: 'abc', lastModified: '2026-11-23T00:00:00.000Z', size: 3 }
  expect(parseOrigin(originLine('a/b', origin))).toEqual(origin)
})

test('meta put over meta replaces members, removes undefined ones and keeps the rest', () => {
  const meta = { contentType: 'text/html', storageClass: 'GLACIER' }
  expect(mergeMeta(meta, { storageClass: undefined, tags: { a: '1' } })).toEqual({
    contentType: 'text/html',
    tags: { a: '1' },
  })
})

test('meta that changes nothing leaves the same object', () => {
  const meta = { contentType: 'text/html', tags: { a: '1' } }
  expect(mergeMeta(meta, { storageClass: undefined, tags: { a: '1' } })).toBe(meta)
})
