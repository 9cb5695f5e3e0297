import fc from 'fast-check'
import picomatch from 'picomatch'
import { expect, test } from 'vitest'
import { globBase, globMatcher, isGlob } from '../../src/runtime/glob.ts'

test.each([
  ['*.html', 'index.html', true],
  ['*.html', 'a/index.html', false],
  ['**/*.html', 'a/b/index.html', true],
  ['**.html', 'a/b/index.html', true],
  ['s3-buckets/*', 's3-buckets/.hidden', true],
  ['s3-buckets/*', 's3-buckets/folder/', true],
  ['s3-buckets/b/**', 's3-buckets/b/a/../escape.txt', true],
  ['s3-buckets/b/**', 's3-buckets/b/..', true],
  ['s3-buckets/b/**', 's3-buckets/b/line\nbreak', true],
  ['s3-buckets/b/*.txt', 's3-buckets/b/line\nbreak.txt', true],
  ['a/**', 'a', true],
  ['a/**/b', 'a/b', true],
  ['{a,b}/*', 'b/x', true],
  ['{a,b/{c,d}}/x', 'b/d/x', true],
  ['release-{9..11}', 'release-10', true],
  ['release-{9..11}', 'release-12', false],
  ['[ab]?', 'bc', true],
  ['[!ab]', 'c', true],
  ['[^ab]', 'a', false],
  ['[!a]', '/', false],
  ['[[:digit:]x]', '7', true],
  ['photo?.png', 'photo😀.png', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['photos (1)/*', 'photos (1)/x', true],
  ['photos (1)/*', 'photos 1/x', false],
  ['*.@(jpg|png)', 'a.png', true],
  ['a[1]/x', 'a[1]/x', true],
  ['[a', '[a', true],
  ['{a,b', '{a,b', true],
  ['!*.log', 'a.txt', true],
  ['!*.log', 'a.log', false],
])('%s on %s gives %s', (glob, path, matches) => {
  expect(globMatcher([glob])(path)).toBe(matches)
})

test('no globs match nothing', () => {
  expect(globMatcher([])('anything')).toBe(false)
})

test('a glob is told from a path, and has a base', () => {
  expect([isGlob('a/b'), isGlob('a/*')]).toEqual([false, true])
  expect(globBase('/etc/nginx/**/*.conf')).toBe('/etc/nginx')
  expect(['*', '/*', 'a/b{c,d}/e', 'a/b', '../x/*.js'].map(globBase)).toEqual(['', '/', 'a', 'a/b', '../x'])
})

test('plain globs mean what they mean to picomatch', () => {
  const piece = fc.constantFrom('a', 'b', '.', '-', '*', '?', '[ab]', '[^a]', '[a-b]', '\\*')
  const segment = fc
    .array(fc.oneof({ weight: 5, arbitrary: piece }, fc.constantFrom('c{a,b}', 'c{ab,b*}', 'c{ab,b,}')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((pieces) => pieces.join(''))
    .filter((text) => !text.includes('**'))
  const glob = listOf(fc.oneof({ weight: 3, arbitrary: segment }, fc.constant('**')))
  const name = fc
    .array(fc.constantFrom('a', 'b', 'c', '.', '-'), { minLength: 1, maxLength: 4 })
    .map((characters) => characters.join(''))
    .filter((text) => text !== '.' && text !== '..')
  fc.assert(
    fc.property(glob, fc.array(listOf(name), { minLength: 5, maxLength: 5 }), (glob, paths) => {
      const matches = globMatcher([glob])
      const expected = picomatch(glob, { dot: true })
      for (const path of paths) expect([path, matches(path)]).toEqual([path, expected(path)])
    }),
    { numRuns: 3000 },
  )
})

function listOf(segments: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(segments, { minLength: 1, maxLength: 4 }).map((all) => all.join('/'))
}

test.each([
  ['many stars', '*a'.repeat(200) + 'b', 'a'.repeat(1000)],
  ['stars between dashes', '*-*-*-*.log', '-'.repeat(1000)],
  ['many globstars', '**/a/'.repeat(100) + 'b', 'a/'.repeat(500)],
  ['a star and question marks', '*a' + '?'.repeat(30), 'ab'.repeat(5000)],
  ['a bomb of braces', '{a,b}'.repeat(1000), 'ab'.repeat(500) + 'c'],
  ['nested braces', '{a,'.repeat(1500) + 'b' + '}'.repeat(1500), 'b'.repeat(100)],
  ['open brackets', '['.repeat(8000), 'a'],
  ['open brackets and an escaped end', '['.repeat(8000) + '\\]', 'a'],
  ['repeated groups', '+(a|*(a|aa))'.repeat(50) + 'b', 'a'.repeat(1000)],
  ['a long range of numbers', '{1..999999999}', '5'],
])('%s take no second to match', (_, glob, text) => {
  const begin = performance.now()
  expect(globMatcher([glob])(text)).toBe(false)
  // A backtracking matcher takes minutes at least; a loaded machine some hundreds of milliseconds.
  expect(performance.now() - begin).toBeLessThan(3000)
})

test('a glob that nobody would write is a usage error', () => {
  expect(() => globMatcher(['a'.repeat(100_000)])).toThrow('a glob of 100000 characters is too long')
})
