import { formatCountOf } from '../runtime/format-count.ts'
import { bucketPairs, comparePair } from '../versions/bucket-pairs.ts'
import { checked, skipped, type Check } from './check.ts'
import { objectsOf } from './s3-objects.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { BUCKET_CONFIGS, documentIn, OBJECTS } from '../model/scope-folders.ts'

const NAME = 'pairs of buckets are equal'

/** Compares buckets that should hold the same. */
export function checkS3Pairs(subject: VerifiedVersion): Check {
  const buckets = subject.items
    .map(({ path }) => documentIn(BUCKET_CONFIGS, path))
    .filter((name) => name !== undefined)
  const configured = subject.config.s3?.pairs
  const pairs = bucketPairs(buckets, configured)
  if (pairs.length === 0) return skipped('s3', NAME, "no pairs; name them in 's3.pairs'")
  const digestsOf = (bucket: string) => {
    const folder = `${OBJECTS}${bucket}/`
    return new Map(objectsOf(subject, folder).map(({ path, sha256 }) => [path.slice(folder.length), sha256]))
  }
  const failures = pairs.flatMap((pair) =>
    comparePair(pair, digestsOf).map(({ bucket, key, what }) => {
      const twin = pair[0] === bucket ? pair[1] : pair[0]
      const message =
        what === 'missing'
          ? `missing; ${twin} has it`
          : what === 'other content'
            ? `content differs from ${twin}`
            : `cannot be compared with ${twin}: one of them could not be read`
      return { path: `${OBJECTS}${bucket}/${key}`, message }
    }),
  )
  const summary = `${formatCountOf(pairs.length, 'pair')}${configured === undefined ? ' by their names' : ''}`
  return checked('s3', NAME, summary, failures)
}
