import { CLOUDFRONT_HOST } from './declaration/hosts.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { CLOUDFRONT_FUNCTIONS } from './cloudfront-functions.ts'
import { KEY_VALUES } from './cloudfront-key-values.ts'
import { unsorted } from './declaration/lists.ts'

const cloudfront: Api = {
  id: 'cloudfront',
  sdkId: 'CloudFront',
  load: () => import('@aws-sdk/client-cloudfront'),
  client: 'CloudFrontClient',
  // Not published; what other tools have found to pass.
  rates: { '*': { perSecond: 5, burst: 10 } },
}

/** Volatile fields, and how many items a list has. */
const VOLATILE = ['ETag', 'Status', '**.CreatedTime', '**.LastModifiedTime', '**.Quantity']

/** Lists of lists: `DistributionList` has its items and the marker of the next page. */
function listOf(operation: string, list: string, input: JsonObject = {}): Call {
  return { operation, input: () => input, select: `${list}.Items`, next: { Marker: `${list}.NextMarker` } }
}

/** Lists that are in the answer itself, without a number of what they hold. */
function plainListOf(operation: string, list: string): Call {
  return { operation, select: list, next: { Marker: 'NextMarker' }, mayOmit: true }
}

/** The whole of what a list has in part. */
function whole(kind: string, idMember: string, absent: string): Call {
  return {
    operation: `Get${kind}`,
    input: ({ Id }) => ({ [idMember]: Id }),
    select: kind,
    absent: [absent],
  }
}

function tagsOf(arn: string): Call {
  return {
    operation: 'ListTagsForResource',
    input: (item) => ({ Resource: textAt(arn, item) }),
    select: 'Tags.Items',
    gone: ['NoSuchResource'],
  }
}

/** A kind of policy: those of the account's own, each with its whole configuration. */
function policies(folder: string, kind: string): Resource {
  return {
    path: `cloudfront/${folder}/*.json`,
    list: listOf(`List${kind.replace(/y$/, 'ies')}`, `${kind}List`, { Type: 'custom' }),
    name: `${kind}.${kind}Config.Name`,
    id: `${kind}.Id`,
    drop: VOLATILE,
    lists: {
      '**.Headers.Items': '',
      '**.Cookies.Items': '',
      '**.QueryStrings.Items': '',
      '**.AccessControlAllowHeaders.Items': '',
      '**.AccessControlAllowMethods.Items': '',
      '**.AccessControlAllowOrigins.Items': '',
      '**.AccessControlExposeHeaders.Items': '',
      '**.CustomHeadersConfig.Items': { by: 'Header', noun: 'header' },
      '**.RemoveHeadersConfig.Items': { by: 'Header', noun: 'removed header' },
    },
    secret: ['**.CustomHeadersConfig.Items.Value'],
  }
}

const distributions: Resource = {
  path: 'cloudfront/distributions/*.json',
  names: ['DistributionConfig.Aliases.Items', 'DistributionConfig.Comment', 'DomainName'],
  hosts: [{ pattern: CLOUDFRONT_HOST, at: ['DomainName'] }],
  list: listOf('ListDistributions', 'DistributionList'),
  name: 'Id',
  keep: ['Id', 'ARN', 'DomainName'],
  details: {
    '': whole('Distribution', 'Id', 'NoSuchDistribution'),
    tags: tagsOf('ARN'),
    monitoring: {
      operation: 'GetMonitoringSubscription',
      input: ({ Id }) => ({ DistributionId: Id }),
      select: 'MonitoringSubscription',
      absent: ['NoSuchMonitoringSubscription'],
      gone: ['NoSuchDistribution'],
    },
  },
  keptSensitive: ['DistributionConfig.**.Comment'],
  drop: [
    ...VOLATILE,
    'InProgressInvalidationBatches',
    // What CloudFront makes of the signers and key groups that the behaviours name.
    'ActiveTrustedSigners',
    'ActiveTrustedKeyGroups',
  ],
  secret: ['DistributionConfig.Origins.Items.CustomHeaders.Items.HeaderValue'],
  lists: {
    AliasICPRecordals: 'CNAME',
    'DistributionConfig.Aliases.Items': '',
    'DistributionConfig.Origins.Items': { by: 'Id', noun: 'origin' },
    'DistributionConfig.Origins.Items.CustomHeaders.Items': { by: 'HeaderName', noun: 'header' },
    'DistributionConfig.OriginGroups.Items': { by: 'Id', noun: 'origin group' },
    'DistributionConfig.OriginGroups.Items.FailoverCriteria.StatusCodes.Items': '',
    'DistributionConfig.CustomErrorResponses.Items': { by: 'ErrorCode', noun: 'error response' },
    'DistributionConfig.Restrictions.GeoRestriction.Items': '',
    '**.OriginSslProtocols.Items': '',
    '**.AllowedMethods.Items': '',
    '**.CachedMethods.Items': '',
    '**.TrustedSigners.Items': '',
    '**.TrustedKeyGroups.Items': '',
    '**.LambdaFunctionAssociations.Items': {
      by: ['EventType', 'EventType LambdaFunctionARN'],
      noun: 'Lambda function',
    },
    '**.FunctionAssociations.Items': { by: ['EventType', 'EventType FunctionARN'], noun: 'function' },
    '**.ForwardedValues.Headers.Items': '',
    '**.ForwardedValues.Cookies.WhitelistedNames.Items': '',
    // They are tried in their order.
    'DistributionConfig.CacheBehaviors.Items': { by: 'PathPattern', noun: 'behaviour', ordered: true },
    'DistributionConfig.OriginGroups.Items.Members.Items': { by: 'OriginId', noun: 'member', ordered: true },
    ...unsorted({
      '**.ForwardedValues.QueryStringCacheKeys.Items': '',
      'DistributionConfig.TenantConfig.ParameterDefinitions': { by: 'Name', noun: 'parameter' },
    }),
  },
}

