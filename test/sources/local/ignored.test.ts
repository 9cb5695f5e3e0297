import { expect, test } from 'vitest'
import { gapMatcher } from '../../../src/model/gap-matcher.ts'
import { Ignored } from '../../../src/sources/local/ignored.ts'

test('what patterns leave out is told by pattern, with counts', () => {
  const ignored = new Ignored(['*.log', '!keep.log', '/build/', 'tmp/*.bin', 'unused'])
  const paths = ['a.log', 'x/b.log', 'keep.log', 'build/', 'x/build/', 'tmp/a.bin', 'a.html']
  expect(paths.filter((path) => ignored.ignores(path))).toEqual(['a.log', 'x/b.log', 'build/', 'tmp/a.bin'])
  const except = ['local/site/**/keep.log{,/**}']
  const gaps = ignored.gaps('local/site/')
  expect(gaps).toEqual([
    {
      path: 'local/site/**/*.log{,/**}',
      reason: "2 files and folders left out by the ignore pattern '*.log'",
      except,
    },
    {
      path: 'local/site/build/**/*',
      reason: "1 file or folder left out by the ignore pattern '/build/'",
      except,
    },
    {
      path: 'local/site/tmp/*.bin{,/**}',
      reason: "1 file or folder left out by the ignore pattern 'tmp/*.bin'",
      except,
    },
  ])
  const isLeftOut = (path: string) => gaps.some((gap) => gapMatcher(gap)(path))
  expect(
    ['a.log', 'x/b.log', 'build/x/y', 'tmp/a.bin'].map((path) => isLeftOut(`local/site/${path}`)),
  ).toEqual(Array.from({ length: 4 }, () => true))
  expect(['keep.log', 'x/build/a', 'a.html'].map((path) => isLeftOut(`local/site/${path}`))).toEqual([
    false,
    false,
    false,
  ])
})

test('braces and parentheses of a pattern are no signs of a glob', () => {
  const ignored = new Ignored(['a{1,2}', '@(b|c)', '[{]x', '\\{y,z}', 'd/*(e)'])
  const names = ['a{1,2}', '@(b|c)', '{x', '{y,z}', 'd/1(e)']
  for (const name of names) expect(ignored.ignores(name), name).toBe(true)
  const gaps = ignored.gaps('local/site/')
  const isLeftOut = (path: string) => gaps.some((gap) => gapMatcher(gap)(`local/site/${path}`))
  expect(names.map(isLeftOut)).toEqual(names.map(() => true))
  expect(['a1', 'a2', 'b', 'c', 'y', 'z', 'd/e', 'd/'].filter(isLeftOut)).toEqual([])
})
