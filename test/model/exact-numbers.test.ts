import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdsExactNumbers, parseNumbersAsTexts, withNumbers } from '../../src/model/exact-numbers.ts'

test.each([
  ['9007199254740992', true],
  ['9007199254740993', false],
  ['12345678901234567000', true],
  ['1.50', true],
  ['0.15E+1', true],
  ['0.30000000000000004', true],
  ['3.141592653589793238', false],
  ['-0.0', true],
  ['1e400', false],
  ['1e-400', false],
  ['5e-324', true],
  ['{"9007199254740993":"\\"9007199254740993"}', true],
  ['["\\\\",9007199254740993]', false],
])('%s: %s', (json, isExact) => {
  expect(holdsExactNumbers(json)).toBe(isExact)
})

test('what JavaScript writes, it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(holdsExactNumbers(JSON.stringify(value, null, 1))).toBe(true)
    }),
  )
})

test('of those that are held, two that differ do so in JavaScript', () => {
  const digits = fc.bigInt({ min: 2n ** 52n, max: 2n ** 70n })
  fc.assert(
    fc.property(digits, fc.bigInt({ min: 1n, max: 2000n }), fc.nat(18), (number, more, point) => {
      const [a, b] = [number, number + more].map(
        (n) => `${String(n).slice(0, -point - 1)}.${String(n).slice(-point - 1)}`,
      )
      if (holdsExactNumbers(a ?? '') && holdsExactNumbers(b ?? '')) expect(Number(a)).not.toBe(Number(b))
    }),
    { numRuns: 2000 },
  )
})

test('long texts and numbers take their length in time', () => {
  expect(holdsExactNumbers(JSON.stringify('"'.repeat(1 << 21)))).toBe(true)
  expect(holdsExactNumbers(`0.1${'0'.repeat(1 << 21)}1`)).toBe(false)
})

test('numbers that JavaScript cannot hold come through as they were written', () => {
  const json = String.raw`{"max":9223372036854775807,"text":"9223372036854775807\"","list":[1e400,-0.1234567890123456789],"n":1}`
  expect(holdsExactNumbers(json)).toBe(false)
  expect(withNumbers(JSON.stringify(parseNumbersAsTexts(json)))).toBe(json)
  expect(() => parseNumbersAsTexts('[01234567890123456789]')).toThrow(SyntaxError)
})
