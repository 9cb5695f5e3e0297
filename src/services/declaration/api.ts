/** An API of AWS: a client of the SDK, and how its calls are named elsewhere. */
export interface Api {
  /** The prefix of its calls in counts of requests, as `lambda`, and of its IAM actions. */
  readonly id: string
  /** Its name in the settings of endpoints, as `API Gateway` (docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html). */
  readonly sdkId: string
  /** Loads its package of the SDK. */
  readonly load: () => Promise<object>
  /** The class that the package exports, as `LambdaClient`. */
  readonly client: string
  /** The IAM action of all its calls, where they are not named as the calls. */
  readonly action?: string
  /**
   * What AWS allows, for calls of one name each; `*` is for all others together. APIs that name the same object share it.
   * `none` is for an API that refuses what is too much for one resource: the others are not slowed down with it.
   */
  readonly rates?: Readonly<Record<string, Rate>> | 'none'
  /** Calls under way at once in one region, where that is not what others take. */
  readonly atOnce?: number
  /** Codes by which a server or a region says that it does not have a call: what a detail would give is absent then. */
  readonly lacking?: readonly string[]
  /** A refusal of the keys is one everywhere: those of other services also come from regions that are not enabled. */
  readonly checksKeys?: true
}

/** The rate of calls, per second and at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}
