import { createHash, hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { JsonObject } from '../../model/canonical-json.ts'
import { AwsError } from '../aws/aws-error.ts'
import {
  brokenConnection,
  isForeignAnswer,
  isWorthRetrying,
  oneOf,
  pause,
  type AwsResponse,
  type Sender,
} from '../aws/request.ts'
import type { Credentials } from '../aws/sigv4.ts'
import {
  UnreadableError,
  type Facts,
  type OpenRequest,
  type Opener,
  type OpenTools,
  type Reading,
  type Unreadable,
} from '../source.ts'
import { bucketAddress, type BucketAddress } from './bucket-address.ts'
import { parseAcl, parseTags } from './object-attributes.ts'
import { metaOfHeaders } from './object-meta.ts'
import { getObject, listPage, objectSubResource } from './s3-requests.ts'

/** Names an object to a worker, as it was listed. */
export type ObjectRequest = OpenRequest & {
  readonly opener: 's3'
  readonly bucket: string
  readonly key: string
  readonly region: string
  readonly etag: string
  readonly size: number
  readonly lastModified: string
  /** The bucket's objects have ACLs that count. */
  readonly acl: boolean
  /** Only tags and ACL are to be read. */
  readonly attributesOnly?: boolean
}

/** What every request of a batch has in common. */
export interface S3Context {
  readonly credentials: Credentials
  readonly endpoint: string | undefined
}

const WHOLE_BELOW = 1024 * 1024
/** An object that is overwritten again and again while it is read is left to the next commit. */
const ROUNDS = 3
/** How often a body that breaks off or does not match its checksum is asked for again. */
const READINGS = 6

/** Opens S3 objects. Every GET has an If-Match, so bytes of two states of an object never mix. */
export const openObject: Opener = {
  async open(request: OpenRequest, context: unknown, tools: OpenTools): Promise<Reading> {
    const { credentials, endpoint } = context as S3Context
    const object = request as ObjectRequest
    const address = bucketAddress(object.bucket, object.region, endpoint)
    const sender: Sender = {
      credentials,
      count: (operation) => tools.count(operation),
      now: () => tools.now(),
    }
    if (object.attributesOnly === true) {
      return { content: null, settle: () => refreshed(object, address, sender) }
    }
    let current = object
    for (let round = 1; ; round++) {
      try {
        return await openAs(current, address, sender, tools)
      } catch (error) {
        if (!isGoneOrChanged(error)) throw asUnreadable(error)
        if (round === ROUNDS) throw new UnreadableError(changing())
        current = await listAgain(current, address, sender)
      }
    }
  },
}

function isGoneOrChanged(error: unknown): boolean {
  return error instanceof AwsError && (error.status === 412 || error.code === 'NoSuchKey')
}

/** The object as it is listed now. @throws UnreadableError when it is gone */
async function listAgain(
  object: ObjectRequest,
  address: BucketAddress,
  sender: Sender,
): Promise<ObjectRequest> {
  try {
    const page = await listPage(address, { prefix: object.key }, sender, 1)
    const [now] = page.objects
    if (now?.key !== object.key)
      throw new UnreadableError(unreadable('gone', 'NoSuchKey', 'deleted while it was to be read'))
    return { ...object, etag: now.etag, size: now.size, lastModified: now.lastModified }
  } catch (error) {
    throw asUnreadable(error)
  }
}

async function openAs(
  object: ObjectRequest,
  address: BucketAddress,
  sender: Sender,
  tools: OpenTools,
): Promise<Reading> {
  if (object.size >= WHOLE_BELOW) return openLarge(object, address, sender)
  const { bytes, response } = await readWhole(object, address, sender, tools)
  return { content: bytes, settle: () => facts(object, address, response, sender) }
}

/** Reads a small object until its length and checksum are right. */
async function readWhole(
  object: ObjectRequest,
  address: BucketAddress,
  sender: Sender,
  tools: OpenTools,
): Promise<{ bytes: Uint8Array; response: AwsResponse }> {
  let before: string | undefined
  for (let reading = 1; ; reading++) {
    const response = await getObject(address, object.key, object.etag, sender)
    const bytes = await takeBody(response, object.size, tools)
    if (bytes !== undefined) {
      const verdict = checksumVerdict(bytes, response)
      if (verdict === 'right') return { bytes, response }
      // An ETag that looks like an MD5 need not be one. What two readings agree on is what is there.
      const sha256 = hash('sha256', bytes)
      if (verdict === 'not the ETag' && sha256 === before) return { bytes, response }
      before = sha256
    }
    if (reading === READINGS) {
      throw new UnreadableError(
        unreadable('failed', 'BadAnswer', 'length or checksum is wrong each time it is read'),
      )
    }
    await pause(reading)
  }
}

/** The whole body, or undefined when it is not of the length that was announced. */
async function takeBody(
  { body, headers }: AwsResponse,
  size: number,
  tools: OpenTools,
): Promise<Uint8Array | undefined> {
  const length = Number(oneOf(headers['content-length']) ?? size)
  const buffer = tools.allocate(length)
  let done = 0
  try {
    for await (const piece of body as AsyncIterable<Uint8Array>) {
      if (done + piece.length > length) return undefined
      buffer.set(piece, done)
      done += piece.length
    }
  } catch {
    // It broke off: the caller asks again.
    return undefined
  }
  return done === length ? buffer : undefined
}

function checksumVerdict(bytes: Uint8Array, { headers }: AwsResponse): 'right' | 'wrong' | 'not the ETag' {
  if (oneOf(headers['x-amz-checksum-type']) !== 'COMPOSITE') {
    const sha256 = oneOf(headers['x-amz-checksum-sha256'])
    if (sha256 !== undefined) return sha256 === hash('sha256', bytes, 'base64') ? 'right' : 'wrong'
    const crc = oneOf(headers['x-amz-checksum-crc32'])
    if (crc !== undefined) return crc === crc32Base64(crc32(bytes)) ? 'right' : 'wrong'
  }
  const etag = (oneOf(headers['etag']) ?? '').replaceAll('"', '')
  const encryption = oneOf(headers['x-amz-server-side-encryption']) ?? ''
  if (!/^[0-9a-f]{32}$/.test(etag) || encryption.startsWith('aws:')) return 'right'
  return hash('md5', bytes) === etag ? 'right' : 'not the ETag'
}

function crc32Base64(crc: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc)
  return bytes.toString('base64')
}

