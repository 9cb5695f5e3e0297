import { expect, test } from 'vitest'
import { checkS3Counts } from '../../src/verify/s3-counts.ts'
import { checkS3Pairs } from '../../src/verify/s3-pairs.ts'
import { config } from '../helpers/store-of-versions.ts'
import { linesOf, subjectOf } from './verified.ts'

const object = (path: string, content: string) => ({ path: `s3-buckets/${path}`, content })
const unknown = (path: string) => ({
  path: `s3-buckets/${path}`,
  type: 'unknown' as const,
  meta: { reason: 'AccessDenied' },
})

test('a bucket has the objects and the bytes that were listed', async () => {
  const made = [object('a/1', 'one'), object('a/2', 'two'), object('b/1', 'one'), object('c/1', 'one')]
  const subject = await subjectOf(made, {
    listed: [
      { path: 's3-buckets/a/', entries: 2, bytes: 6 },
      { path: 's3-buckets/b/', entries: 2, bytes: 6 },
      { path: 's3-buckets/c/', entries: 1, bytes: 4 },
      { path: 's3-buckets/empty/' },
    ],
  })
  expect(linesOf(checkS3Counts(subject))).toEqual([
    'failed: 4 buckets, 4 objects, 12 B',
    's3-buckets/b/: 1 object, 2 were listed',
    's3-buckets/c/: 3 bytes, 4 were listed',
  ])
})

test('two buckets of a pair hold the same, by their names or by the configuration', async () => {
  const made = [
    ...['shop-prod', 'shop-staging', 'other'].map((name) => config(`s3-configs/${name}.json`, {})),
    object('shop-prod/same', 'x'),
    object('shop-staging/same', 'x'),
    object('shop-prod/changed', 'x'),
    object('shop-staging/changed', 'y'),
    object('shop-prod/new', 'x'),
    object('shop-staging/old', 'x'),
    object('other/same', 'x'),
  ]
  expect(linesOf(checkS3Pairs(await subjectOf(made)))).toEqual([
    'failed: 1 pair by their names',
    's3-buckets/shop-staging/new: missing; shop-prod has it',
    's3-buckets/shop-prod/old: missing; shop-staging has it',
    's3-buckets/shop-staging/changed: content differs from shop-prod',
  ])
  const named = await subjectOf(made, { config: { s3: { pairs: [['other', 'shop-staging']] } } })
  expect(linesOf(checkS3Pairs(named))).toEqual([
    'failed: 1 pair',
    's3-buckets/other/changed: missing; shop-staging has it',
    's3-buckets/other/old: missing; shop-staging has it',
  ])
  const none = await subjectOf(made, { config: { s3: { pairs: [] } } })
  expect(linesOf(checkS3Pairs(none))[0]).toContain('skipped: no pairs')
})

test('a place that could not be read is no object', async () => {
  const subject = await subjectOf([object('a/1', 'one'), unknown('a/2')], {
    listed: [{ path: 's3-buckets/a/', entries: 1, bytes: 3 }],
  })
  expect(linesOf(checkS3Counts(subject))).toEqual(['passed: 1 bucket, 1 object, 3 B'])
})
