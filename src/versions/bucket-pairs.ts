/** Two buckets that should hold the same, production first. */
export type BucketPair = readonly [string, string]

/** What one of two buckets has and the other has not, or has otherwise. */
export interface PairDifference {
  readonly bucket: string
  readonly key: string
  readonly what: 'missing' | 'other content' | 'cannot be compared'
}

const PRODUCTION = /(^|[-.])(?:prod|production|live)(?=$|[-.])/
const STAGING = ['staging', 'stage', 'stg']

/** The pairs that a configuration names, else production and staging by their names. */
export function bucketPairs(
  buckets: readonly string[],
  configured: readonly BucketPair[] | undefined,
): readonly BucketPair[] {
  return configured ?? buckets.flatMap((name) => pairOf(name, buckets))
}

function pairOf(name: string, all: readonly string[]): BucketPair[] {
  const twin = STAGING.map((word) => name.replace(PRODUCTION, `$1${word}`)).find(
    (other) => other !== name && all.includes(other),
  )
  return twin === undefined ? [] : [[name, twin]]
}

/** The objects of a bucket: the digest of each by its key, null of one that could not be read. */
export type ObjectDigests = ReadonlyMap<string, string | null>

/** Compares two buckets: what the second has not, what the first has not, what both have otherwise. */
export function comparePair(
  [first, second]: BucketPair,
  digestsOf: (bucket: string) => ObjectDigests,
): PairDifference[] {
  const [a, b] = [digestsOf(first), digestsOf(second)]
  const missing = (from: ObjectDigests, to: ObjectDigests, bucket: string): PairDifference[] =>
    [...from.keys()].filter((key) => !to.has(key)).map((key) => ({ bucket, key, what: 'missing' }))
  const other = [...a].flatMap(([key, digest]): PairDifference[] => {
    const twin = b.get(key)
    if (twin === undefined || (twin !== null && twin === digest)) return []
    const isUnread = twin === null || digest === null
    return [{ bucket: second, key, what: isUnread ? 'cannot be compared' : 'other content' }]
  })
  return [...missing(a, b, second), ...missing(b, a, first), ...other]
}
