import { readableJson } from '../../model/canonical-json.ts'
import { JsnapError, messageOf } from '../../model/errors.ts'
import { AwsError } from '../aws/aws-error.ts'
import type { Sender } from '../aws/request.ts'
import { errorCode } from '../aws/sdk-client.ts'
import { isRefusedCredentials, keysOf, refusedCredentials, type AwsSession } from '../aws/session.ts'
import type { Sink, Source, Unreadable } from '../source.ts'
import { bucketAddress } from './bucket-address.ts'
import { hasObjectAcls, NoSuchBucket, readBucketConfig } from './bucket-config.ts'
import { S3_ACTIONS } from './iam-actions.ts'
import { listObjects, ListingStuck } from './list-objects.ts'
import type { ListedObject } from './list-page.ts'
import { bucketFilter, objectRules, type LeftOut, type ObjectRules } from './object-rules.ts'
import type { ObjectRequest, S3Context } from './object-request.ts'
import { makeS3Client, regionOfAnswer, type S3Client } from './s3-client.ts'
import type { S3Config } from './s3-config.ts'
import { listPage } from './s3-requests.ts'

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
    workerContext: async (): Promise<S3Context> => ({
      credentials: keysOf(await options.session.credentials()),
      endpoint: await options.session.endpoint('s3'),
    }),
    capture: (sink, signal) => new S3Capture(options, sink, signal).run(),
  }
}

interface Bucket {
  readonly name: string
  readonly region: string | undefined
}

/** One capture of an account's buckets. */
class S3Capture {
  readonly #options: S3Options
  readonly #sink: Sink
  readonly #signal: AbortSignal
  readonly #clients = new Map<string, Promise<S3Client>>()
  #done = 0

  constructor(options: S3Options, sink: Sink, signal: AbortSignal) {
    this.#options = options
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
          await this.#captureBucket(bucket)
          this.#done++
          this.#sink.status(`${this.#done} of ${total} buckets`)
        }
      }
      await Promise.all(Array.from({ length: BUCKETS_AT_ONCE }, lane))
    } finally {
      for (const client of this.#clients.values()) void client.then((s3) => s3.client.destroy())
    }
  }

  /** All buckets of the account; undefined when nobody may list them, which is told. */
  async #listBuckets(): Promise<Bucket[] | undefined> {
    this.#sink.status('listing the buckets')
    const [region = 'us-east-1'] = await this.#options.session.regions()
    const { sdk, client, abort } = await this.#client(region)
    try {
      const buckets: Bucket[] = []
      // Without a page size: some servers cut a page off at it and give no token to go on with.
      for await (const page of sdk.paginateListBuckets({ client }, {}, abort)) {
        for (const { Name, BucketRegion } of page.Buckets ?? []) {
          if (Name !== undefined) buckets.push({ name: Name, region: BucketRegion })
        }
      }
      return buckets
    } catch (error) {
      this.#throwIfRefused(error)
      const problem = { operation: 's3:ListBuckets', code: errorCode(error), message: messageOf(error) }
      for (const path of ['s3-buckets/', 's3-configs/']) {
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

  async #captureBucket(bucket: Bucket): Promise<void> {
    const { name } = bucket
    try {
      const region = bucket.region ?? (await this.#regionOf(name))
      const acl = await this.#captureConfig(name, region)
      if (this.#wantsObjects(name)) await this.#captureObjects(name, region, acl)
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

  /** Says whether the bucket's objects have ACLs that count, which is part of its configuration. */
  async #captureConfig(name: string, region: string): Promise<boolean> {
    const path = `s3-configs/${name}.json`
    const s3 = await this.#client(region)
    if (!this.#wantsConfig(name))
      return hasObjectAcls((await readBucketConfig(s3, name, ['ownership'])).document)
    const { document, unknown } = await readBucketConfig(s3, name)
    for (const { operation, code, message } of unknown) this.#sink.problem({ path, operation, code, message })
    const bytes = Buffer.from(readableJson({ name, region, ...document }))
    const meta = unknown.length > 0 ? { unknown: unknown.map(({ member }) => member).sort() } : {}
    await this.#sink.document({ path, type: 'config', bytes, meta })
    return hasObjectAcls(document)
  }

  async #captureObjects(bucket: string, region: string, acl: boolean): Promise<void> {
    const address = bucketAddress(bucket, region, await this.#options.session.endpoint('s3'))
    const rules = objectRules(this.#options.config, bucket)
    const leftOut = new Set<LeftOut>()
    let [entries, bytes] = [0, 0]
    await listObjects(
      async (request) => listPage(address, request, await this.#sender()),
      async (objects) => {
        this.#signal.throwIfAborted()
        for (const object of objects) {
          const rule = rules.leavesOut(object.key)
          if (rule !== undefined) {
            leftOut.add(rule)
            continue
          }
          entries++
          bytes += object.size
          await this.#offer(bucket, region, acl, object, rules)
        }
      },
    )
    const prefix = `s3-buckets/${bucket}/`
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
      refresh: this.#options.deep ? { ...open, attributesOnly: true } : undefined,
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
    const address = bucketAddress(bucket, primary, await this.#options.session.endpoint('s3'))
    try {
      await listPage(address, { maxKeys: 1 }, await this.#sender())
    } catch (error) {
      if (error instanceof AwsError) return error.region ?? primary
      throw error
    }
    return primary
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
