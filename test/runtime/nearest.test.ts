import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest } from '../../src/runtime/nearest.ts'

const VERBS = [
  'blame',
  'cat',
  'checkout',
  'commit',
  'config',
  'coverage',
  'diff',
  'find',
  'log',
  'ls',
  'status',
]

test.each([
  ['v10', ['v0', 'v1.0', 'v1.1'], 'v1.0'],
  ['v1.O', ['v1.0', 'v2.1', 'release'], 'v1.0'],
  ['V1.0', ['v1.0'], 'v1.0'],
  ['v1-0', ['v1.1', 'v1.0'], 'v1.0'],
  ['lgo', VERBS, 'log'],
  ['sl', VERBS, 'ls'],
  ['statsu', VERBS, 'status'],
  ['comit', VERBS, 'commit'],
  ['DIFF', VERBS, 'diff'],
  ['check', VERBS, 'checkout'],
  ['indx.html', ['index.html', 'about.html'], 'index.html'],
  ['eu-cental-1', ['eu-central-1', 'eu-central-2'], 'eu-central-1'],
  ['beföre', ['before', 'after'], 'before'],
])("'%s' is near to one of %j: %s", (text, candidates, meant) => {
  expect(nearest(text, candidates)).toBe(meant)
})

test.each([
  ['foo', ['op', 'for-ever', 'log', 'v1.0']],
  ['something', ['v1.0']],
  ['co', VERBS],
  ['x', VERBS],
  ['v2', ['v1', 'v3']],
  ['', VERBS],
  ['--', ['..', '__']],
  ['else', ['pages']],
])("nothing is near enough to '%s' in %j", (text, candidates) => {
  expect(nearest(text, candidates)).toBeUndefined()
})

test('what is suggested is one of the candidates, and never the text itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (text, candidates) => {
      const near = nearest(text, candidates)
      expect(near === undefined || (near !== text && candidates.includes(near))).toBe(true)
    }),
  )
})

test('one typing error in a word of four letters or more is understood', () => {
  const word = fc.stringMatching(/^[a-z]{4,12}$/)
  const typo = fc.constantFrom('drop', 'swap', 'double', 'replace', 'capital')
  fc.assert(
    fc.property(word, fc.nat(), typo, (meant, seed, kind) => {
      const at = seed % (meant.length - 1)
      const [a = '', b = ''] = [meant[at], meant[at + 1]]
      const wrong = {
        drop: b,
        swap: b + a,
        double: a + a + b,
        replace: `7${b}`,
        capital: a.toUpperCase() + b,
      }[kind]
      const text = meant.slice(0, at) + wrong + meant.slice(at + 2)
      fc.pre(text !== meant)
      expect(nearest(text, ['0000000000000000', meant])).toBe(meant)
    }),
  )
})
