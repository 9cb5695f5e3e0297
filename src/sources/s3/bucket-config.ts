import type * as S3 from '@aws-sdk/client-s3'
import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { codeOf, messageOf } from '../../model/errors.ts'

/** The SDK's S3 client, and its commands, which are loaded with it. */
export interface S3Client {
  readonly sdk: typeof S3
  readonly client: S3.S3Client
}

/** One sub-configuration of a bucket. */
interface Part {
  /** As IAM and logs name it. */
  readonly operation: string
  /** The member of the document. */
  readonly member: string
  /** Codes that mean that it is not configured. */
  readonly absent?: readonly string[]
  /** Asks for it; undefined or an empty object means that it is not configured. */
  read(s3: S3Client, bucket: string): Promise<unknown>
}

/** A sub-configuration that could not be read. */
export interface UnknownPart {
  readonly member: string
  readonly operation: string
  readonly code: string
  readonly message: string
}

/** What other S3 servers and some regions answer for what they do not have. */
const UNSUPPORTED = [
  'NotImplemented',
  'XNotImplemented',
  'UnsupportedOperation',
  'UnsupportedArgument',
  'MethodNotAllowed',
  'NoSuchConfiguration',
]

/** What an answer holds besides the configuration. */
const ENVELOPE = ['$metadata', 'IsTruncated', 'ContinuationToken', 'NextContinuationToken', 'RequestCharged']

/** A sub-configuration that one command gives whole. */
function whole(
  operation: string,
  member: string,
  command: (sdk: typeof S3) => new (input: { Bucket: string }) => unknown,
  absent: readonly string[] = [],
  select: (answer: JsonObject) => unknown = (answer) => answer,
): Part {
  return {
    operation,
    member,
    absent,
    async read({ sdk, client }, bucket) {
      const Command = command(sdk)
      const answer = (await client.send(new Command({ Bucket: bucket }) as never)) as unknown as JsonObject
      return select(withoutEnvelope(answer))
    },
  }
}

/** A list that is asked for page by page; it ends when a token is missing or comes again. */
function paged(
  operation: string,
  member: string,
  list: string,
  command: (sdk: typeof S3) => new (input: { Bucket: string; ContinuationToken?: string }) => unknown,
): Part {
  return {
    operation,
    member,
    async read({ sdk, client }, bucket) {
      const Command = command(sdk)
      const found: Json[] = []
      for (let token: string | undefined; ;) {
        const input = { Bucket: bucket, ...(token === undefined ? {} : { ContinuationToken: token }) }
        const answer = (await client.send(new Command(input) as never)) as unknown as JsonObject
        found.push(...((answer[list] as Json[] | undefined) ?? []))
        const next = answer['NextContinuationToken']
        if (typeof next !== 'string' || next === '' || next === token) break
        token = next
      }
      return found.length === 0 ? undefined : sortedBy('Id', found)
    },
  }
}

