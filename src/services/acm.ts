import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import { lastOfArn } from './declaration/arn.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'

const acm: Api = {
  id: 'acm',
  sdkId: 'ACM',
  load: () => import('@aws-sdk/client-acm'),
  client: 'ACMClient',
  // docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
  rates: {
    DescribeCertificate: { perSecond: 10, burst: 10 },
    GetAccountConfiguration: { perSecond: 1, burst: 1 },
    GetCertificate: { perSecond: 10, burst: 10 },
    ListCertificates: { perSecond: 8, burst: 8 },
    ListTagsForCertificate: { perSecond: 10, burst: 10 },
  },
}

/** Without these, ACM lists RSA certificates of up to 2048 bits only, and none issued through ACME. */
const ALL: JsonObject = {
  CertificateKeyPairOrigins: ['AWS_MANAGED', 'ACME', 'CUSTOMER_PROVIDED'],
  Includes: {
    keyTypes: [
      'RSA_1024',
      'RSA_2048',
      'RSA_3072',
      'RSA_4096',
      'EC_prime256v1',
      'EC_secp384r1',
      'EC_secp521r1',
    ],
  },
}

/** States of a request that no certificate has come of. */
const WITHOUT_CERTIFICATE = ['PENDING_VALIDATION', 'VALIDATION_TIMED_OUT', 'FAILED']

const GONE = ['ResourceNotFoundException']
const byArn = ({ CertificateArn }: JsonObject): JsonObject => ({ CertificateArn })
const uuidOf = lastOfArn('CertificateArn')
const renewsItself = ({ RenewalEligibility }: JsonObject) => RenewalEligibility === 'ELIGIBLE'
const isIssued = (item: JsonObject) => !WITHOUT_CERTIFICATE.includes(textAt('Status', item))

const pem = (select: string, onlyIf: (item: JsonObject) => boolean): Call => ({
  operation: 'GetCertificate',
  input: byArn,
  select,
  onlyIf,
  absent: ['RequestInProgressException'],
  gone: GONE,
})

/** The declaration of ACM. */
export const ACM: Service = {
  name: 'acm',
  label: 'ACM',
  api: acm,
  scope: 'regional',
  // Where CloudFront's certificates are.
  alsoIn: 'us-east-1',
  prefixes: ['acm/'],
  types: { acm: 'certificate' },
  resources: [
    {
      path: 'acm/certificates/*.json',
      names: ['DomainName'],
      list: paged('ListCertificates', 'CertificateSummaryList', { input: () => ALL }),
      // A domain has several when one takes over from another. A star is not a valid name on every system.
      name: (item) => `${textAt('DomainName', item).replace('*', '_')}/${uuidOf(item)}`,
      details: {
        '': {
          operation: 'DescribeCertificate',
          input: byArn,
          select: 'Certificate',
          absent: GONE,
        },
        tags: { operation: 'ListTagsForCertificate', input: byArn, select: 'Tags', gone: GONE },
        certificate: pem('Certificate', (item) => isIssued(item) && !renewsItself(item)),
        chain: pem('CertificateChain', isIssued),
      },
      expects: (item) => {
        const expires = textAt('NotAfter', item)
        return expires === '' ? {} : { expires }
      },
      keptTimes: ['NotAfter'],
      drop: [
        'CreatedAt',
        'ImportedAt',
        'IssuedAt',
        'NotBefore',
        'RevokedAt',
        'RenewalSummary',
        'UpdateSummary.RequestedAt',
        'UpdateSummary.UpdatedAt',
        // Those that use it say so themselves.
        'InUse',
        'InUseBy',
        // The list's way to say what the description says.
        'ExportOption',
        'HasAdditionalSubjectAlternativeNames',
        'SubjectAlternativeNameSummaries',
      ],
      // What ACM renews on its own is another one each year; of the others it is kept when they end.
      dropWhen: { Serial: renewsItself, NotAfter: renewsItself },
      lists: {
        SubjectAlternativeNames: '',
        DomainValidationOptions: { by: 'DomainName', noun: 'validation of' },
        'DomainValidationOptions.ValidationEmails': '',
        KeyUsages: 'Name',
        ExtendedKeyUsages: 'Name OID',
      },
    },
    { path: 'acm/account.json', list: { operation: 'GetAccountConfiguration' } },
  ],
}
