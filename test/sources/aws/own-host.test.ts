import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { originOf, ownHost } from '../../../src/sources/aws/own-host.ts'
import { bucketAddress } from '../../../src/sources/s3/bucket-address.ts'

const VARIANTS = [false, true].flatMap((useFipsEndpoint) =>
  [false, true].map((useDualstackEndpoint) => ({ useFipsEndpoint, useDualstackEndpoint })),
)

/** The host that the SDK finds; undefined where it refuses. */
function hostOf(resolve: () => { readonly url: URL }): string | undefined {
  try {
    return resolve().url.host
  } catch {
    return undefined
  }
}

test('hosts of AWS are those of the SDK, with FIPS and dual stack', () => {
  const [dynamodb, s3] = [new DynamoDBClient().config, new S3Client().config]
  let compared = 0
  for (const region of ['us-east-1', 'eu-west-1', 'us-gov-west-1', 'cn-north-1'])
    for (const variants of VARIANTS) {
      const asked = {
        Region: region,
        UseFIPS: variants.useFipsEndpoint,
        UseDualStack: variants.useDualstackEndpoint,
      }
      const told = JSON.stringify(asked)
      const pairs = [
        [ownHost('dynamodb', region, variants), hostOf(() => dynamodb.endpointProvider(asked))],
        [
          `shop.${ownHost('s3', region, variants)}`,
          hostOf(() => s3.endpointProvider({ ...asked, Bucket: 'shop' })),
        ],
      ] as const
      for (const [host, ofSdk] of pairs) {
        if (ofSdk === undefined) continue
        compared++
        expect(host, told).toBe(ofSdk)
      }
    }
  expect(compared).toBeGreaterThanOrEqual(28)
})

test('what is read of S3 goes to the same variant of its hosts as what the SDK asks', () => {
  const both = { useFipsEndpoint: true, useDualstackEndpoint: true }
  const originOfBucket = (bucket: string) =>
    bucketAddress(bucket, 'us-west-2', undefined, both).destination.origin
  expect(originOfBucket('shop')).toBe('https://shop.s3-fips.dualstack.us-west-2.amazonaws.com')
  expect(originOfBucket('shop.example')).toBe('https://s3-fips.dualstack.us-west-2.amazonaws.com')
  expect(originOf('ec2', 'us-east-1', undefined, both)).toBe('https://ec2-fips.us-east-1.api.aws')
  expect(originOf('ec2', 'us-east-1', 'http://127.0.0.1:9/x', both)).toBe('http://127.0.0.1:9')
})
