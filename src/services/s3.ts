import type { Json, JsonObject } from '../model/canonical-json.ts'
import { isList, isNested, isObject, textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Service } from './declaration/declaration.ts'
import { BUCKET_HOST } from './declaration/hosts.ts'
import { ORDERED, unsorted } from './declaration/lists.ts'
import { paged } from './declaration/paged-call.ts'
import { aclOf, GRANT, loggingOf } from './s3-grants.ts'

/** S3 as it is asked for buckets and their configuration; objects, which are many, are asked for without the SDK. */
const s3: Api = {
  id: 's3',
  sdkId: 's3',
  load: () => import('@aws-sdk/client-s3'),
  client: 'S3Client',
  // Not published for buckets. What it slows down is one bucket, and no reason to hold the others back.
  rates: 'none',
  // Eight buckets are read at once, each by 23 calls.
  atOnce: 192,
  // What other S3 servers, and some regions, answer for a sub-resource that they do not have.
  lacking: [
    'NotImplemented',
    'XNotImplemented',
    'ListingInstead',
    'UnsupportedOperation',
    'UnsupportedArgument',
    'MethodNotAllowed',
    'NoSuchConfiguration',
    'Http405',
    'Http501',
  ],
  // Other S3 servers have no STS that would have refused them before.
  checksKeys: true,
}

/** The path of a bucket's document, by its name. */
export const BUCKET_CONFIGURATION = 's3-configs/*.json'
/** The folder of its objects. */
export const BUCKET_OBJECTS = 's3-buckets/*/'

const inBucket = ({ name }: JsonObject): JsonObject => ({ Bucket: name })

/** A sub-configuration that one call gives. To those that `mayOmit`, S3 answers nothing where nothing was ever configured. */
const part = (operation: string, more: Partial<Call> = {}): Call => ({
  operation,
  input: inBucket,
  form: present,
  gone: ['NoSuchBucket'],
  ...more,
})

/** What other servers answer where nothing is configured may have all of its elements, and nothing in them. */
function present(answer: Json): Json {
  return isObject(answer) && Object.values(answer).every(isEmpty) ? null : answer
}

/** An empty object is not empty in meaning: it is how a notification to EventBridge is written. */
function isEmpty(member: Json | undefined): boolean {
  return member === undefined || member === null || member === '' || (isList(member) && member.length === 0)
}

/** Sub-configurations of which a bucket has many, each with an id. */
const parts = (operation: string, select: string, action: string): Call =>
  paged(operation, select, {
    input: inBucket,
    next: { ContinuationToken: 'NextContinuationToken' },
    mayOmit: 'beside others',
    gone: ['NoSuchBucket'],
    action,
  })

/** A listed bucket by its name, and its region where the list says it. */
function bucketOf(listed: Json): Json | undefined {
  const name = isObject(listed) ? textAt('Name', listed) : ''
  return isObject(listed) && name !== '' ? { name, region: listed['BucketRegion'] } : undefined
}

/**
 * AWS returns the regions of buckets, and answers accounts that may have more than 10,000 at all, only when it is asked
 * for pages (docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html: "BucketRegion … if the request contains at
 * least one valid parameter"). Some other servers cut a page off at its size, and give no token to continue with.
 */
export const LIST_BUCKETS: Call = paged('ListBuckets', 'Buckets', {
  token: 'ContinuationToken',
  awsInput: { MaxBuckets: 10_000 },
  form: bucketOf,
  action: 's3:ListAllMyBuckets',
})

/** A policy's text; a server may answer with anything else. */
function policyText(text: Json): Json | undefined {
  try {
    const policy = typeof text === 'string' ? (JSON.parse(text) as Json) : text
    return isObject(policy) && isNested(policy['Statement']) ? text : undefined
  } catch {
    return undefined
  }
}

/**
 * Buckets with their configuration
 * (docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html).
 * A bucket has one name in all regions; its document says where it is. IAM actions have other names than their calls now
 * and then (docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html).
 */
