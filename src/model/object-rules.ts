import { globMatcher, type Matcher } from '../runtime/glob.ts'
import type { BucketRules, S3Config } from './s3-config.ts'

/** Says which buckets of an account the configuration asks for. */
export function bucketFilter({ include, exclude = [] }: S3Config): Matcher {
  const isIncluded = include === undefined ? () => true : globMatcher(include)
  const isExcluded = globMatcher(exclude)
  return (bucket) => isIncluded(bucket) && !isExcluded(bucket)
}

/** Keys of a bucket that are left out, as globs: one that hits, or everything but some. */
export interface LeftOut {
  readonly glob?: string
  readonly except?: readonly string[]
}

/** What the configuration says of one bucket's objects. */
export interface ObjectRules {
  /** By which rule a key is left out, or undefined when it is wanted. */
  leavesOut(key: string): LeftOut | undefined
  /** Bytes. */
  readonly maxSize: number
}

/** The rules of all patterns that a bucket's name matches, taken together. */
export function objectRules({ buckets = {} }: S3Config, bucket: string): ObjectRules {
  const rules = Object.entries(buckets).flatMap(([glob, rules]) =>
    globMatcher([glob])(bucket) ? [rules] : [],
  )
  const tests = rules.flatMap(testsOf)
  return {
    leavesOut: (key) => tests.find(({ hits }) => hits(key))?.leftOut,
    maxSize: Math.min(Infinity, ...rules.map(({ maxSize }) => maxSize ?? Infinity)),
  }
}

function testsOf({ include, exclude = [] }: BucketRules): { leftOut: LeftOut; hits: Matcher }[] {
  const tests: { leftOut: LeftOut; hits: Matcher }[] = exclude.map((glob) => ({
    leftOut: { glob },
    hits: globMatcher([glob]),
  }))
  if (include === undefined) return tests
  const isIncluded = globMatcher(include)
  return [...tests, { leftOut: { except: include }, hits: (key) => !isIncluded(key) }]
}
