import { expect, test } from 'vitest'
import { checkOrigins } from '../../src/verify/cloudfront-references.ts'
import { checkDnsTargets } from '../../src/verify/dns-targets.ts'
import { Subject } from '../../src/verify/subject.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const about = { sources: [{ name: 's3', entries: 1, bytes: 1, durationMs: 1 }] }
const bucket = (name: string) => config(`s3-configs/${name}.json`, { name })
const distribution = config('cloudfront/distributions/E1.json', {
  DistributionConfig: {
    Origins: {
      Items: ['shop', 'partner', 'old'].map((name) => ({
        Id: name,
        DomainName: `${name}.s3.us-east-1.amazonaws.com`,
      })),
    },
  },
})
const zone = [
  config('route53/hosted-zones/Z1.json', { Id: '/hostedzone/Z1', Name: 'shop.example.' }),
  config('route53/dns-records/shop.example.json', {
    Id: '/hostedzone/Z1',
    Name: 'shop.example.',
    records: ['www', 'old'].map((name) => ({
      Name: `${name}.shop.example.`,
      Type: 'A',
      AliasTarget: { DNSName: 's3-website-us-east-1.amazonaws.com.' },
    })),
  }),
]

test('an origin at a bucket that the account never had is told, and one at a bucket that is gone is a failure', async () => {
  const { store, versions } = await storeOfVersions(
    { made: [bucket('shop'), bucket('old'), bucket('old.shop.example')], about },
    { made: [bucket('shop'), distribution, ...zone], about },
    { made: [bucket('shop'), distribution, ...zone], about },
  )
  const [, , version] = versions
  if (version === undefined) throw new Error('there are three versions')
  const subject = new Subject(store, version, {}, 0)
  const origins = checkOrigins(subject)
  expect(origins.summary).toBe('3 origins; of other accounts, or nowhere: partner')
  expect(origins.failures.map(({ message }) => message)).toEqual([
    'origin old at old.s3.us-east-1.amazonaws.com: the bucket old is gone',
  ])
  const targets = checkDnsTargets(subject)
  expect(targets.summary).toContain('of other accounts, or nowhere: www.shop.example')
  expect(targets.failures.map(({ message }) => message)).toEqual([
    expect.stringContaining('the bucket old.shop.example is gone'),
  ])
})
