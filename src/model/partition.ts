/** China, GovCloud, the sovereign and the isolated clouds: the SDK's partitions.json. */
const OTHER_PARTITIONS = /^(?:cn|us-gov|eusc|(?:us|eu)-iso[a-z]?)-/

/**
 * Says whether a region is of the partition that has the home region. Keys are good for one partition only; in another
 * one the SDK finds the hosts of what has no region from each of its regions.
 */
export function isOwnPartition(region: string): boolean {
  return !OTHER_PARTITIONS.test(region)
}
