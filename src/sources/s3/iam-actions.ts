import { PARTS } from './bucket-parts.ts'

/** Operations whose IAM action has another name (docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html). */
const ACTIONS: Readonly<Record<string, string>> = {
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketCors: 'GetBucketCORS',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  GetBucketReplication: 'GetReplicationConfiguration',
  GetBucketAccelerateConfiguration: 'GetAccelerateConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  ListBucketIntelligentTieringConfigurations: 'GetIntelligentTieringConfiguration',
  ListBucketInventoryConfigurations: 'GetInventoryConfiguration',
  ListBucketAnalyticsConfigurations: 'GetAnalyticsConfiguration',
  ListBucketMetricsConfigurations: 'GetMetricsConfiguration',
  GetBucketMetadataConfiguration: 'GetBucketMetadataTableConfiguration',
  GetBucketMetadataTableConfiguration: 'GetBucketMetadataTableConfiguration',
}

/** What buckets and objects are listed and read with; objects that are encrypted with a key of KMS need that as well. */
const LISTING_AND_READING = [
  's3:ListAllMyBuckets',
  's3:ListBucket',
  's3:GetObject',
  's3:GetObjectTagging',
  's3:GetObjectAcl',
  'kms:Decrypt',
]

/** The IAM actions that capturing S3 needs, in order. */
export const S3_ACTIONS: readonly string[] = [
  ...new Set([
    ...LISTING_AND_READING,
    ...PARTS.map(({ operation }) => `s3:${ACTIONS[operation] ?? operation}`),
  ]),
].sort()
