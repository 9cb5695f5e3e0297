import { expect, test } from 'vitest'
import { checkAssociations, checkOrigins } from '../../src/verify/cloudfront-references.ts'
import { config } from '../helpers/store-of-versions.ts'
import { linesOf, subjectOf } from './verified.ts'

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/1'
const ACL = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/1'
const distribution = (id: string, rest: { certificate?: string; acl?: string; origin?: string }) =>
  config(`cloudfront/distributions/${id}.json`, {
    DistributionConfig: {
      ...(rest.certificate === undefined
        ? {}
        : { ViewerCertificate: { ACMCertificateArn: rest.certificate } }),
      WebACLId: rest.acl ?? '',
      Origins: { Items: rest.origin === undefined ? [] : [{ Id: 'o', DomainName: rest.origin }] },
    },
  })
const certificate = config('acm/certificates/shop.json', { CertificateArn: CERTIFICATE })
const acl = config('waf/cloudfront/web-acls/shop.json', { ARN: ACL })

test('certificates and web ACLs that a distribution names and nothing has are failures', async () => {
  const gone = await subjectOf([
    distribution('E1', { certificate: CERTIFICATE, acl: ACL }),
    distribution('E2', { certificate: `${CERTIFICATE}0`, acl: `${ACL}0` }),
    distribution('E3', { acl: 'a-web-acl-of-waf-classic' }),
    certificate,
    acl,
  ])
  expect(linesOf(checkAssociations(gone))).toEqual([
    'failed: 2 certificates, 3 web ACLs',
    `cloudfront/distributions/E2.json: certificate ${CERTIFICATE}0 is missing`,
    `cloudfront/distributions/E2.json: web ACL ${ACL}0 is missing`,
  ])
})

test('what could not be listed, or was left out, is held against nothing', async () => {
  const unread = { path: 'acm/certificates/', type: 'unknown' as const, meta: { reason: 'AccessDenied' } }
  const subject = await subjectOf([distribution('E1', { certificate: CERTIFICATE, acl: ACL }), unread], {
    about: { notCovered: [{ path: 'waf/', reason: 'denied' }] },
  })
  expect(linesOf(checkAssociations(subject))).toEqual(['passed: 1 certificate, 1 web ACL'])
})

test.each([
  ['d111.cloudfront.net', 'nothing in cloudfront/distributions/ has that name'],
  ['a1b2.execute-api.eu-west-1.amazonaws.com', 'nothing in integrations/api-gateway/ has that name'],
  ['x9.lambda-url.us-east-1.on.aws', 'nothing in lambda/functions/ has that name'],
  ['shop.abc.us-east-1.rds.amazonaws.com', 'nothing in databases/rds/ has that name'],
  ['shop.eu-central-1.cs.amazonlightsail.com', 'nothing in lightsail/container-services/ has that name'],
])('an origin at %s, which nothing has, is a failure', async (origin, why) => {
  expect(linesOf(checkOrigins(await subjectOf([distribution('E1', { origin })])))).toEqual([
    'failed: 1 origin',
    `cloudfront/distributions/E1.json: origin o at ${origin}: ${why}`,
  ])
})

test('an origin is captured when a document has its host, its URL or the id in it', async () => {
  const api = config('integrations/api-gateway/http-apis/shop/api.json', { ApiId: 'a1b2' })
  const url = config('lambda/functions/shop/config.json', {
    urls: [{ FunctionUrl: 'https://x9.lambda-url.us-east-1.on.aws/' }],
  })
  const origins = [
    'A1B2.execute-api.eu-west-1.amazonaws.com',
    'x9.lambda-url.us-east-1.on.aws',
    'shop.example',
  ]
  const made = origins.map((origin, i) => distribution(`E${i}`, { origin }))
  expect(linesOf(checkOrigins(await subjectOf([...made, api, url])))).toEqual(['passed: 3 origins'])
})

test('without distributions both checks are skipped', async () => {
  const empty = await subjectOf([])
  expect([checkOrigins(empty), checkAssociations(empty)].map(({ state }) => state)).toEqual([
    'skipped',
    'skipped',
  ])
})
