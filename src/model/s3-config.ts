/** All, those of small buckets, or none. */
export type ReadTags = 'always' | 'small' | 'never'

/** The `s3` section of the configuration. All patterns are globs. */
export interface S3Config {
  /** Names of the buckets to capture; all when it is left out. */
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Of which objects that have not changed tags and ACLs are read again; those of small buckets when it is left out. */
  readonly readTags?: ReadTags
  /** Rules for the objects of the buckets whose name matches. */
  readonly buckets?: Readonly<Record<string, BucketRules>>
}

/** Which keys of matching buckets are captured, and up to which size. */
export interface BucketRules {
  /** Keys to capture; all when it is left out. */
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Larger objects become stubs. */
  readonly maxSize?: number
}
