import type * as S3 from '@aws-sdk/client-s3'
import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { isObject } from '../../model/json-place.ts'
import { LISTING_INSTEAD } from '../aws/answer-body.ts'
import { AwsError } from '../aws/aws-error.ts'
import { Paging } from '../aws/paging.ts'
import { parsedPolicy } from '../aws/normal-policy.ts'
import { checkBucketAnswer } from './bucket-answer.ts'
import { normalGrants, sortedBy, without, withSortedSets } from './normal-form.ts'
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

/** How far S3 is with setting tables up moves by itself. */
const STATES = ['TableStatus', 'Status', 'Error']

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
      return select(withoutEnvelope(await send(s3, operation, new Command({ Bucket: bucket }))))
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
      const paging = new Paging(`s3:${operation}`)
      const found: Json[] = []
      for (let token: string | undefined; ;) {
        const input = { Bucket: bucket, ...(token === undefined ? {} : { ContinuationToken: token }) }
        const answer = await send(s3, operation, new Command(input))
        const page = (answer[list] as Json[] | undefined) ?? []
        found.push(...page)
        const next = answer['NextContinuationToken']
        if (typeof next !== 'string' || next === '') break
        paging.goOn(next, page.length > 0)
        token = next
      }
      return found.length === 0 ? undefined : withSortedSets(['OptionalFields'], sortedBy('Id', found))
    },
  }
}

/** The commands of the table have no type in common that the client would take. */
async function send({ client, abort }: S3Client, operation: string, command: unknown): Promise<JsonObject> {
  const answer = (await client.send(command as never, abort)) as unknown as JsonObject
  checkBucketAnswer(operation, answer)
  return answer
}

/** Every sub-configuration of a bucket (docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html). */
export const PARTS: readonly Part[] = [
  whole(
    'GetBucketPolicy',
    'policy',
    (sdk) => sdk.GetBucketPolicyCommand,
    ['NoSuchBucketPolicy'],
    ({ Policy }) => policyOf(Policy),
  ),
  whole(
    'GetBucketAcl',
    'acl',
    (sdk) => sdk.GetBucketAclCommand,
    [],
    ({ Owner, Grants }) => ({
      owner: (Owner as JsonObject | undefined)?.['ID'],
      grants: normalGrants(Grants),
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
  whole(
    'GetBucketLifecycleConfiguration',
    'lifecycle',
    (sdk) => sdk.GetBucketLifecycleConfigurationCommand,
    ['NoSuchLifecycleConfiguration'],
    withSortedRules,
  ),
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
    ({ LoggingEnabled }) => loggingOf(LoggingEnabled as JsonObject | undefined),
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
          Array.isArray(value) ? withSortedSets(['Events'], sortedBy('Id', value)) : value,
        ]),
      ),
  ),
  whole(
    'GetBucketReplication',
    'replication',
    (sdk) => sdk.GetBucketReplicationCommand,
    ['ReplicationConfigurationNotFoundError'],
    ({ ReplicationConfiguration }) => withSortedRules(ReplicationConfiguration as JsonObject | undefined),
  ),
  whole(
    'GetBucketTagging',
    'tags',
    (sdk) => sdk.GetBucketTaggingCommand,
    ['NoSuchTagSet', 'NoSuchTagSetError'],
    ({ TagSet }) => sortedBy('Key', TagSet),
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
    ({ GetBucketMetadataConfigurationResult }) => without(STATES, GetBucketMetadataConfigurationResult),
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
    ({ GetBucketMetadataTableConfigurationResult }) =>
      without(STATES, GetBucketMetadataTableConfigurationResult),
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

/** A bucket's policy; as text where it could not be kept as JSON. @throws AwsError when the answer is none */
function policyOf(text: unknown): Json {
  if (typeof text === 'string' && hasStatement(text)) return parsedPolicy(text)
  const isListing = typeof text === 'string' && /^\s*(<\?[^>]*>\s*)?<ListBucketResult\b/.test(text)
  const code = isListing ? LISTING_INSTEAD : 'NoAnswer'
  throw new AwsError('s3:GetBucketPolicy', 200, code, 'the answer is not a policy')
}

function hasStatement(text: string): boolean {
  try {
    const policy = JSON.parse(text) as Json
    return isObject(policy) && typeof policy['Statement'] === 'object' && policy['Statement'] !== null
  } catch {
    return false
  }
}

/** Rules have an id each, and none goes before another. */
function withSortedRules(answer: JsonObject | undefined): JsonObject | undefined {
  const rules = answer?.['Rules']
  return rules === undefined ? answer : { ...answer, Rules: sortedBy('ID', rules) }
}

function loggingOf(logging: JsonObject | undefined): JsonObject | undefined {
  const grants = logging?.['TargetGrants']
  return grants === undefined ? logging : { ...logging, TargetGrants: normalGrants(grants) }
}
