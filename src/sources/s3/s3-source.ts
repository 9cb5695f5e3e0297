import { readableJson, type JsonObject } from '../../model/canonical-json.ts'
import { JsnapError, messageOf } from '../../runtime/errors.ts'
import { isObject } from '../../model/json-place.ts'
import { AwsError } from '../aws/aws-error.ts'
import { deniedReason, isDenied } from '../aws/denied.ts'
import { isNotOffered, notOfferedIn } from '../aws/not-offered.ts'
import type { Sender } from '../aws/request.ts'
import { errorCode } from '../aws/sdk-client.ts'
import { isRefusedCredentials, keysOf, refusedCredentials, type AwsSession } from '../aws/session.ts'
import type { Sink, Source, Unreadable } from '../source.ts'
import { bucketAddress, type BucketAddress } from './bucket-address.ts'
import { hasObjectAcls, NoSuchBucket, readBucketConfig } from './bucket-config.ts'
import { S3_ACTIONS } from './iam-actions.ts'
import { listBuckets, type ListedBucket } from './list-buckets.ts'
import { listObjects, ListingStuck } from './list-objects.ts'
import type { ListedObject } from './list-page.ts'
import { bucketFilter, objectRules, type LeftOut, type ObjectRules } from '../../model/object-rules.ts'
import type { ObjectRequest, S3Context } from './object-request.ts'
import { makeS3Client, regionOfAnswer, type S3Client } from './s3-client.ts'
import type { ReadTags, S3Config } from '../../model/s3-config.ts'
import { listPage } from './s3-requests.ts'
import { gapOf, otherRegions } from './other-regions.ts'
import { SMALL_BUCKET, SmallBuckets, type Turn } from './small-buckets.ts'

/** Buckets under way at once. Each sends its sub-configurations' requests and its listing side by side. */
const BUCKETS_AT_ONCE = 8

export interface S3Options {
  readonly session: AwsSession
  readonly config: S3Config
  /** Reads tags and ACLs again of objects that have not changed. */
  readonly deep: boolean
}

/** The source of all S3 buckets of an account: their objects and their configuration. */
export function createS3Source(options: S3Options): Source {
  return {
    name: 's3',
    prefixes: ['s3-buckets/', 's3-configs/'],
    actions: S3_ACTIONS,
    isScanned: true,
    isNamed: options.config.include !== undefined,
    workerContext: async (): Promise<S3Context> => ({
      credentials: keysOf(await options.session.credentials()),
      endpoint: await options.session.endpoint('s3'),
      variants: await options.session.variants(),
    }),
    capture: (sink, signal) => new S3Capture(options, sink, signal).run(),
  }
}

/** One capture of an account's buckets. */
class S3Capture {
  readonly #options: S3Options
  readonly #sink: Sink
  readonly #signal: AbortSignal
  readonly #clients = new Map<string, Promise<S3Client>>()
  readonly #readTags: ReadTags
  readonly #smallBuckets = new SmallBuckets()
  /** Of the buckets that are captured. */
  readonly #regions: string[] = []
  #done = 0

  constructor(options: S3Options, sink: Sink, signal: AbortSignal) {
    this.#options = options
    this.#readTags = options.deep ? 'always' : (options.config.readTags ?? 'small')
    this.#sink = sink
    this.#signal = signal
  }

