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
