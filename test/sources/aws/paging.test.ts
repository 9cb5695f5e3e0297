import { expect, test } from 'vitest'
import { Paging } from '../../../src/sources/aws/paging.ts'

/** How many pages a list takes until it is ended. */
function pagesUntilStuck(page: (i: number) => [string, boolean], most?: number): number {
  const paging = new Paging('s3:ListBuckets', most)
  for (let i = 0; i < 100_000; i++)
    try {
      paging.goOn(...page(i))
    } catch (error) {
      expect(error).toMatchObject({ operation: 's3:ListBuckets', code: 'PagingStuck' })
      return i
    }
  return Infinity
}

test('a list ends when a page comes twice, brings nothing a thousand times, or comes as none of AWS does', () => {
  expect(pagesUntilStuck((i) => [String(i % 2), true])).toBe(2)
  expect(pagesUntilStuck((i) => [String(i), false])).toBe(999)
  expect(pagesUntilStuck((i) => [String(i), true])).toBe(20_000)
  expect(pagesUntilStuck((i) => [String(i), i % 999 === 0], Infinity)).toBe(Infinity)
})
