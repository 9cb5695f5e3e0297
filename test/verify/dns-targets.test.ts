import { expect, test } from 'vitest'
import { checkDnsTargets } from '../../src/verify/dns-targets.ts'
import { linesOf, subjectOf } from './verified.ts'
import { PATH, record, zone } from './zone.ts'

const cname = (name: string, target: string) =>
  record(name, 'CNAME', { ResourceRecords: [{ Value: target }] })

test('a name of an own zone that has no record dangles, unless a star stands for it or the name is delegated', async () => {
  const subject = await subjectOf([
    zone([
      cname('a.', 'B.shop.example.'),
      cname('b.', 'none.shop.example'),
      cname('c.', 'x.y.star.shop.example'),
      record('\\052.star.', 'A'),
      cname('d.', 'deep.child.shop.example'),
      record('child.', 'NS'),
      cname('e.', 'of.others.example'),
      cname('f.', 'd1.cloudfront.net'),
    ]),
  ])
  expect(linesOf(checkDnsTargets(subject))).toEqual([
    'failed: 6 targets',
    `${PATH}: b.shop.example CNAME points to none.shop.example: the zone shop.example has no such record`,
    `${PATH}: f.shop.example CNAME points to d1.cloudfront.net: nothing in cloudfront/distributions/ has that name`,
  ])
})

test('a private zone leads nowhere that can be looked up', async () => {
  const isPrivate = { Config: { PrivateZone: true } }
  const subject = await subjectOf([zone([cname('b.', 'none.shop.example')], isPrivate)])
  expect(linesOf(checkDnsTargets(subject))).toEqual(['skipped: no public zones'])
})
