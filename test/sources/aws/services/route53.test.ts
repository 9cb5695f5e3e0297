import { expect, test } from 'vitest'
import { ROUTE53 } from '../../../../src/services/route53.ts'
import { captureAnswered, refusing } from '../capture-answered.ts'

const zones = {
  ListHostedZones: {
    HostedZones: [
      { Id: '/hostedzone/Z1', Name: 'shop.example.', ResourceRecordSetCount: 2 },
      { Id: '/hostedzone/Z2', Name: 'old.example.', ResourceRecordSetCount: 2 },
    ],
  },
}

test('a zone that is deleted while it is read is no zone without records', async () => {
  const { documents, problems } = await captureAnswered(ROUTE53, {
    ...zones,
    ListResourceRecordSets: ({ HostedZoneId }) =>
      HostedZoneId === 'Z2'
        ? refusing('NoSuchHostedZone')()
        : { ResourceRecordSets: [{ Name: 'shop.example.', Type: 'A' }] },
    ListTagsForResource: ({ ResourceId }) => (ResourceId === 'Z2' ? refusing('NoSuchHostedZone')() : {}),
  })
  expect([[...documents.keys()].sort(), problems]).toEqual([
    ['route53/dns-records/shop.example.json', 'route53/hosted-zones/Z1.json'],
    [],
  ])
})

test('an account that may not sign its zones has them unsigned, and no problem', async () => {
  const { documents, gaps, problems } = await captureAnswered(ROUTE53, {
    ...zones,
    GetDNSSEC: refusing(
      'AccessDenied',
      'The operation GetDNSSEC is not available for the current AWS account 123456789012',
      403,
    ),
  })
  expect([documents.size, problems, gaps.map(({ path }) => path)]).toEqual([
    4,
    [],
    ['route53/hosted-zones/*.json#/dnssec'],
  ])
})
