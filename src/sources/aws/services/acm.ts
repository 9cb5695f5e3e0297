import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import { lastOfArn } from '../arn.ts'
import type { Api, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const acm: Api = {
  id: 'acm',
  sdkId: 'ACM',
  load: () => import('@aws-sdk/client-acm'),
  client: 'ACMClient',
  rates: { '*': { perSecond: 8, burst: 10 } },
}

/** Without them, only certificates with RSA keys of up to 2048 bits are listed. */
const KEY_TYPES = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
]

const byArn = ({ CertificateArn }: JsonObject): JsonObject => ({ CertificateArn })
const GONE = ['ResourceNotFoundException']

export const ACM: Service = {
  name: 'acm',
  api: acm,
  scope: 'regional',
  // CloudFront takes its certificates from there.
  alsoIn: 'us-east-1',
  prefixes: ['acm/'],
  resources: [
    {
      path: 'acm/certificates/*.json',
      list: paged('ListCertificates', 'CertificateSummaryList', {
        input: () => ({ Includes: { keyTypes: KEY_TYPES } }),
      }),
      // A wildcard is no good file name on every system.
      name: (item) => textAt('DomainName', item).replace('*', '_'),
      id: lastOfArn('CertificateArn'),
      keep: ['CertificateArn'],
      details: {
        '': { operation: 'DescribeCertificate', input: byArn, select: 'Certificate', absent: GONE },
        tags: { operation: 'ListTagsForCertificate', input: byArn, select: 'Tags', absent: GONE },
        // Public: the certificate and those that it is signed with.
        pem: { operation: 'GetCertificate', input: byArn, absent: ['RequestInProgressException', ...GONE] },
      },
      drop: ['CreatedAt', 'IssuedAt', 'ImportedAt', 'RenewalSummary', 'InUseBy'],
      unordered: {
        SubjectAlternativeNames: '',
        DomainValidationOptions: 'DomainName',
        'DomainValidationOptions.ValidationEmails': '',
        KeyUsages: 'Name',
        ExtendedKeyUsages: 'Name OID',
      },
    },
    {
      path: 'acm/account.json',
      list: { operation: 'GetAccountConfiguration' },
    },
  ],
}
