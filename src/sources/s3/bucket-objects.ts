import type { JsonObject } from '../../model/canonical-json.ts'
import { JsnapError } from '../../runtime/errors.ts'
import { isList, isObject } from '../../model/json-place.ts'
import { pathOf } from '../../model/kind-path.ts'
import { bucketFilter, objectRules, type LeftOut, type ObjectRules } from '../../model/object-rules.ts'
import type { ReadTags, S3Config } from '../../model/s3-config.ts'
import { BUCKET_CONFIGURATION, BUCKET_OBJECTS } from '../../services/s3.ts'
import { AwsError } from '../aws/aws-error.ts'
import type { ContentContext } from '../aws/content-context.ts'
import type { Sender } from '../aws/request.ts'
import { isRefusedCredentials, refusedCredentials } from '../aws/refused-credentials.ts'
import type { AwsSession } from '../aws/session.ts'
import type { Sink, Unreadable } from '../source.ts'
import { bucketAddress, type BucketAddress } from './bucket-address.ts'
import { listObjects, ListingStuck } from './list-objects.ts'
import type { ListedObject } from './list-page.ts'
import type { ObjectRequest } from './object-request.ts'
import { listPage } from './s3-requests.ts'
import { SMALL_BUCKET, SmallBuckets, type Turn } from './small-buckets.ts'

/** Which objects are captured, and how closely. */
export interface ObjectOptions {
  readonly session: AwsSession
  readonly config: S3Config
  /** Reads tags and ACLs again of objects that have not changed. */
  readonly deep: boolean
}

/** The objects of the buckets of one capture. */
export class BucketObjects {
  readonly #options: ObjectOptions
  readonly #sink: Sink
  readonly #signal: AbortSignal
  readonly #readTags: ReadTags
  readonly #isTaken: (bucket: string) => boolean
  readonly #smallBuckets = new SmallBuckets()
  readonly #regions: string[] = []

  constructor(options: ObjectOptions, sink: Sink, signal: AbortSignal) {
    this.#options = options
    this.#readTags = options.deep ? 'always' : (options.config.readTags ?? 'small')
    this.#isTaken = bucketFilter(options.config)
    this.#sink = sink
    this.#signal = signal
  }

  /** Of the buckets that were captured. */
  get regions(): readonly string[] {
    return this.#regions
  }

  /** Captures a bucket: its configuration, which `read` does, and its objects. */
  async captureBucket(name: string, read: () => Promise<ContentContext | undefined>): Promise<void> {
    this.#signal.throwIfAborted()
    if (!this.#isTaken(name)) {
      const reason = 'excluded by the configuration'
      for (const path of [folderOf(name), pathOf(BUCKET_CONFIGURATION, name)])
        this.#sink.notCovered({ path, reason })
      return
    }
    const turn = this.#smallBuckets.turn()
    try {
      const bucket = await read()
      if (bucket === undefined) return
      this.#regions.push(bucket.region)
      if (this.#sink.wants(folderOf(name))) await this.#readObjects(bucket, turn)
    } finally {
      turn.end()
    }
  }

  async #readObjects({ name, region, item, unknown }: ContentContext, turn: Turn): Promise<void> {
    if (isVersioned(item)) {
      const reason = 'old versions of objects and delete markers are not captured'
      this.#sink.notCovered({ path: `s3-versions/${name}/`, reason })
    }
    try {
      await this.#captureObjects(name, region, hasObjectAcls(item), turn)
    } catch (error) {
      this.#signal.throwIfAborted()
      if (error instanceof JsnapError) throw error
      const refusal =
        error instanceof ListingStuck
          ? new AwsError('s3:ListObjectsV2', 200, error.name, error.message)
          : error
      if (!(refusal instanceof AwsError)) throw error
      // It was deleted since the buckets were listed.
      if (refusal.code === 'NoSuchBucket') return
      if (isRefusedCredentials(refusal.code)) throw refusedCredentials(refusal.code, error)
      unknown(folderOf(name), refusal)
    }
  }

  async #captureObjects(bucket: string, region: string, acl: boolean, turn: Turn): Promise<void> {
    const address = await this.#addressOf(bucket, region)
    const prefix = folderOf(bucket)
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
    if ((await listAll()) === 0) await this.#lookAgain(prefix, listAll)
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

  /** What has vanished all at once is looked at again before it is believed, and what has never been read as well. */
  async #lookAgain(prefix: string, listAll: () => Promise<number>): Promise<void> {
    const had = this.#sink.had(prefix, () => true)
    if (!had && !this.#sink.wasUnknown(prefix)) return
    if ((await listAll()) === 0 && had)
      this.#sink.note(`${prefix}: everything that was there is gone; a second request confirmed it`)
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
      path: folderOf(bucket) + key,
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
}

/** Where the objects of a bucket are, ending in `/`. */
function folderOf(bucket: string): string {
  return pathOf(BUCKET_OBJECTS, bucket)
}

/** Says whether the objects of a bucket with this configuration have ACLs that count. */
function hasObjectAcls({ ownership }: JsonObject): boolean {
  const [rule] = isList(ownership) ? ownership : []
  return !isObject(rule) || rule['ObjectOwnership'] !== 'BucketOwnerEnforced'
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
