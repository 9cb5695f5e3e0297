import { objectsAt, textAt } from '../model/json-place.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { CapturedHosts } from './captured-hosts.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { CERTIFICATES, CLOUDFRONT_ACLS, DISTRIBUTIONS } from '../services/folders.ts'

const ORIGINS = 'origins are captured'
const ASSOCIATIONS = 'certificates and web ACLs exist'

/** Looks for origins of this account that nothing has. */
export function checkOrigins(subject: VerifiedVersion): Check {
  const distributions = [...subject.documentsBelow(DISTRIBUTIONS)]
  if (distributions.length === 0) return skipped('cloudfront', ORIGINS, 'no distributions')
  const hosts = new CapturedHosts(subject)
  let origins = 0
  const failures = distributions.flatMap(({ path, document }) =>
    objectsAt('DistributionConfig.Origins.Items', document).flatMap((origin): Failure[] => {
      origins++
      const host = textAt('DomainName', origin).toLowerCase()
      const why = hosts.missing(host, host)
      return why === undefined ? [] : [{ path, message: `origin ${textAt('Id', origin)} at ${host}: ${why}` }]
    }),
  )
  return checked('cloudfront', ORIGINS, formatCountOf(origins, 'origin') + hosts.remark, failures)
}

/** Looks for certificates and web ACLs that distributions name and nothing has. */
export function checkAssociations(subject: VerifiedVersion): Check {
  const distributions = [...subject.documentsBelow(DISTRIBUTIONS)]
  if (distributions.length === 0) return skipped('cloudfront', ASSOCIATIONS, 'no distributions')
  const certificates = arnsIn(subject, CERTIFICATES, 'CertificateArn')
  const acls = arnsIn(subject, CLOUDFRONT_ACLS, 'ARN')
  let [usedCertificates, usedAcls] = [0, 0]
  const failures = distributions.flatMap(({ path, document }): Failure[] => {
    const certificate = textAt('DistributionConfig.ViewerCertificate.ACMCertificateArn', document)
    const acl = textAt('DistributionConfig.WebACLId', document)
    if (certificate !== '') usedCertificates++
    if (acl !== '') usedAcls++
    return [
      ...(certificate === '' || certificates?.has(certificate) !== false
        ? []
        : [{ path, message: `certificate ${certificate} is missing` }]),
      // The ids of WAF Classic are not ARNs; it is not captured.
      ...(!acl.startsWith('arn:') || acls?.has(acl) !== false
        ? []
        : [{ path, message: `web ACL ${acl} is missing` }]),
    ]
  })
  const summary = `${formatCountOf(usedCertificates, 'certificate')}, ${formatCountOf(usedAcls, 'web ACL')}`
  return checked('cloudfront', ASSOCIATIONS, summary, failures)
}

/** Undefined when the version does not have all of them. */
function arnsIn(subject: VerifiedVersion, folder: string, member: string): ReadonlySet<string> | undefined {
  if (!subject.knows(folder)) return undefined
  return new Set([...subject.documentsBelow(folder)].map(({ document }) => textAt(member, document)))
}
