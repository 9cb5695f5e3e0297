import { expect, test } from 'vitest'
import { globBase, globMatcher, isGlob } from '../../src/model/glob.ts'

test.each([
  ['*.html', 'index.html', true],
  ['*.html', 'a/index.html', false],
  ['**/*.html', 'a/b/index.html', true],
  ['s3-buckets/*', 's3-buckets/.hidden', true],
  ['s3-buckets/b/**', 's3-buckets/b/a/../escape.txt', true],
  ['s3-buckets/b/**', 's3-buckets/b/..', true],
  ['s3-buckets/b/**', 's3-buckets/b/line\nbreak', true],
  ['s3-buckets/b/*.txt', 's3-buckets/b/line\nbreak.txt', true],
  ['{a,b}/*', 'b/x', true],
  ['[ab]?', 'bc', true],
])('%s on %s gives %s', (glob, path, matches) => {
  expect(globMatcher([glob])(path)).toBe(matches)
})

test('no globs match nothing', () => {
  expect(globMatcher([])('anything')).toBe(false)
})

test('a glob is told from a path, and has a base', () => {
  expect([isGlob('a/b'), isGlob('a/*')]).toEqual([false, true])
  expect(globBase('/etc/nginx/**/*.conf')).toBe('/etc/nginx')
})
