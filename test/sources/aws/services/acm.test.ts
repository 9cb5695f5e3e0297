import { expect, test } from 'vitest'
import type { JsonObject } from '../../../../src/model/canonical-json.ts'
import type { Resource } from '../../../../src/services/declaration/declaration.ts'
import { normaliser } from '../../../../src/sources/aws/normal-document.ts'
import { Reader } from '../../../../src/sources/aws/reader.ts'
import { namePaths } from '../../../../src/sources/aws/resource-path.ts'
import { ACM } from '../../../../src/services/acm.ts'

const certificates = ACM.resources[0] as Resource // it has them first
const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222'

/** The document of a certificate, whose `serial` tells one issue of it from another. */
async function documentOf(described: JsonObject, serial: string): Promise<JsonObject | undefined> {
  const dates = { NotBefore: `${serial}-01-01`, NotAfter: `${serial}-12-31`, IssuedAt: `${serial}-01-02` }
  const reader = new Reader(ACM.api, (_, operation) => {
    if (operation === 'DescribeCertificate')
      return Promise.resolve({ Certificate: { CertificateArn, Serial: serial, ...dates, ...described } })
    if (operation === 'GetCertificate')
      return Promise.resolve({ Certificate: `leaf ${serial}`, CertificateChain: 'chain' })
    return Promise.resolve({ Tags: [] })
  })
  const read = await reader.read({ CertificateArn }, certificates.details)
  return read && normaliser(certificates, () => ({ $secret: '' }))(read.item)
}

test('a certificate that ACM renews by itself is the same after it', async () => {
  const managed = { Status: 'ISSUED', RenewalEligibility: 'ELIGIBLE', RenewalSummary: { UpdatedAt: 'now' } }
  const before = await documentOf(managed, '2026')
  expect(before).toEqual({ CertificateArn, Status: 'ISSUED', RenewalEligibility: 'ELIGIBLE', chain: 'chain' })
  expect(await documentOf({ ...managed, RenewalSummary: { UpdatedAt: 'later' } }, '2027')).toEqual(before)
})

test('one that nobody renews but its owner says when it ends', async () => {
  const document = await documentOf({ Status: 'ISSUED', RenewalEligibility: 'INELIGIBLE' }, '2026')
  expect(document).toMatchObject({ Serial: '2026', NotAfter: '2026-12-31', certificate: 'leaf 2026' })
})

test('one that was never issued has no certificate', async () => {
  const document = await documentOf({ Status: 'PENDING_VALIDATION' }, '2026')
  expect(document).not.toHaveProperty('certificate')
  expect(document).not.toHaveProperty('chain')
})

test('two of one domain keep their paths when one of them goes', () => {
  const item = (uuid: string) => ({
    item: { DomainName: '*.shop.example', CertificateArn: `a/${uuid}` },
    parents: [],
  })
  const [, second] = namePaths(certificates, [item('1'), item('2')], '@eu-west-1')
  expect(second?.path).toBe('acm/certificates/_.shop.example/2@eu-west-1.json')
  expect(namePaths(certificates, [item('2')], '@eu-west-1')).toEqual([second])
})