/** Every sub-configuration of a bucket (docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html). */
const PARTS: readonly Part[] = [
  whole(
    'GetBucketPolicy',
    'policy',
    (sdk) => sdk.GetBucketPolicyCommand,
    ['NoSuchBucketPolicy'],
    ({ Policy }) => (typeof Policy === 'string' ? parseJson(Policy) : undefined),
  ),
  whole(
    'GetBucketAcl',
    'acl',
    (sdk) => sdk.GetBucketAclCommand,
    [],
    ({ Owner, Grants }) => ({
      owner: (Owner as JsonObject | undefined)?.['ID'],
      grants: ((Grants ?? []) as JsonObject[]).map(grantOf).sort(byText),
    }),
  ),
  whole(
    'GetBucketOwnershipControls',
    'ownership',
    (sdk) => sdk.GetBucketOwnershipControlsCommand,
    ['OwnershipControlsNotFoundError'],
    ({ OwnershipControls }) => (OwnershipControls as JsonObject | undefined)?.['Rules'],
  ),
  whole(
    'GetPublicAccessBlock',
    'publicAccessBlock',
    (sdk) => sdk.GetPublicAccessBlockCommand,
    ['NoSuchPublicAccessBlockConfiguration'],
    ({ PublicAccessBlockConfiguration }) => PublicAccessBlockConfiguration,
  ),
  whole('GetBucketVersioning', 'versioning', (sdk) => sdk.GetBucketVersioningCommand),
  whole(
    'GetBucketEncryption',
    'encryption',
    (sdk) => sdk.GetBucketEncryptionCommand,
    ['ServerSideEncryptionConfigurationNotFoundError'],
    ({ ServerSideEncryptionConfiguration }) => ServerSideEncryptionConfiguration,
  ),
  whole('GetBucketLifecycleConfiguration', 'lifecycle', (sdk) => sdk.GetBucketLifecycleConfigurationCommand, [
    'NoSuchLifecycleConfiguration',
  ]),
  whole(
    'GetBucketCors',
    'cors',
    (sdk) => sdk.GetBucketCorsCommand,
    ['NoSuchCORSConfiguration'],
    ({ CORSRules }) => CORSRules,
  ),
  whole('GetBucketWebsite', 'website', (sdk) => sdk.GetBucketWebsiteCommand, ['NoSuchWebsiteConfiguration']),
  whole(
    'GetBucketLogging',
    'logging',
    (sdk) => sdk.GetBucketLoggingCommand,
    [],
    ({ LoggingEnabled }) => LoggingEnabled,
  ),
  whole(
    'GetBucketNotificationConfiguration',
    'notification',
    (sdk) => sdk.GetBucketNotificationConfigurationCommand,
    [],
    (answer) =>
      Object.fromEntries(
        Object.entries(answer).map(([name, value]) => [
          name,
          Array.isArray(value) ? sortedBy('Id', value as Json[]) : value,
        ]),
      ),
  ),
  whole(
    'GetBucketReplication',
    'replication',
    (sdk) => sdk.GetBucketReplicationCommand,
    ['ReplicationConfigurationNotFoundError'],
    ({ ReplicationConfiguration }) => ReplicationConfiguration,
  ),
  whole(
    'GetBucketTagging',
    'tags',
    (sdk) => sdk.GetBucketTaggingCommand,
    ['NoSuchTagSet', 'NoSuchTagSetError'],
    ({ TagSet }) => sortedBy('Key', (TagSet ?? []) as Json[]),
  ),
  whole(
    'GetBucketAccelerateConfiguration',
    'accelerate',
    (sdk) => sdk.GetBucketAccelerateConfigurationCommand,
  ),
  whole('GetBucketRequestPayment', 'requestPayment', (sdk) => sdk.GetBucketRequestPaymentCommand),
  whole(
    'GetObjectLockConfiguration',
    'objectLock',
    (sdk) => sdk.GetObjectLockConfigurationCommand,
    ['ObjectLockConfigurationNotFound', 'ObjectLockConfigurationNotFoundError'],
    ({ ObjectLockConfiguration }) => ObjectLockConfiguration,
  ),
  paged(
    'ListBucketIntelligentTieringConfigurations',
    'intelligentTiering',
    'IntelligentTieringConfigurationList',
    (sdk) => sdk.ListBucketIntelligentTieringConfigurationsCommand,
  ),
  paged(
    'ListBucketInventoryConfigurations',
    'inventory',
    'InventoryConfigurationList',
    (sdk) => sdk.ListBucketInventoryConfigurationsCommand,
  ),
  paged(
    'ListBucketAnalyticsConfigurations',
    'analytics',
    'AnalyticsConfigurationList',
    (sdk) => sdk.ListBucketAnalyticsConfigurationsCommand,
  ),
  paged(
    'ListBucketMetricsConfigurations',
    'metrics',
    'MetricsConfigurationList',
    (sdk) => sdk.ListBucketMetricsConfigurationsCommand,
  ),
  whole(
    'GetBucketMetadataConfiguration',
    'metadata',
    (sdk) => sdk.GetBucketMetadataConfigurationCommand,
    ['MetadataConfigurationNotFound', 'NoSuchMetadataConfiguration'],
    ({ GetBucketMetadataConfigurationResult }) => GetBucketMetadataConfigurationResult,
  ),
  whole(
    'GetBucketMetadataTableConfiguration',
    'metadataTable',
    (sdk) => sdk.GetBucketMetadataTableConfigurationCommand,
    [
      'MetadataConfigurationNotFound',
      'NoSuchMetadataTableConfiguration',
      'MetadataTableConfigurationNotFound',
    ],
    ({ GetBucketMetadataTableConfigurationResult }) => GetBucketMetadataTableConfigurationResult,
  ),
  whole(
    'GetBucketAbac',
    'abac',
    (sdk) => sdk.GetBucketAbacCommand,
    [],
    ({ AbacStatus }) => AbacStatus,
  ),
]