/** Reads a large object as it comes; a connection that breaks is taken up where it broke. */
async function openLarge(object: ObjectRequest, address: BucketAddress, sender: Sender): Promise<Reading> {
  const first = await getObject(address, object.key, object.etag, sender)
  const whole = createHash('sha256')
  let crc = 0
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let done = 0
    let response = first
    for (let failures = 0; ;) {
      try {
        for await (const piece of response.body as AsyncIterable<Uint8Array>) {
          done += piece.length
          whole.update(piece)
          crc = crc32(piece, crc)
          yield piece
          failures = 0
        }
        if (done === object.size) return
        throw brokenConnection(
          's3:GetObject',
          new Error(`the answer ended after ${done} of ${object.size} bytes`),
        )
      } catch (error) {
        const broken = error instanceof AwsError ? error : brokenConnection('s3:GetObject', error)
        if (done > object.size || ++failures === READINGS || !isWorthRetrying(broken))
          throw asUnreadable(broken)
        await pause(failures)
        response = await resume(object, address, sender, done)
      }
    }
  }
  return {
    content: pieces(),
    settle: () => {
      if (!isChecksumRight(first, whole.digest('base64'), crc)) {
        throw new UnreadableError(
          unreadable('changing', 'BadChecksum', 'the checksum of what was read is wrong'),
        )
      }
      return facts(object, address, first, sender)
    },
  }
}