const streamingDistributions: Resource = {
  path: 'cloudfront/streaming-distributions/*.json',
  names: ['StreamingDistributionConfig.Aliases.Items', 'StreamingDistributionConfig.Comment', 'DomainName'],
  hosts: [{ pattern: CLOUDFRONT_HOST, at: ['DomainName'], rarely: true }],
  list: listOf('ListStreamingDistributions', 'StreamingDistributionList'),
  name: 'Id',
  keep: ['Id', 'ARN', 'DomainName'],
  details: {
    '': whole('StreamingDistribution', 'Id', 'NoSuchStreamingDistribution'),
    tags: tagsOf('ARN'),
  },
  drop: [...VOLATILE, 'ActiveTrustedSigners'],
  lists: { '**.Aliases.Items': '', '**.TrustedSigners.Items': '' },
}

const keyValueStores: Resource = {
  path: 'cloudfront/key-value-stores/*.json',
  list: listOf('ListKeyValueStores', 'KeyValueStoreList'),
  name: 'Name',
  id: 'Id',
  details: {
    tags: tagsOf('ARN'),
    keys: KEY_VALUES,
  },
  drop: VOLATILE,
  secret: ['keys.Value'],
  lists: { keys: { by: 'Key', noun: 'key' } },
}

const fieldLevelEncryption: readonly Resource[] = [
  {
    path: 'cloudfront/field-level-encryption-configs/*.json',
    names: ['Comment'],
    list: listOf('ListFieldLevelEncryptionConfigs', 'FieldLevelEncryptionList'),
    name: 'Id',
    drop: VOLATILE,
    lists: { '**.QueryArgProfiles.Items': 'QueryArg', '**.ContentTypeProfiles.Items': 'ContentType' },
  },
  {
    path: 'cloudfront/field-level-encryption-profiles/*.json',
    list: listOf('ListFieldLevelEncryptionProfiles', 'FieldLevelEncryptionProfileList'),
    name: 'Name',
    id: 'Id',
    drop: VOLATILE,
    lists: {
      'EncryptionEntities.Items': 'PublicKeyId ProviderId',
      'EncryptionEntities.Items.FieldPatterns.Items': '',
    },
  },
]

/** What distributions with many tenants are made of. */
const tenants: readonly Resource[] = [
  {
    path: 'cloudfront/distribution-tenants/*.json',
    names: ['Domains.Domain'],
    list: plainListOf('ListDistributionTenants', 'DistributionTenantList'),
    name: 'Name',
    id: 'Id',
    details: { '': whole('DistributionTenant', 'Identifier', 'EntityNotFound') },
    drop: VOLATILE,
    lists: {
      Domains: { by: 'Domain', noun: 'domain' },
      Parameters: { by: 'Name', noun: 'parameter' },
      'Tags.Items': { by: 'Key', noun: 'tag' },
      'Customizations.GeoRestrictions.Locations': '',
    },
  },
  {
    path: 'cloudfront/connection-groups/*.json',
    hosts: [{ pattern: CLOUDFRONT_HOST, at: ['RoutingEndpoint'], rarely: true }],
    list: plainListOf('ListConnectionGroups', 'ConnectionGroups'),
    name: 'Name',
    id: 'Id',
    details: { '': whole('ConnectionGroup', 'Identifier', 'EntityNotFound') },
    drop: VOLATILE,
    lists: { 'Tags.Items': { by: 'Key', noun: 'tag' } },
  },
]

