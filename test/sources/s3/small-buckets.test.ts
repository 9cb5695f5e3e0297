import { expect, test } from 'vitest'
import { SmallBuckets } from '../../../src/sources/s3/small-buckets.ts'

/** Which of buckets with so many objects, in the order of their turns, are looked at. */
function taken(sizes: readonly (number | undefined)[]): Promise<boolean[]> {
  const all = new SmallBuckets()
  return Promise.all(sizes.map((objects) => all.turn().take(objects)))
}

const ten = (objects: number) => Array<number>(10).fill(objects)

test.each([
  ['200 objects are a small bucket, and 201 none', [200, 201, undefined, 0], [true, false, false, true]],
  ['2,000 objects in all are looked at', ten(200), ten(1).map(() => true)],
  ['the 2,001st is not, and its whole bucket', [...ten(200), 1, 0], [...ten(1).map(() => true), false, true]],
  [
    'what is left is filled to the last',
    [...ten(199), 11, 10, 1],
    [...ten(1).map(() => true), false, true, false],
  ],
])('%s', async (_, sizes, expected) => {
  expect(await taken(sizes)).toEqual(expected)
})
