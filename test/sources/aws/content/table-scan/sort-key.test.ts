import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodedNumber, sortKey } from '../../../../../src/sources/aws/content/table-scan/sort-key.ts'

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A decimal number as DynamoDB writes it, with its value as a fraction of integers. */
const number = fc
  .record({
    digits: fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }),
    exponent: fc.integer({ min: -60, max: 60 }),
  })
  .map(({ digits, exponent }) => ({
    text: `${digits}E${exponent}`,
    value: digits * 10n ** BigInt(exponent + 60),
  }))

describe('the order of keys', () => {
  test('is that of the values of numbers, all digits of them', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const expected = a.value < b.value ? -1 : a.value > b.value ? 1 : 0
        expect(order(encodedNumber(a.text), encodedNumber(b.text))).toBe(expected)
      }),
    )
  })

  test.each([
    ['0', '-0'],
    ['1', '1.0'],
    ['100', '1E2'],
    ['0.05', '5e-2'],
    ['-12.50', '-12.5'],
  ])('does not depend on how a number is written: %s and %s', (a, b) => {
    expect(encodedNumber(a)).toBe(encodedNumber(b))
  })

  test('is that of the bytes of texts, and of the sort key where partition keys are equal', () => {
    const keys = [
      { name: 'p', type: 'S' },
      { name: 's', type: 'B' },
    ] as const
    const text = fc.string({ unit: 'grapheme' })
    const bytes = fc.uint8Array()
    fc.assert(
      fc.property(text, bytes, text, bytes, (p1, s1, p2, s2) => {
        const key = (p: string, s: Uint8Array) =>
          sortKey({ p: { S: p }, s: { B: Buffer.from(s).toString('base64') } }, keys)
        const expected = Buffer.compare(Buffer.from(p1), Buffer.from(p2)) || Buffer.compare(s1, s2)
        expect(order(key(p1, s1), key(p2, s2))).toBe(expected)
      }),
    )
  })
})