const networks: readonly Resource[] = [
  {
    path: 'cloudfront/vpc-origins/*.json',
    list: listOf('ListVpcOrigins', 'VpcOriginList'),
    name: 'Name',
    id: 'Id',
    keep: ['Id', 'Arn'],
    details: {
      '': whole('VpcOrigin', 'Id', 'EntityNotFound'),
      tags: tagsOf('Arn'),
      policy: {
        operation: 'GetResourcePolicy',
        input: ({ Arn }) => ({ ResourceArn: Arn }),
        select: 'PolicyDocument',
        absent: ['EntityNotFound'],
      },
    },
    drop: VOLATILE,
    json: ['policy'],
    lists: { '**.OriginSslProtocols.Items': '' },
  },
  {
    path: 'cloudfront/anycast-ip-lists/*.json',
    list: listOf('ListAnycastIpLists', 'AnycastIpLists'),
    name: 'Name',
    id: 'Id',
    details: { '': whole('AnycastIpList', 'Id', 'EntityNotFound'), tags: tagsOf('Arn') },
    drop: [...VOLATILE, 'IpamConfig.IpamCidrConfigs.Status'],
    lists: { AnycastIps: '', 'IpamConfig.IpamCidrConfigs': 'Cidr' },
  },
  {
    path: 'cloudfront/trust-stores/*.json',
    list: plainListOf('ListTrustStores', 'TrustStoreList'),
    name: 'Name',
    id: 'Id',
    details: { '': whole('TrustStore', 'Identifier', 'EntityNotFound'), tags: tagsOf('Arn') },
    drop: [...VOLATILE, 'Reason'],
  },
]

/** The declaration of CloudFront. */
export const CLOUDFRONT: Service = {
  name: 'cloudfront',
  label: 'CloudFront',
  api: cloudfront,
  scope: 'global',
  prefixes: ['cloudfront/'],
  types: {
    cloudfront: `anycast-ip-list cache-policy connection-function connection-group continuous-deployment-policy distribution
    distribution-tenant field-level-encryption-config field-level-encryption-profile function key-group key-value-store
    origin-access-control origin-access-identity origin-request-policy public-key realtime-log-config
    response-headers-policy streaming-distribution trust-store vpcorigin`,
  },
  resources: [
    distributions,
    streamingDistributions,
    policies('cache-policies', 'CachePolicy'),
    policies('origin-request-policies', 'OriginRequestPolicy'),
    policies('response-headers-policies', 'ResponseHeadersPolicy'),
    ...CLOUDFRONT_FUNCTIONS,
    keyValueStores,
    {
      path: 'cloudfront/origin-access-controls/*.json',
      list: listOf('ListOriginAccessControls', 'OriginAccessControlList'),
      name: 'Name',
      id: 'Id',
    },
    {
      path: 'cloudfront/origin-access-identities/*.json',
      names: ['Comment', 'S3CanonicalUserId'],
      list: listOf('ListCloudFrontOriginAccessIdentities', 'CloudFrontOriginAccessIdentityList'),
      name: 'Id',
    },
    {
      path: 'cloudfront/key-groups/*.json',
      list: listOf('ListKeyGroups', 'KeyGroupList'),
      name: 'KeyGroup.KeyGroupConfig.Name',
      id: 'KeyGroup.Id',
      drop: VOLATILE,
      lists: { 'KeyGroup.KeyGroupConfig.Items': '' },
    },
    {
      path: 'cloudfront/public-keys/*.json',
      list: listOf('ListPublicKeys', 'PublicKeyList'),
      name: 'Name',
      id: 'Id',
      drop: VOLATILE,
    },
    ...fieldLevelEncryption,
    {
      path: 'cloudfront/continuous-deployment-policies/*.json',
      names: [
        'ContinuousDeploymentPolicy.ContinuousDeploymentPolicyConfig.StagingDistributionDnsNames.Items',
      ],
      list: listOf('ListContinuousDeploymentPolicies', 'ContinuousDeploymentPolicyList'),
      name: 'ContinuousDeploymentPolicy.Id',
      drop: VOLATILE,
      secret: ['**.SingleHeaderConfig.Value'],
      lists: { '**.StagingDistributionDnsNames.Items': '' },
    },
    {
      path: 'cloudfront/realtime-logs/*.json',
      list: listOf('ListRealtimeLogConfigs', 'RealtimeLogConfigs'),
      name: 'Name',
      // The order of the fields in a log line is CloudFront's own.
      lists: { EndPoints: 'StreamType', Fields: '' },
    },
    ...tenants,
    ...networks,
  ],
}
