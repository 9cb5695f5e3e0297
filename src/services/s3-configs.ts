import type { DeclaredSource } from './declaration/declaration.ts'
import { BUCKET_HOST } from './declaration/hosts.ts'
import { unsorted, type ListIdentity } from './declaration/lists.ts'

const GRANT: ListIdentity = { by: ['grantee', 'grantee permission'], noun: 'grant' }

/** The configuration of buckets, which S3's own source reads. A bucket has one name in all regions; its document says where it is. */
export const S3_CONFIGS: DeclaredSource = {
  name: 's3',
  label: 'S3',
  scope: 'global',
  prefixes: ['s3-configs/'],
  types: { s3: ' bucket' },
  folders: { one: 'configuration', many: 'configurations' },
  resources: [
    {
      path: 's3-configs/*.json',
      kind: 'buckets',
      hosts: [
        { pattern: BUCKET_HOST },
        // An alias of Route 53 names the website endpoint alone; the bucket is called as the record.
        { pattern: /^s3-website[.-][a-z0-9-]+\.amazonaws\.com$/ },
      ],
      noun: { one: 'bucket configuration', many: 'bucket configurations' },
      lists: {
        'acl.grants': GRANT,
        'inventory.OptionalFields': '',
        'lifecycle.Rules': { by: 'ID', noun: 'rule' },
        'logging.TargetGrants': GRANT,
        'notification.*.Events': '',
        'replication.Rules': { by: 'ID', noun: 'rule' },
        ...unsorted({
          'cors.AllowedHeaders': '',
          'cors.AllowedMethods': '',
          'cors.AllowedOrigins': '',
          'cors.ExposeHeaders': '',
          'intelligentTiering.Tierings': { by: 'AccessTier', noun: 'tier' },
          'lifecycle.Rules.NoncurrentVersionTransitions': {
            by: 'StorageClass',
            noun: 'noncurrent transition',
          },
          'lifecycle.Rules.Transitions': { by: 'StorageClass', noun: 'transition' },
          'notification.*.Filter.Key.FilterRules': 'Name',
        }),
      },
    },
  ],
}
