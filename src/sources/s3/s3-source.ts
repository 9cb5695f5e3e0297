import { canonicalJson } from '../../model/canonical-json.ts'
import { messageOf } from '../../model/errors.ts'
import { AwsError } from '../aws/aws-error.ts'
import type { Sender } from '../aws/request.ts'
import { isRefusedCredentials, keysOf, refusedCredentials, type AwsSession } from '../aws/session.ts'
import type { Sink, Source, Unreadable } from '../source.ts'
import { bucketAddress } from './bucket-address.ts'
import { errorCode, hasObjectAcls, NoSuchBucket, readBucketConfig, type S3Client } from './bucket-config.ts'
import { listObjects, ListingStuck } from './list-objects.ts'
import type { ListedObject } from './list-page.ts'
import { bucketFilter, objectRules, type LeftOut, type ObjectRules } from './object-rules.ts'
import type { ObjectRequest, S3Context } from './open-object.ts'
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
    workerContext: async (): Promise<S3Context> => ({
      credentials: keysOf(await options.session.credentials()),
      endpoint: options.session.s3Endpoint,
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
      const lane = async () => {
        for (let bucket = queue.shift(); bucket !== undefined; bucket = queue.shift()) {
          this.#signal.throwIfAborted()
          await this.#captureBucket(bucket)
          this.#done++
          this.#sink.status(`${this.#done} of ${this.#done + queue.length} buckets`)
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
    const { sdk, client } = await this.#client(region)
    try {
      const buckets: Bucket[] = []
      // Without a page size: some servers cut a page off at it and give no token to go on with.
      for await (const page of sdk.paginateListBuckets({ client }, {})) {
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
    if (!bucketFilter(this.#options.config)(name)) {
      const reason = 'excluded by the configuration'
      this.#sink.notCovered({ path: `s3-buckets/${name}/`, reason })
      this.#sink.notCovered({ path: `s3-configs/${name}.json`, reason })
      return false
    }
    return this.#sink.wants(`s3-buckets/${name}/`) || this.#sink.wants(`s3-configs/${name}.json`)
  }

  async #captureBucket(bucket: Bucket): Promise<void> {
    const { name } = bucket
    try {
      const region = bucket.region ?? (await this.#regionOf(name))
      const { document, unknown } = await readBucketConfig(await this.#client(region), name)
      for (const { operation, code, message } of unknown) {
        this.#sink.problem({ path: `s3-configs/${name}.json`, operation, code, message })
      }
      const bytes = Buffer.from(canonicalJson({ name, region, ...document }))
      const meta = unknown.length > 0 ? { unknown: unknown.map(({ member }) => member).sort() } : {}
      await this.#sink.document({ path: `s3-configs/${name}.json`, type: 'config', bytes, meta })
      if (this.#sink.wants(`s3-buckets/${name}/`))
        await this.#captureObjects(name, region, hasObjectAcls(document))
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

  async #captureObjects(bucket: string, region: string, acl: boolean): Promise<void> {
    const address = bucketAddress(bucket, region, this.#options.session.s3Endpoint)
    const rules = objectRules(this.#options.config, bucket)
    const leftOut = new Set<LeftOut>()
    await listObjects(
      async (request) => listPage(address, request, await this.#sender()),
      async (objects) => {
        this.#signal.throwIfAborted()
        for (const object of objects) {
          const rule = rules.leavesOut(object.key)
          if (rule === undefined) await this.#offer(bucket, region, acl, object, rules)
          else leftOut.add(rule)
        }
      },
    )
    const prefix = `s3-buckets/${bucket}/`
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
    const { sdk, client } = await this.#client(primary)
    try {
      const { BucketRegion } = await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }))
      return BucketRegion ?? primary
    } catch (error) {
      const response = (error as { $response?: { headers?: Record<string, string> } }).$response
      return response?.headers?.['x-amz-bucket-region'] ?? primary
    }
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
      client = this.#makeClient(region)
      this.#clients.set(region, client)
    }
    return client
  }

  async #makeClient(region: string): Promise<S3Client> {
    const sdk = await import('@aws-sdk/client-s3')
    const endpoint = this.#options.session.s3Endpoint
    const client = new sdk.S3Client({
      region,
      credentials: async () => keysOf(await this.#options.session.credentials()),
      maxAttempts: 8,
      retryMode: 'adaptive',
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    })
    client.middlewareStack.add(
      (next, context) => (args) => {
        this.#sink.request(`s3:${String(context.commandName).replace(/Command$/, '')}`)
        return next(args)
      },
      // After the retrying, so that every attempt is counted.
      { step: 'deserialize', name: 'countRequests' },
    )
    return { sdk, client }
  }

  #throwIfRefused(error: unknown): void {
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