  async run(): Promise<void> {
    try {
      const buckets = await this.#listBuckets()
      if (buckets === undefined) return
      const queue = buckets.filter((bucket) => this.#isWanted(bucket.name))
      const total = queue.length
      const lane = async () => {
        for (let bucket = queue.shift(); bucket !== undefined; bucket = queue.shift()) {
          this.#signal.throwIfAborted()
          const turn = this.#smallBuckets.turn()
          await this.#captureBucket(bucket, turn).finally(() => turn.end())
          this.#done++
          this.#sink.status(`${this.#done} of ${total} buckets`)
        }
      }
      await Promise.all(Array.from({ length: BUCKETS_AT_ONCE }, lane))
      await this.#tellOtherRegions()
    } finally {
      for (const client of this.#clients.values()) void client.then((s3) => s3.client.destroy())
    }
  }

  /** Where buckets are and nothing else is asked; of another S3 server, there is nothing else. */
  async #tellOtherRegions(): Promise<void> {
    const { session } = this.#options
    if (await session.isForeign('lambda')) return
    for (const other of otherRegions(this.#regions, await session.regions()))
      this.#sink.notCovered(gapOf(other))
  }

  /** All buckets of the account; undefined when nobody may list them, which is told. */
  async #listBuckets(): Promise<ListedBucket[] | undefined> {
    this.#sink.status('listing the buckets')
    const { session } = this.#options
    const [region = 'us-east-1'] = await session.regions()
    const s3 = await this.#client(region)
    try {
      const isForeign = (await session.endpoint('s3')) !== undefined
      const buckets = await listBuckets(s3, isForeign)
      const places = ['s3-buckets/', 's3-configs/']
      if (buckets.length > 0 || !places.some((place) => this.#mayHaveHad(place))) return buckets
      const again = await listBuckets(s3, isForeign)
      if (again.length === 0) this.#noteVanished('s3-buckets/', places)
      return again
    } catch (error) {
      this.#throwIfRefused(error)
      const problem = { operation: 's3:ListBuckets', code: errorCode(error), message: messageOf(error) }
      const refusal = new AwsError(problem.operation, 0, problem.code, problem.message)
      if (isNotOffered(refusal)) {
        for (const path of ['s3-buckets/', 's3-configs/'])
          this.#sink.notCovered({ path, reason: notOfferedIn(region, refusal) })
        return undefined
      }
      const places = ['s3-buckets/', 's3-configs/'].filter((path) => this.#sink.wants(path))
      const isExpected = places.some((place) =>
        this.#sink.isExpected({ place, sample: place, has: () => true }),
      )
      if (isDenied(refusal) && !isExpected) {
        const gap = { reason: deniedReason(refusal), denied: { source: 's3', actions: S3_ACTIONS } }
        for (const path of places) this.#sink.notCovered({ path, ...gap }, { path, ...problem })
        return undefined
      }
      for (const path of places) {
        this.#sink.bare({
          path,
          type: 'unknown',
          size: 0,
          meta: { operation: problem.operation, code: problem.code },
        })
        this.#sink.problem({ path, ...problem })
      }
      return undefined
    }
  }

  /** What has vanished all at once is looked at again before it is believed, and what has never been read as well. */
  #mayHaveHad(place: string): boolean {
    return this.#sink.had(place, () => true) || this.#sink.wasUnknown(place)
  }

  #noteVanished(name: string, places: readonly string[]): void {
    if (places.some((place) => this.#sink.had(place, () => true)))
      this.#sink.note(`${name}: everything that was there is gone; a second request confirmed it`)
  }

  #isWanted(name: string): boolean {
    const isWanted = this.#wantsObjects(name) || this.#wantsConfig(name)
    if (isWanted && !bucketFilter(this.#options.config)(name)) {
      const reason = 'excluded by the configuration'
      this.#sink.notCovered({ path: `s3-buckets/${name}/`, reason })
      this.#sink.notCovered({ path: `s3-configs/${name}.json`, reason })
      return false
    }
    return isWanted
  }

  #wantsObjects(name: string): boolean {
    return this.#sink.wants(`s3-buckets/${name}/`)
  }

  #wantsConfig(name: string): boolean {
    return this.#sink.wants(`s3-configs/${name}.json`)
  }

  async #captureBucket(bucket: ListedBucket, turn: Turn): Promise<void> {
    const { name } = bucket
    try {
      const region = bucket.region ?? (await this.#regionOf(name))
      this.#regions.push(region)
      const config = await this.#captureConfig(name, region)
      if (!this.#wantsObjects(name)) return
      if (isVersioned(config)) {
        const reason = 'old versions of objects and delete markers are not captured'
        this.#sink.notCovered({ path: `s3-versions/${name}/`, reason })
      }
      await this.#captureObjects(name, region, hasObjectAcls(config), turn)
    } catch (error) {
      // It was deleted since the buckets were listed.
      if (error instanceof NoSuchBucket || (error instanceof AwsError && error.code === 'NoSuchBucket'))
        return
      this.#throwIfRefused(error)
      if (!(error instanceof AwsError) && !(error instanceof ListingStuck)) throw error
      const code = error instanceof AwsError ? error.code : error.name
      const operation = error instanceof AwsError ? error.operation : 's3:ListObjectsV2'
      const path = `s3-buckets/${name}/`
      this.#sink.bare({ path, type: 'unknown', size: 0, meta: { operation, code } })
      this.#sink.problem({ path, operation, code, message: error.message })
    }
  }

  /** The bucket's configuration; of one that is not wanted, what decides about its objects. */
  async #captureConfig(name: string, region: string): Promise<JsonObject> {
    const path = `s3-configs/${name}.json`
    const s3 = await this.#client(region)
    if (!this.#wantsConfig(name))
      return (await readBucketConfig(s3, name, ['ownership', 'versioning'])).document
    const { document, unknown } = await readBucketConfig(s3, name)
    for (const { operation, code, message } of unknown) this.#sink.problem({ path, operation, code, message })
    const bytes = Buffer.from(readableJson({ name, region, ...document }))
    const meta = unknown.length > 0 ? { unknown: unknown.map(({ member }) => member).sort() } : {}
    await this.#sink.document({ path, type: 'config', bytes, meta })
    return document
  }

  async #captureObjects(bucket: string, region: string, acl: boolean, turn: Turn): Promise<void> {
    const address = await this.#addressOf(bucket, region)
    const prefix = `s3-buckets/${bucket}/`
    const rules = objectRules(this.#options.config, bucket)
    const leftOut = new Set<LeftOut>()
    let [entries, bytes] = [0, 0]
    let looksAgain = this.#readTags === 'always'
    const offerAll = async (objects: readonly ListedObject[]) => {
      for (const object of objects) await this.#offer(bucket, region, acl, object, rules, looksAgain)
    }
    // Objects wait until it is known whether the bucket is a small one.
    let waiting: ListedObject[] | undefined = this.#readTags === 'small' ? [] : undefined
    const offerWaiting = async (isAll: boolean) => {
      const objects = waiting ?? []
      waiting = undefined
      looksAgain ||= await turn.take(isAll ? objects.length : undefined)
      await offerAll(objects)
    }
    const take = async (objects: readonly ListedObject[]) => {
      this.#signal.throwIfAborted()
      const wanted: ListedObject[] = []
      for (const object of objects) {
        const rule = rules.leavesOut(object.key)
        if (rule !== undefined) {
          leftOut.add(rule)
          continue
        }
        entries++
        bytes += object.size
        wanted.push(object)
      }
      if (waiting === undefined) return offerAll(wanted)
      waiting.push(...wanted)
      if (waiting.length > SMALL_BUCKET) await offerWaiting(false)
    }
    const listAll = async (): Promise<number> => {
      let listed = 0
      await listObjects(
        async (request) => listPage(address, request, await this.#sender()),
        (objects) => {
          listed += objects.length
          return take(objects)
        },
      )
      return listed
    }
    if ((await listAll()) === 0 && this.#mayHaveHad(prefix) && (await listAll()) === 0)
      this.#noteVanished(prefix, [prefix])
    await offerWaiting(true)
    this.#sink.listed({ path: prefix, entries, bytes })
    for (const { glob = '', except } of leftOut) {
      this.#sink.notCovered({
        path: prefix + glob,
        reason: 'excluded by the configuration',
        ...(except === undefined ? {} : { except: except.map((kept) => prefix + kept) }),
      })
    }
  }

  #offer(
    bucket: string,
    region: string,
    acl: boolean,
    object: ListedObject,
    rules: ObjectRules,
    looksAgain: boolean,
  ): Promise<void> {
    const { key, size, etag, lastModified, storageClass } = object
    const open: ObjectRequest = { opener: 's3', bucket, key, region, etag, size, lastModified, acl }
    return this.#sink.content({
      path: `s3-buckets/${bucket}/${key}`,
      type: 'object',
      size,
      meta: { storageClass: storageClass === 'STANDARD' ? undefined : storageClass },
      origin: { etag, lastModified, size },
      open,
      refresh: {
        request: { ...open, attributesOnly: this.#readTags === 'always' ? 'asked' : 'anyway' },
        what: 'tags and ACLs',
        isWanted: looksAgain,
      },
      unreadable: unreadableOf(object, rules),
    })
  }