/** The bucket does not exist (any more). */
export class NoSuchBucket extends Error {
  override readonly name = 'NoSuchBucket'
}

/**
 * Reads all sub-configurations of a bucket into one document. A part that is not configured is absent; one that could
 * not be read holds `{"$unknown": code}` and is told besides.
 * @throws NoSuchBucket
 */
export async function readBucketConfig(
  s3: S3Client,
  bucket: string,
): Promise<{ readonly document: JsonObject; readonly unknown: readonly UnknownPart[] }> {
  const unknown: UnknownPart[] = []
  const members = await Promise.all(
    PARTS.map(async (part): Promise<[string, Json] | undefined> => {
      try {
        const value = plain(await part.read(s3, bucket))
        return value === undefined || isEmpty(value) ? undefined : [part.member, value]
      } catch (error) {
        const code = errorCode(error)
        if (code === 'NoSuchBucket') throw new NoSuchBucket(bucket)
        if (part.absent?.includes(code) === true || UNSUPPORTED.includes(code)) return undefined
        unknown.push({
          member: part.member,
          operation: `s3:${part.operation}`,
          code,
          message: messageOf(error),
        })
        return [part.member, { $unknown: code }]
      }
    }),
  )
  return { document: Object.fromEntries(members.filter((member) => member !== undefined)), unknown }
}

/** Says whether the objects of a bucket with this configuration have ACLs that count. */
export function hasObjectAcls({ ownership }: JsonObject): boolean {
  const [rule] = Array.isArray(ownership) ? (ownership as JsonObject[]) : []
  return rule?.['ObjectOwnership'] !== 'BucketOwnerEnforced'
}

/** The code of an error of the SDK. */
export function errorCode(error: unknown): string {
  const name = error instanceof Error && error.name !== 'Error' ? error.name : undefined
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  if (name === undefined || name === 'Unknown' || name === 'UnknownError' || name === 'SyntaxError') {
    if (status === 403) return 'AccessDenied'
    return codeOf(error) ?? (status === undefined ? 'Unknown' : `Http${status}`)
  }
  return name
}

function withoutEnvelope(answer: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !ENVELOPE.includes(name)))
}

/** The answer as JSON: dates become ISO text, undefined members go. */
function plain(value: unknown): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true
  return (
    typeof value === 'object' &&
    Object.values(value).every((member) => member !== undefined && isEmpty(member))
  )
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    // A policy is always JSON on AWS; what another server keeps is kept as it is.
    return text
  }
}

function grantOf({ Grantee, Permission }: JsonObject): JsonObject {
  const { URI, EmailAddress, ID } = (Grantee ?? {}) as JsonObject
  return { grantee: URI ?? EmailAddress ?? ID, permission: Permission }
}

function sortedBy(member: string, items: readonly Json[]): Json[] {
  const keyOf = (item: Json) => JSON.stringify((item as JsonObject)[member] ?? item)
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}

function byText(a: JsonObject, b: JsonObject): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
