import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestIncreasing } from '../../../src/diff/document/longest-increasing.ts'

/** All increasing rows of a few numbers. */
function* rows(numbers: readonly number[], from = 0, last = -1): Generator<number[]> {
  yield []
  for (let i = from; i < numbers.length; i++) {
    const number = numbers[i] ?? 0
    if (number > last) for (const rest of rows(numbers, i + 1, number)) yield [number, ...rest]
  }
}

test('the row is the longest there is, and of those one with most of the preferred', () => {
  const shuffled = fc
    .uniqueArray(fc.nat(20), { maxLength: 8 })
    .chain((numbers) => fc.shuffledSubarray(numbers, { minLength: numbers.length }))
  fc.assert(
    fc.property(shuffled, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (numbers, preferred) => {
      const weight = (row: readonly number[]) =>
        row.length * 100 + row.filter((number) => preferred[numbers.indexOf(number)]).length
      const row = [...longestIncreasing(numbers, (i) => preferred[i] === true)].reverse()
      expect(row).toEqual(row.toSorted((a, b) => a - b))
      expect(row.map((number) => numbers.indexOf(number))).toEqual(
        row.map((number) => numbers.indexOf(number)).toSorted((a, b) => a - b),
      )
      expect(weight(row)).toBe(Math.max(...[...rows(numbers)].map(weight)))
    }),
  )
})

test('a hundred thousand numbers take no noticeable time', () => {
  const numbers = Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 100_003)
  const started = performance.now()
  expect(longestIncreasing(numbers).size).toBeGreaterThan(1)
  expect(performance.now() - started).toBeLessThan(2000)
})