export const S3: Service = {
  name: 's3',
  label: 'S3',
  api: s3,
  scope: 'global',
  prefixes: ['s3-configs/'],
  types: { s3: ' bucket' },
  folders: { one: 'configuration', many: 'configurations' },
  isScanned: true,
  resources: [
    {
      path: BUCKET_CONFIGURATION,
      kind: 'buckets',
      hosts: [
        { pattern: BUCKET_HOST },
        // An alias of Route 53 names the website endpoint alone; the bucket is called as the record.
        { pattern: /^s3-website[.-][a-z0-9-]+\.amazonaws\.com$/ },
      ],
      noun: { one: 'bucket configuration', many: 'bucket configurations' },
      list: LIST_BUCKETS,
      name: 'name',
      itemRegion: {
        member: 'region',
        calls: [
          { operation: 'HeadBucket', input: inBucket, select: 'BucketRegion', action: 's3:ListBucket' },
          // The HEAD of some servers does not say; they send a listing to where the bucket is.
          {
            operation: 'ListObjectsV2',
            input: ({ name }) => ({ Bucket: name, MaxKeys: 1 }),
            action: 's3:ListBucket',
          },
        ],
      },
      atOnce: 8,
      details: {
        policy: part('GetBucketPolicy', {
          select: 'Policy',
          form: policyText,
          absent: ['NoSuchBucketPolicy'],
        }),
        acl: part('GetBucketAcl', { form: aclOf }),
        ownership: part('GetBucketOwnershipControls', {
          select: 'OwnershipControls.Rules',
          absent: ['OwnershipControlsNotFoundError'],
        }),
        publicAccessBlock: part('GetPublicAccessBlock', {
          select: 'PublicAccessBlockConfiguration',
          absent: ['NoSuchPublicAccessBlockConfiguration'],
          action: 's3:GetBucketPublicAccessBlock',
        }),
        versioning: part('GetBucketVersioning', { mayOmit: true }),
        encryption: part('GetBucketEncryption', {
          select: 'ServerSideEncryptionConfiguration',
          absent: ['ServerSideEncryptionConfigurationNotFoundError'],
          action: 's3:GetEncryptionConfiguration',
        }),
        lifecycle: part('GetBucketLifecycleConfiguration', {
          absent: ['NoSuchLifecycleConfiguration'],
          action: 's3:GetLifecycleConfiguration',
        }),
        cors: part('GetBucketCors', {
          select: 'CORSRules',
          absent: ['NoSuchCORSConfiguration'],
          action: 's3:GetBucketCORS',
        }),
        website: part('GetBucketWebsite', { absent: ['NoSuchWebsiteConfiguration'] }),
        logging: part('GetBucketLogging', { select: 'LoggingEnabled', form: loggingOf, mayOmit: true }),
        notification: part('GetBucketNotificationConfiguration', {
          mayOmit: true,
          action: 's3:GetBucketNotification',
        }),
        replication: part('GetBucketReplication', {
          select: 'ReplicationConfiguration',
          absent: ['ReplicationConfigurationNotFoundError'],
          action: 's3:GetReplicationConfiguration',
        }),
        tags: part('GetBucketTagging', { select: 'TagSet', absent: ['NoSuchTagSet', 'NoSuchTagSetError'] }),
        accelerate: part('GetBucketAccelerateConfiguration', {
          mayOmit: true,
          action: 's3:GetAccelerateConfiguration',
        }),
        requestPayment: part('GetBucketRequestPayment'),
        objectLock: part('GetObjectLockConfiguration', {
          select: 'ObjectLockConfiguration',
          absent: ['ObjectLockConfigurationNotFound', 'ObjectLockConfigurationNotFoundError'],
          action: 's3:GetBucketObjectLockConfiguration',
        }),
        intelligentTiering: parts(
          'ListBucketIntelligentTieringConfigurations',
          'IntelligentTieringConfigurationList',
          's3:GetIntelligentTieringConfiguration',
        ),
        inventory: parts(
          'ListBucketInventoryConfigurations',
          'InventoryConfigurationList',
          's3:GetInventoryConfiguration',
        ),
        analytics: parts(
          'ListBucketAnalyticsConfigurations',
          'AnalyticsConfigurationList',
          's3:GetAnalyticsConfiguration',
        ),
        metrics: parts(
          'ListBucketMetricsConfigurations',
          'MetricsConfigurationList',
          's3:GetMetricsConfiguration',
        ),
        metadata: part('GetBucketMetadataConfiguration', {
          select: 'GetBucketMetadataConfigurationResult',
          absent: ['MetadataConfigurationNotFound', 'NoSuchMetadataConfiguration'],
          action: 's3:GetBucketMetadataTableConfiguration',
        }),
        metadataTable: part('GetBucketMetadataTableConfiguration', {
          select: 'GetBucketMetadataTableConfigurationResult',
          absent: [
            'MetadataConfigurationNotFound',
            'NoSuchMetadataTableConfiguration',
            'MetadataTableConfigurationNotFound',
          ],
        }),
        abac: part('GetBucketAbac', { select: 'AbacStatus', mayOmit: true }),
      },
      drop: [
        'accelerate.RequestCharged',
        // How far S3 is with setting tables up.
        ...['metadata', 'metadataTable'].flatMap((member) =>
          ['TableStatus', 'Status', 'Error'].map((state) => `${member}.**.${state}`),
        ),
      ],
      keptTimes: ['lifecycle.**.Date'],
      // The ids of keys in KMS open nothing.
      keptSensitive: ['encryption.**.KMSMasterKeyID', 'inventory.**.KeyId'],
      json: ['policy'],
      lists: {
        'acl.grants': GRANT,
        analytics: 'Id',
        cors: { by: 'ID', ordered: true },
        'encryption.Rules': ORDERED,
        intelligentTiering: 'Id',
        inventory: 'Id',
        'inventory.OptionalFields': '',
        'lifecycle.Rules': { by: 'ID', noun: 'rule' },
        'logging.TargetGrants': GRANT,
        metrics: 'Id',
        'notification.*': 'Id',
        'notification.*.Events': '',
        ownership: ORDERED,
        'replication.Rules': { by: 'ID', noun: 'rule' },
        'website.RoutingRules': ORDERED,
        ...unsorted({
          'cors.AllowedHeaders': '',
          'cors.AllowedMethods': '',
          'cors.AllowedOrigins': '',
          'cors.ExposeHeaders': '',
          'encryption.Rules.BlockedEncryptionTypes.EncryptionType': '',
          'intelligentTiering.Tierings': { by: 'AccessTier', noun: 'tier' },
          'lifecycle.Rules.NoncurrentVersionTransitions': {
            by: 'StorageClass',
            noun: 'noncurrent transition',
          },
          'lifecycle.Rules.Transitions': { by: 'StorageClass', noun: 'transition' },
          'notification.*.Filter.Key.FilterRules': 'Name',
        }),
      },
      contentPath: BUCKET_OBJECTS,
      // What decides about the objects: whether they have ACLs of their own, and versions besides.
      contentDetails: ['ownership', 'versioning'],
      contentCalls: [
        { operation: 'ListObjectsV2', action: 's3:ListBucket' },
        { operation: 'GetObject' },
        { operation: 'GetObjectTagging' },
        { operation: 'GetObjectAcl' },
        // Of objects that are encrypted with a key of KMS.
        { operation: 'GetObject', action: 'kms:Decrypt' },
      ],
    },
  ],
}
