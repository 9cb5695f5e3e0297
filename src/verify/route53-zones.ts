import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import { hostName, zonesOf } from './record-sets.ts'
import type { VerifiedVersion } from './verified-version.ts'

const COUNTS = 'number of record sets matches the zone'
const RECORDS = 'records have TTLs; failover sets are complete'

/** Compares the records of each zone with the count that Route 53 gives. */
export function checkZoneCounts(subject: VerifiedVersion): Check {
  const listed = subject.listing?.filter(({ records }) => records !== undefined)
  if (listed === undefined) return skipped('route53', COUNTS, 'the version has no listing')
  if (listed.length === 0) return skipped('route53', COUNTS, 'no zone was listed')
  const zones = new Map(zonesOf(subject).map((zone) => [zone.path, zone]))
  let sets = 0
  const failures = listed.flatMap(({ path, records = 0 }): Failure[] => {
    const zone = zones.get(path)
    if (zone === undefined) return [{ path, message: 'its records are missing' }]
    sets += zone.records.length
    if (zone.records.length === records) return []
    return [{ path, message: `${zone.records.length} record sets, the zone counts ${records}` }]
  })
  const summary = `${formatCountOf(listed.length, 'zone')}, ${formatCountOf(sets, 'record set')}`
  return checked('route53', COUNTS, summary, failures)
}

/** Looks at each record for itself. */
export function checkRecords(subject: VerifiedVersion): Check {
  const zones = zonesOf(subject)
  if (zones.length === 0) return skipped('route53', RECORDS, 'no zones')
  const failures = zones.flatMap(({ path, records }) => [
    ...records.filter(hasNoTtl).map((record) => ({ path, message: `${title(record)} has no TTL` })),
    ...halfFailovers(records).map((message) => ({ path, message })),
  ])
  const count = zones.reduce((sum, { records }) => sum + records.length, 0)
  return checked('route53', RECORDS, formatCountOf(count, 'record set'), failures)
}

function hasNoTtl({ TTL, AliasTarget, TrafficPolicyInstanceId }: JsonObject): boolean {
  return TTL === undefined && AliasTarget === undefined && TrafficPolicyInstanceId === undefined
}

function halfFailovers(records: readonly JsonObject[]): string[] {
  const groups = Map.groupBy(
    records.filter(({ Failover }) => Failover !== undefined),
    title,
  )
  return [...groups].flatMap(([name, group]) =>
    ['PRIMARY', 'SECONDARY']
      .filter((side) => !group.some(({ Failover }) => Failover === side))
      .map((side) => `failover set ${name} has no ${side.toLowerCase()} record`),
  )
}

function title(record: JsonObject): string {
  return `${hostName(textAt('Name', record))} ${textAt('Type', record)}`
}
