import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePaths } from '../../src/model/paths.ts'

const text = fc.string({ unit: 'binary' })

test('paths order as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(comparePaths(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
  )
})

test('a character above U+FFFF orders after one of U+E000 to U+FFFF', () => {
  expect(comparePaths('\u{10000}', '\uffff')).toBeGreaterThan(0)
})