  async #regionOf(bucket: string): Promise<string> {
    const [primary = 'us-east-1'] = await this.#options.session.regions()
    const { sdk, client, abort } = await this.#client(primary)
    try {
      const { BucketRegion } = await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }), abort)
      return BucketRegion ?? primary
    } catch (error) {
      return regionOfAnswer(error) ?? (await this.#redirectedRegion(bucket, primary))
    }
  }

  /** The region that a listing is sent to by a server whose HEAD does not tell. */
  async #redirectedRegion(bucket: string, primary: string): Promise<string> {
    const address = await this.#addressOf(bucket, primary)
    try {
      await listPage(address, { maxKeys: 1 }, await this.#sender())
    } catch (error) {
      if (error instanceof AwsError) return error.region ?? primary
      throw error
    }
    return primary
  }

  async #addressOf(bucket: string, region: string): Promise<BucketAddress> {
    const { session } = this.#options
    return bucketAddress(bucket, region, await session.endpoint('s3'), await session.variants())
  }

  async #sender(): Promise<Sender> {
    return {
      credentials: await this.#options.session.credentials(),
      count: (operation) => this.#sink.request(operation),
      now: () => this.#options.session.now(),
      signal: this.#signal,
    }
  }

  /** The SDK's client for a region; made once. */
  #client(region: string): Promise<S3Client> {
    let client = this.#clients.get(region)
    if (client === undefined) {
      const { session } = this.#options
      client = makeS3Client(session, region, (operation) => this.#sink.request(operation), this.#signal)
      this.#clients.set(region, client)
    }
    return client
  }

  #throwIfRefused(error: unknown): void {
    this.#signal.throwIfAborted()
    if (error instanceof JsnapError) throw error
    const code = error instanceof AwsError ? error.code : errorCode(error)
    if (isRefusedCredentials(code)) throw refusedCredentials(code, error)
  }
}

function isVersioned({ versioning }: JsonObject): boolean {
  return isObject(versioning) && typeof versioning['Status'] === 'string'
}

/** Why a listed object is not even asked for. */
function unreadableOf(
  { storageClass, isRestored, size }: ListedObject,
  { maxSize }: ObjectRules,
): Unreadable | undefined {
  const operation = 's3:GetObject'
  if (size > maxSize) {
    return { reason: 'size limit', operation, code: 'SizeLimit', message: `larger than ${maxSize} bytes` }
  }
  if ((storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE') && !isRestored) {
    const message = `it is archived in ${storageClass} and must be restored before it can be read`
    return { reason: 'archived', operation, code: 'InvalidObjectState', message }
  }
  return undefined
}
