import { expect, test } from 'vitest'
import { gapOf, otherRegions } from '../../../src/sources/s3/other-regions.ts'

test('the regions that buckets are in and where nothing else was asked are named', () => {
  const others = otherRegions(['us-east-1', 'us-west-2', 'eu-west-1', 'us-west-2'], ['us-east-1'])
  expect(others.map(gapOf)).toEqual([
    { path: '@eu-west-1/', reason: '1 bucket is in eu-west-1, which was not asked for: --region all' },
    { path: '@us-west-2/', reason: '2 buckets are in us-west-2, which was not asked for: --region all' },
  ])
  expect(otherRegions(['us-east-1'], ['us-east-1'])).toEqual([])
})