async function resume(
  object: ObjectRequest,
  address: BucketAddress,
  sender: Sender,
  from: number,
): Promise<AwsResponse> {
  try {
    const response = await getObject(address, object.key, object.etag, sender, from)
    if (response.statusCode === 206) return response
    response.body.destroy()
    throw new UnreadableError(unreadable('failed', 'NoRange', 'the server does not answer with a range'))
  } catch (error) {
    // What was read so far is of a state that is no more: the whole is read anew.
    if (isGoneOrChanged(error)) throw new UnreadableError(changing())
    throw asUnreadable(error)
  }
}

function isChecksumRight({ headers }: AwsResponse, sha256: string, crc: number): boolean {
  if (oneOf(headers['x-amz-checksum-type']) === 'COMPOSITE') return true
  const expected = oneOf(headers['x-amz-checksum-sha256'])
  if (expected !== undefined && !expected.includes('-')) return expected === sha256
  const expectedCrc = oneOf(headers['x-amz-checksum-crc32'])
  return expectedCrc === undefined || expectedCrc.includes('-') || expectedCrc === crc32Base64(crc)
}

async function facts(
  object: ObjectRequest,
  address: BucketAddress,
  response: AwsResponse,
  sender: Sender,
): Promise<Facts> {
  const { headers } = response
  const hasTags = Number(oneOf(headers['x-amz-tagging-count']) ?? 0) > 0
  const attributes = await readAttributes(object, address, sender, hasTags)
  const versionId = oneOf(headers['x-amz-version-id'])
  const { etag, size, lastModified } = object
  return {
    meta: { ...metaOfHeaders(headers), ...attributes.meta },
    origin: { etag, size, lastModified, ...(versionId === undefined ? {} : { versionId }) },
    problems: attributes.problems,
  }
}

/** Tags and ACL of an object whose content is known. */
async function refreshed(object: ObjectRequest, address: BucketAddress, sender: Sender): Promise<Facts> {
  const { meta, problems } = await readAttributes(object, address, sender, true)
  return { meta: { tags: undefined, acl: undefined, ...meta }, origin: null, problems }
}

async function readAttributes(
  object: ObjectRequest,
  address: BucketAddress,
  sender: Sender,
  hasTags: boolean,
): Promise<{ meta: JsonObject; problems: Facts['problems'] }> {
  const problems: Facts['problems'][number][] = []
  const read = async <T>(
    subResource: 'tagging' | 'acl',
    parse: (xml: string) => T,
  ): Promise<T | { $unknown: string } | undefined> => {
    try {
      return parse(await objectSubResource(address, object.key, subResource, sender))
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      // Other S3 servers have no ACLs, or trip over them; there is nothing to be known then.
      if (address.isForeign && isForeignAnswer(error)) return undefined
      problems.push({ operation: error.operation, code: error.code, message: error.message })
      return { $unknown: error.code }
    }
  }
  const tags = hasTags ? await read('tagging', parseTags) : undefined
  const acl = object.acl ? await read('acl', parseAcl) : undefined
  const meta: JsonObject = {
    ...(tags === undefined || Object.keys(tags).length === 0 ? {} : { tags }),
    ...(acl === undefined ? {} : { acl }),
  }
  return { meta, problems }
}

function asUnreadable(error: unknown): Error {
  if (!(error instanceof AwsError)) return error instanceof Error ? error : new Error(String(error))
  return new UnreadableError({
    reason: reasonOf(error),
    operation: error.operation,
    code: error.code,
    message: error.message,
  })
}

function reasonOf({ status, code, message }: AwsError): Unreadable['reason'] {
  if (code === 'InvalidObjectState') return 'archived'
  if (status === 400 && code === 'InvalidRequest' && /encrypt|customer/i.test(message)) return 'sse-c'
  if (code === 'NoSuchBucket') return 'gone'
  return status === 403 || code.startsWith('KMS.') ? 'denied' : 'failed'
}

function changing(): Unreadable {
  return unreadable(
    'changing',
    'PreconditionFailed',
    'the object was overwritten each time it was to be read',
  )
}

function unreadable(reason: Unreadable['reason'], code: string, message: string): Unreadable {
  return { reason, operation: 's3:GetObject', code, message }
}
