import { loadLayoutBelow } from '../services/layout.ts'
import { checkCertificates } from './certificates.ts'
import type { Check } from './check.ts'
import { checkAssociations, checkOrigins } from './cloudfront-references.ts'
import { checkDnsTargets } from './dns-targets.ts'
import { checkLambdaPackages, checkLambdaSettings } from './lambda-functions.ts'
import { checkListedResources } from './listed-resources.ts'
import { checkOneMoment } from './one-moment.ts'
import { checkRecords, checkZoneCounts } from './route53-zones.ts'
import { checkS3Counts } from './s3-counts.ts'
import { checkS3Pairs } from './s3-pairs.ts'
import { checkScriptProjects } from './script-projects.ts'
import { checkStoredContents } from './stored-contents.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { checkTableExports } from './table-exports.ts'

/** Makes the checks that one would make by hand after a capture. */
export async function verify(subject: VerifiedVersion, full: boolean): Promise<Check[]> {
  const layout = await loadLayoutBelow('')
  const checks = [
    checkS3Counts(subject),
    checkS3Pairs(subject),
    checkLambdaPackages(subject),
    checkLambdaSettings(subject),
    checkZoneCounts(subject),
    checkRecords(subject),
    checkDnsTargets(subject),
    checkOrigins(subject),
    checkAssociations(subject),
    checkCertificates(subject),
    checkTableExports(subject),
    checkScriptProjects(subject),
    ...checkListedResources(subject, layout),
    checkOneMoment(subject),
    checkStoredContents(subject, full),
  ]
  // Those of one system are together.
  return [...Map.groupBy(checks, ({ system }) => system).values()].flat()
}
