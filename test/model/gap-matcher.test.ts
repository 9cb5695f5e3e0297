import { expect, test } from 'vitest'
import { gapAt, gapBase, gapMatcher } from '../../src/model/gap-matcher.ts'

const SIGNS = ['local/x/a*b', 'local/x/{a,b}', 'local/x/a?b', 'local/x/[ab]', 'local/x/a\\*b']

test('a gap at one path is that path alone, whatever signs of a glob its name has', () => {
  for (const path of SIGNS) {
    const gap = gapAt(path, 'a named pipe')
    expect(gap, path).toEqual({ path, reason: 'a named pipe', literal: true })
    expect(gapMatcher(gap)(path), path).toBe(true)
    const others = ['local/x/a', 'local/x/b', 'local/x/a-b', 'local/x/axb', 'local/x/a/b']
    expect(others.filter(gapMatcher(gap)), path).toEqual([])
    expect(gapBase(gap), path).toBe(path)
  }
  expect(gapAt('local/x/plain', 'a named pipe')).toEqual({ path: 'local/x/plain', reason: 'a named pipe' })
})

test('without the mark, as in older versions, such a path is a glob', () => {
  const gap = { path: 'local/x/a*b', reason: 'left out' }
  expect(['local/x/a*b', 'local/x/a-b', 'local/x/c'].map(gapMatcher(gap))).toEqual([true, true, false])
  expect(gapBase(gap)).toBe('local/x')
})
