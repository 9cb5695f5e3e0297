import fc from 'fast-check'
import ignore from 'ignore'
import { expect, test } from 'vitest'
import { gitignoredPaths, gitignoreMatcher } from '../../src/runtime/gitignore.ts'

test.each([
  [['*.log'], 'a/b.log', true],
  [['/*.log'], 'a/b.log', false],
  [['*.log'], 'a.LOG', false],
  [['*.log', '!keep.log'], 'keep.log', false],
  [['build/'], 'build', false],
  [['build/'], 'x/build/', true],
  [['a/**', '!a/keep'], 'a/', false],
  [['a/**', '!a/keep'], 'a/keep', false],
  [['a/**', '!a/keep'], 'a/other', true],
  [['# no pattern', '\\#a'], '#a', true],
  [['a  ', 'b\\ '], 'b ', true],
  [['{a,b}'], 'a', false],
  [['[!a]'], 'b', true],
])('%j on %s gives %s', (patterns, path, isIgnored) => {
  expect(gitignoreMatcher(patterns)(path)).toBe(isIgnored)
})

test('what is in an ignored folder is ignored, whatever is taken back', () => {
  const isIgnored = gitignoredPaths(['build/', '!build/keep', '*.log'])
  expect(['build/keep', 'x/build/y', 'build', 'a/b.log', 'a/b'].map(isIgnored)).toEqual([
    true,
    true,
    false,
    true,
    false,
  ])
})

test('patterns mean what they mean to the package "ignore"', () => {
  const piece = fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[!a]', '{', '(', '\\*')
  const segment = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''))
  const path = fc
    .array(fc.oneof({ weight: 3, arbitrary: segment }, fc.constant('**')), { minLength: 1, maxLength: 3 })
    .map((segments) => segments.join('/'))
  const pattern = fc
    .tuple(fc.constantFrom('', '', '', '!'), fc.constantFrom('', '/'), path, fc.constantFrom('', '', '/'))
    .map((parts) => parts.join(''))
  const name = fc
    .array(fc.constantFrom('a', 'b', '.', '-'), { minLength: 1, maxLength: 4 })
    .map((characters) => characters.join(''))
    .filter((text) => text !== '.' && text !== '..')
  fc.assert(
    fc.property(
      fc.array(pattern, { minLength: 1, maxLength: 3 }),
      fc.array(name, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '/'),
      (patterns, names, end) => {
        const matches = gitignoreMatcher(patterns)
        // What is in an ignored folder is never asked about.
        const folders = names.slice(0, -1).map((_, i) => `${names.slice(0, i + 1).join('/')}/`)
        const path = names.join('/') + end
        const expected = ignore({ ignorecase: false }).add(patterns).ignores(path)
        expect(folders.some(matches) || matches(path)).toBe(expected)
      },
    ),
    { numRuns: 3000 },
  )
})

test('a pattern that backtracks for minutes elsewhere takes no second', () => {
  const begin = performance.now()
  const matches = gitignoreMatcher([`${'*a'.repeat(60)}b`, '*-*-*-*-*.log'])
  expect(matches('a'.repeat(250))).toBe(false)
  expect(matches('-'.repeat(250))).toBe(false)
  expect(performance.now() - begin).toBeLessThan(3000)
})

const FILES = [
  '\\a',
  'a',
  'é',
  'a\\',
  'ab',
  'a b',
  'd/a',
  'd/é',
  'd/e/a',
  'd/e/ab',
  '-',
  '[a',
  '{a,b}',
  '日',
  'a!',
]

/** Which of the files above git 2 ignores by a .gitignore of these lines. */
test.each<[patterns: string[], ignored: string[]]>([
  [['?'], ['a', 'd/a', 'd/é', 'd/e/a', 'd/e/ab', '-']],
  [['??'], ['\\a', 'é', 'a\\', 'ab', 'd/é', 'd/e/ab', '[a', 'a!']],
  [['???'], ['a b', '日']],
  [['[!a]'], ['d/a', 'd/é', 'd/e/a', 'd/e/ab', '-']],
  [['[!/]'], ['a', 'd/a', 'd/é', 'd/e/a', 'd/e/ab', '-']],
  [['[^a][^a]'], ['é', 'd/é']],
  [['[é]'], []],
  [['é'], ['é', 'd/é']],
  [['/\\a'], ['a']],
  [['\\a'], ['a', 'd/a', 'd/e/a']],
  [['\\\\a'], ['\\a']],
  [['/*\\'], []],
  [['a\\'], []],
  [['a\\\\'], ['a\\']],
  [['*', '!/***'], []],
  [['*', '!/**'], []],
  [
    ['/***'],
    ['\\a', 'a', 'é', 'a\\', 'ab', 'a b', 'd/a', 'd/é', 'd/e/a', 'd/e/ab', '-', '[a', '{a,b}', '日', 'a!'],
  ],
  [['d/**'], ['d/a', 'd/é', 'd/e/a', 'd/e/ab']],
  [['d/***/a'], ['d/a', 'd/e/a']],
  [['d**/a'], ['d/a', 'd/e/a']],
  [['**/a'], ['a', 'd/a', 'd/e/a']],
  [['d/**/a'], ['d/a', 'd/e/a']],
  [['d/*/'], ['d/e/a', 'd/e/ab']],
  [['d/'], ['d/a', 'd/é', 'd/e/a', 'd/e/ab']],
  [['d//'], []],
  [['/'], []],
  [['*/a'], ['d/a']],
  [['{a,b}'], ['{a,b}']],
  [['[a'], []],
  [['\\[a'], ['[a']],
  [['[[:alpha:]]'], ['a', 'd/a', 'd/é', 'd/e/a', 'd/e/ab']],
  [['[[:alpha]'], ['a', 'd/a', 'd/e/a']],
  [['[[:nope:]]'], []],
  [['[a-]'], ['a', 'd/a', 'd/e/a', '-']],
  [['[]-a]'], ['a', 'd/a', 'd/e/a']],
  [['[\\]a]'], ['a', 'd/a', 'd/e/a']],
  [['[--a]'], ['a', 'd/a', 'd/e/a', '-']],
  [['a '], ['a', 'd/a', 'd/e/a']],
  [['a\\ b'], ['a b']],
  [['a b  '], ['a b']],
  [['a\\ '], []],
  [['a\r'], ['a', 'd/a', 'd/e/a']],
  [['d/e**'], ['d/e/a', 'd/e/ab']],
  [['d/\\e/a'], ['d/e/a']],
  [['**\\/a'], ['d/a', 'd/e/a']],
  [
    ['*', '!*/', '!d/e/ab'],
    ['\\a', 'a', 'é', 'a\\', 'ab', 'a b', 'd/a', 'd/é', 'd/e/a', '-', '[a', '{a,b}', '日', 'a!'],
  ],
  [['a?'], ['a\\', 'ab', 'd/e/ab', 'a!']],
  [['?b'], ['ab', 'd/e/ab']],
])('git ignores by %j: %j', (patterns, ignored) => {
  expect(FILES.filter(gitignoredPaths(patterns))).toEqual(ignored)
})
