import { expect, test } from 'vitest'
import { checkCertificates } from '../../src/verify/certificates.ts'
import { config } from '../helpers/store-of-versions.ts'
import { linesOf, subjectOf } from './verified.ts'

const now = Date.parse('2026-11-23T00:00:00Z')
const certificate = (name: string, NotAfter?: string) =>
  config(`acm/certificates/${name}.json`, {
    DomainName: name,
    ...(NotAfter === undefined ? {} : { NotAfter }),
  })
const after = async (...made: ReturnType<typeof certificate>[]) =>
  linesOf(checkCertificates(await subjectOf(made, { now })))

test('a certificate that ends within 30 days fails, and one that has ended', async () => {
  expect(
    await after(
      certificate('a.example', '2026-12-23T00:00:00Z'),
      certificate('b.example', '2026-12-22T23:59:59Z'),
      certificate('c.example', '2026-11-24T12:00:00Z'),
      certificate('d.example', '2026-11-22T12:00:00Z'),
    ),
  ).toEqual([
    'failed: 4 certificates, the next expires on 2026-11-22',
    'acm/certificates/b.example.json: b.example expires in 29 days (2026-12-22)',
    'acm/certificates/c.example.json: c.example expires in 1 day (2026-11-24)',
    'acm/certificates/d.example.json: d.example has expired (2026-11-22)',
  ])
})

test('one that is not issued yet has no end, and the list knows of a later one', async () => {
  expect(await after(certificate('pending.example'))).toEqual(['passed: 1 certificate'])
  const renewed = await subjectOf([certificate('a.example', '2026-12-01T00:00:00Z')], {
    now,
    listed: [{ path: 'acm/certificates/a.example.json', expires: '2027-12-01T00:00:00Z' }],
  })
  expect(linesOf(checkCertificates(renewed))).toEqual([
    'passed: 1 certificate, the next expires on 2027-12-01',
  ])
})

test('without certificates the check is skipped', async () => {
  expect(await after()).toEqual(['skipped: no certificates'])
})
