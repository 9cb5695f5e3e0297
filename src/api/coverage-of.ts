import type { AwsOptions, EstateOptions } from '../capture/estate.ts'
import { SERVICE_IDS } from '../services/services.ts'
import { AwsError } from '../sources/aws/aws-error.ts'
import { checkAddresses, createSession, type AwsSession } from '../sources/aws/session.ts'
import { elsewhereText, readUncovered, type Uncovered } from '../sources/aws/uncovered.ts'
import { otherRegions, otherRegionText, type OtherRegion } from '../sources/s3/other-regions.ts'
import { regionsOfBuckets } from '../sources/s3/regions-of-buckets.ts'

/** The account whose coverage is asked for. */
export interface CoverageOptions extends Pick<EstateOptions, 'env' | 'now'> {
  readonly aws?: AwsOptions
  readonly signal?: AbortSignal | undefined
}

/** What an account contains, and what of it is not captured. */
export interface Coverage extends Uncovered {
  readonly account: string | null
  /** Those that were asked, the primary one first. */
  readonly regions: readonly string[]
  /** Regions that were not asked and that buckets are in. */
  readonly otherRegions: readonly OtherRegion[]
  /** What is in regions that were not asked, in words. */
  readonly inOtherRegions: readonly string[]
  /** The error code if the buckets could not be listed. */
  readonly bucketsRefused?: string
}

/** What `coverage` does. */
export async function coverageOf(options: CoverageOptions): Promise<Coverage> {
  const { aws = {}, env, now, signal = new AbortController().signal } = options
  const { profile, regions: wanted, endpointUrl } = aws
  const asked = { profile, regions: wanted, endpointUrl, env, now }
  await checkAddresses(asked, SERVICE_IDS)
  const session = createSession(asked)
  const { account, regions } = await session.identity()
  const uncovered = await readUncovered(session, () => undefined, signal)
  const buckets = await otherRegionsOfBuckets(session, regions, signal)
  return {
    account,
    regions,
    ...uncovered,
    ...buckets,
    inOtherRegions: [
      ...buckets.otherRegions.map(otherRegionText),
      ...Object.entries(uncovered.elsewhere).map(([region, count]) => elsewhereText(region, count)),
    ],
  }
}

/** Where buckets are and nothing else is asked. */
async function otherRegionsOfBuckets(
  session: AwsSession,
  asked: readonly string[],
  signal: AbortSignal,
): Promise<Pick<Coverage, 'otherRegions' | 'bucketsRefused'>> {
  if (await session.isForeign('lambda')) return { otherRegions: [] }
  try {
    const regions = await regionsOfBuckets(session, asked[0] ?? 'us-east-1', signal)
    return { otherRegions: otherRegions(regions, asked) }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof AwsError)) throw error
    return { otherRegions: [], bucketsRefused: error.code }
  }
}
