import type * as S3 from '@aws-sdk/client-s3'
import type { Json, JsonObject } from '../../model/canonical-json.ts'
import type { S3Client } from './s3-client.ts'

/** One sub-configuration of a bucket. */
export interface Part {
  /** As IAM and logs name it. */
  readonly operation: string
  /** The member of the document. */
  readonly member: string
  /** Codes that mean that it is not configured. */
  readonly absent?: readonly string[]
  /** Asks for it; undefined or an empty object means that it is not configured. */
  read(s3: S3Client, bucket: string): Promise<unknown>
}

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
    async read(s3, bucket) {
      const Command = command(s3.sdk)
      return select(withoutEnvelope(await send(s3, new Command({ Bucket: bucket }))))
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
    async read(s3, bucket) {
      const Command = command(s3.sdk)
      const tokens = new Set<string>()
      const found: Json[] = []
      for (let token: string | undefined; ;) {
        const input = { Bucket: bucket, ...(token === undefined ? {} : { ContinuationToken: token }) }
        const answer = await send(s3, new Command(input))
        found.push(...((answer[list] as Json[] | undefined) ?? []))
        const next = answer['NextContinuationToken']
        if (typeof next !== 'string' || next === '' || tokens.has(next)) break
        tokens.add(next)
        token = next
      }
      return found.length === 0 ? undefined : sortedBy('Id', found)
    },
  }
}

/** The commands of the table have no type in common that the client would take. */
async function send({ client, abort }: S3Client, command: unknown): Promise<JsonObject> {
  return (await client.send(command as never, abort)) as unknown as JsonObject
}

/** Every sub-configuration of a bucket (docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html). */
export const PARTS: readonly Part[] = [
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

function withoutEnvelope(answer: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !ENVELOPE.includes(name)))
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
