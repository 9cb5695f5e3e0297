import picomatch from 'picomatch'
import type { BucketRules, S3Config } from './s3-config.ts'

/** Says which buckets of an account the configuration asks for. */
export function bucketFilter({ include, exclude }: S3Config): (bucket: string) => boolean {
  const isIncluded = include === undefined ? () => true : picomatch([...include])
  const isExcluded = exclude === undefined ? () => false : picomatch([...exclude])
  return (bucket) => isIncluded(bucket) && !isExcluded(bucket)
}

/** What the configuration says of one bucket's objects. */
export interface ObjectRules {
  /** The pattern by which a key is left out, or undefined when it is wanted. */
  leavesOut(key: string): string | undefined
  readonly maxSize: number
}

/** The rules of all patterns that a bucket's name matches, taken together. */
export function objectRules({ buckets = {} }: S3Config, bucket: string): ObjectRules {
  const rules = Object.entries(buckets).flatMap(([glob, rules]) =>
    picomatch.isMatch(bucket, glob) ? [rules] : [],
  )
  const tests = rules.flatMap(testsOf)
  return {
    leavesOut: (key) => tests.find(({ hits }) => hits(key))?.glob,
    maxSize: Math.min(Infinity, ...rules.map(({ maxSize }) => maxSize ?? Infinity)),
  }
}

function testsOf({ include, exclude = [] }: BucketRules): { glob: string; hits: (key: string) => boolean }[] {
  const tests = exclude.map((glob) => ({ glob, hits: picomatch(glob, { dot: true }) }))
  if (include === undefined) return tests
  const isIncluded = picomatch([...include], { dot: true })
  return [...tests, { glob: `!{${include.join(',')}}`, hits: (key) => !isIncluded(key) }]
}
