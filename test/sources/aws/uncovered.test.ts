import { expect, test } from 'vitest'
import { gapsOf, tallyOf } from '../../../src/sources/aws/uncovered.ts'

const arn = (service: string, region: string, rest: string) =>
  `arn:aws:${service}:${region}:123456789012:${rest}`

test('what the index of Resource Explorer has in regions that were not asked is told by region, and is not captured', () => {
  const types = new Map([
    [arn('lambda', 'eu-west-1', 'function:a'), 'lambda:function'],
    [arn('lambda', 'eu-west-1', 'function:b'), 'lambda:function'],
    [arn('ec2', 'ap-south-1', 'vpc/v'), 'ec2:vpc'],
    [arn('lambda', 'us-west-2', 'function:c'), 'lambda:function'],
    [arn('ec2', 'us-west-2', 'vpc/w'), 'ec2:vpc'],
    ['arn:aws:s3:::bucket', 's3:bucket'],
    // CloudFront's certificates are asked for there in any case.
    [arn('sqs', 'us-east-1', 'queue'), 'sqs'],
    [arn('acm', 'us-east-1', 'certificate/c'), 'acm:certificate'],
  ])
  const tally = tallyOf(types, ['us-west-2'])
  expect(tally).toEqual({
    types: [{ type: 'ec2:vpc', count: 1 }],
    covered: 3,
    elsewhere: { 'eu-west-1': 2, 'ap-south-1': 1, 'us-east-1': 1 },
  })
  expect(gapsOf(tally).map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    '@eu-west-1/: Resource Explorer has 2 resources in eu-west-1, which was not asked for: --region all',
    '@ap-south-1/: Resource Explorer has 1 resource in ap-south-1, which was not asked for: --region all',
    '@us-east-1/: Resource Explorer has 1 resource in us-east-1, which was not asked for: --region all',
    'ec2/vpc/: 1 resource of type ec2:vpc, a kind that jsnap does not capture',
  ])
})
