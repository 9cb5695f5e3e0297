import type { Gap } from '../../model/commit.ts'
import { formatCountOf } from '../../runtime/format-count.ts'

/** A region that buckets are in, and how many; no other service was asked there. */
export interface OtherRegion {
  readonly region: string
  readonly buckets: number
}

/** The regions of buckets that are not among those that were asked, in order. */
export function otherRegions(ofBuckets: readonly string[], asked: readonly string[]): OtherRegion[] {
  return [...Map.groupBy(ofBuckets, (region) => region)]
    .filter(([region]) => !asked.includes(region))
    .map(([region, all]) => ({ region, buckets: all.length }))
    .sort((a, b) => (a.region < b.region ? -1 : 1))
}

/** The same as a version says it. */
export function gapOf({ region, buckets }: OtherRegion): Gap {
  return { path: `@${region}/`, reason: otherRegionText({ region, buckets }) }
}

/** The same for people. */
export function otherRegionText({ region, buckets }: OtherRegion): string {
  const are = buckets === 1 ? 'is' : 'are'
  return `${formatCountOf(buckets, 'bucket')} ${are} in ${region}, which was not asked for: --region all`
}
