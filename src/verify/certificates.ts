import { textAt } from '../model/json-place.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { CERTIFICATES } from '../services/folders.ts'

const NAME = 'no certificate expires soon'
const DAY = 86_400_000
/** ACM renews its own 60 days before they end; one with less than this is not being renewed. */
const SOON_DAYS = 30

/** Looks at when certificates end, from now on. */
export function checkCertificates(subject: VerifiedVersion): Check {
  const certificates = [...subject.documentsBelow(CERTIFICATES)]
  if (certificates.length === 0) return skipped('acm', NAME, 'no certificates')
  const listed = new Map(subject.listing?.map(({ path, expires }) => [path, expires]))
  const ends = certificates.map(({ path, document }) => ({
    path,
    domain: textAt('DomainName', document),
    end: Date.parse(listed.get(path) ?? textAt('NotAfter', document)),
  }))
  const known = ends.filter(({ end }) => !Number.isNaN(end))
  const failures = known.flatMap(({ path, domain, end }): Failure[] => {
    const days = Math.floor((end - subject.now) / DAY)
    if (days >= SOON_DAYS) return []
    const date = new Date(end).toISOString().slice(0, 10)
    return [
      {
        path,
        message: `${domain} ${days < 0 ? 'has expired' : `expires in ${formatCountOf(days, 'day')}`} (${date})`,
      },
    ]
  })
  const next = known.reduce((least, { end }) => Math.min(least, end), Infinity)
  const first = next === Infinity ? '' : `, the next expires on ${new Date(next).toISOString().slice(0, 10)}`
  return checked('acm', NAME, formatCountOf(certificates.length, 'certificate') + first, failures)
}
