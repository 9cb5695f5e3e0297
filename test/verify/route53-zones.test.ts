import { expect, test } from 'vitest'
import { checkRecords, checkZoneCounts } from '../../src/verify/route53-zones.ts'
import { linesOf, subjectOf } from './verified.ts'
import { PATH, record, zone } from './zone.ts'

test('a zone has as many record sets as Route 53 counts', async () => {
  const made = [zone([record('', 'NS'), record('', 'SOA')])]
  const counted = (records: number, path = PATH) =>
    subjectOf(made, { listed: [{ path, records }] }).then((subject) => linesOf(checkZoneCounts(subject)))
  expect(await counted(2)).toEqual(['passed: 1 zone, 2 record sets'])
  expect(await counted(3)).toEqual([
    'failed: 1 zone, 2 record sets',
    `${PATH}: 2 record sets, the zone counts 3`,
  ])
  expect(await counted(1, 'route53/dns-records/gone.json')).toEqual([
    'failed: 1 zone, 0 record sets',
    'route53/dns-records/gone.json: its records are missing',
  ])
})

test('a record has a TTL unless it is an alias or of a traffic policy, and a failover has both sides', async () => {
  const subject = await subjectOf([
    zone([
      { Name: 'a.shop.example.', Type: 'A' },
      { Name: 'b.shop.example.', Type: 'A', AliasTarget: { DNSName: 'a.shop.example.' } },
      { Name: 'c.shop.example.', Type: 'A', TrafficPolicyInstanceId: '1' },
      record('d.', 'A', { Failover: 'PRIMARY', SetIdentifier: '1' }),
      record('e.', 'A', { Failover: 'PRIMARY', SetIdentifier: '1' }),
      record('e.', 'A', { Failover: 'SECONDARY', SetIdentifier: '2' }),
      record('e.', 'AAAA', { Failover: 'SECONDARY', SetIdentifier: '2' }),
    ]),
  ])
  expect(linesOf(checkRecords(subject))).toEqual([
    'failed: 7 record sets',
    `${PATH}: a.shop.example A has no TTL`,
    `${PATH}: failover set d.shop.example A has no secondary record`,
    `${PATH}: failover set e.shop.example AAAA has no primary record`,
  ])
})
