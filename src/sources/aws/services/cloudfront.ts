import type { JsonObject } from '../../../model/canonical-json.ts'
import type { Api, Call, Resource, Service } from '../declaration.ts'
import type { Found } from '../found.ts'
import { AwsError } from '../aws-error.ts'
import { at, textAt } from '../../../model/json-place.ts'

const cloudfront: Api = {
  id: 'cloudfront',
  sdkId: 'CloudFront',
  load: () => import('@aws-sdk/client-cloudfront'),
  client: 'CloudFrontClient',
  // Not published; what other tools have found to pass.
  rates: { '*': { perSecond: 5, burst: 10 } },
}

/** Lists of lists: `DistributionList` has its items and the marker of the next page. */
function listOf(operation: string, list: string, input: JsonObject = {}): Call {
  return {
    operation,
    input: () => input,
    select: `${list}.Items`,
    next: { Marker: `${list}.NextMarker` },
  }
}

/** A kind of policy: those of the account's own, each with its whole configuration. */
function policies(path: string, kind: string, list: string): Resource {
  return {
    path,
    list: listOf(`List${kind.replace(/y$/, 'ies')}`, list, { Type: 'custom' }),
    name: `${kind}.Id`,
    drop: [`${kind}.LastModifiedTime`],
    unordered: {
      '**.Headers.Items': '',
      '**.Cookies.Items': '',
      '**.QueryStrings.Items': '',
      '**.AccessControlAllowHeaders.Items': '',
      '**.AccessControlAllowMethods.Items': '',
      '**.AccessControlAllowOrigins.Items': '',
      '**.AccessControlExposeHeaders.Items': '',
      '**.CustomHeadersConfig.Items': 'Header',
      '**.RemoveHeadersConfig.Items': 'Header',
    },
    secret: ['**.CustomHeadersConfig.Items.Value'],
  }
}

/** A kind that is listed whole. */
function listed(
  path: string,
  operation: string,
  list: string,
  id: string,
  rules: Partial<Resource> = {},
): Resource {
  return {
    path,
    list: listOf(operation, list),
    name: id,
    ...rules,
    drop: ['LastModifiedTime', 'LastModifiedDate', 'CreatedTime', 'Status', ...(rules.drop ?? [])],
  }
}

/** What a viewer sees of a function: its code, of each stage that it has. */
async function functionCode({ item, name, sink, ask, unknown }: Found): Promise<void> {
  for (const Stage of ['DEVELOPMENT', 'LIVE']) {
    const path = `cloudfront/functions/${name}.${Stage.toLowerCase()}.js`
    try {
      const answer = await ask('GetFunction', { Name: textAt('Name', item), Stage })
      const code = (answer as { FunctionCode?: Uint8Array }).FunctionCode
      if (code !== undefined) await sink.document({ path, type: 'object', bytes: code, meta: {} })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      // A function that was never published has no LIVE stage.
      if (error.code !== 'NoSuchFunctionExists') unknown(path, error)
    }
  }
}

export const CLOUDFRONT: Service = {
  name: 'cloudfront',
  api: cloudfront,
  scope: 'global',
  prefixes: ['cloudfront/'],
  resources: [
    {
      path: 'cloudfront/distributions/*.json',
      list: listOf('ListDistributions', 'DistributionList'),
      name: 'Id',
      keep: ['Id', 'ARN', 'DomainName'],
      details: {
        '': {
          operation: 'GetDistribution',
          input: ({ Id }) => ({ Id }),
          select: 'Distribution',
          absent: ['NoSuchDistribution'],
        },
        tags: {
          operation: 'ListTagsForResource',
          input: ({ ARN }) => ({ Resource: ARN }),
          select: 'Tags.Items',
        },
        monitoring: {
          operation: 'GetMonitoringSubscription',
          input: ({ Id }) => ({ DistributionId: Id }),
          select: 'MonitoringSubscription',
          absent: ['NoSuchMonitoringSubscription'],
        },
      },
      drop: [
        'ETag',
        'Status',
        'LastModifiedTime',
        'InProgressInvalidationBatches',
        'ActiveTrustedSigners',
        'ActiveTrustedKeyGroups',
      ],
      secret: ['DistributionConfig.Origins.Items.CustomHeaders.Items.HeaderValue'],
      unordered: {
        AliasICPRecordals: 'CNAME',
        'DistributionConfig.Aliases.Items': '',
        'DistributionConfig.Origins.Items': 'Id',
        'DistributionConfig.Origins.Items.CustomHeaders.Items': 'HeaderName',
        'DistributionConfig.OriginGroups.Items': 'Id',
        'DistributionConfig.OriginGroups.Items.FailoverCriteria.StatusCodes.Items': '',
        'DistributionConfig.CustomErrorResponses.Items': 'ErrorCode',
        'DistributionConfig.Restrictions.GeoRestriction.Items': '',
        '**.OriginSslProtocols.Items': '',
        '**.AllowedMethods.Items': '',
        '**.CachedMethods.Items': '',
        '**.TrustedSigners.Items': '',
        '**.TrustedKeyGroups.Items': '',
        '**.LambdaFunctionAssociations.Items': 'EventType LambdaFunctionARN',
        '**.FunctionAssociations.Items': 'EventType FunctionARN',
        '**.ForwardedValues.Headers.Items': '',
        '**.ForwardedValues.Cookies.WhitelistedNames.Items': '',
      },
    },
    policies('cloudfront/cache-policies/*.json', 'CachePolicy', 'CachePolicyList'),
    policies('cloudfront/origin-request-policies/*.json', 'OriginRequestPolicy', 'OriginRequestPolicyList'),
    policies(
      'cloudfront/response-headers-policies/*.json',
      'ResponseHeadersPolicy',
      'ResponseHeadersPolicyList',
    ),
    {
      path: 'cloudfront/functions/*.json',
      list: listOf('ListFunctions', 'FunctionList'),
      name: 'Name',
      // It is listed once for each stage.
      where: (item) => at('FunctionMetadata.Stage', item) !== 'LIVE',
      details: {
        live: {
          operation: 'DescribeFunction',
          input: ({ Name }) => ({ Name, Stage: 'LIVE' }),
          select: 'FunctionSummary',
          absent: ['NoSuchFunctionExists'],
        },
      },
      drop: [
        'Status',
        'live.Status',
        'FunctionMetadata.CreatedTime',
        'FunctionMetadata.LastModifiedTime',
        'live.FunctionMetadata.CreatedTime',
        'live.FunctionMetadata.LastModifiedTime',
      ],
      content: functionCode,
    },
    listed('cloudfront/key-value-stores/*.json', 'ListKeyValueStores', 'KeyValueStoreList', 'Name'),
    listed(
      'cloudfront/origin-access-controls/*.json',
      'ListOriginAccessControls',
      'OriginAccessControlList',
      'Id',
    ),
    listed(
      'cloudfront/origin-access-identities/*.json',
      'ListCloudFrontOriginAccessIdentities',
      'CloudFrontOriginAccessIdentityList',
      'Id',
    ),
    listed('cloudfront/key-groups/*.json', 'ListKeyGroups', 'KeyGroupList', 'KeyGroup.Id', {
      drop: ['KeyGroup.LastModifiedTime'],
      unordered: { 'KeyGroup.KeyGroupConfig.Items': '' },
    }),
    {
      ...listed('cloudfront/public-keys/*.json', 'ListPublicKeys', 'PublicKeyList', 'Id'),
    },
    listed(
      'cloudfront/field-level-encryption-configs/*.json',
      'ListFieldLevelEncryptionConfigs',
      'FieldLevelEncryptionList',
      'Id',
    ),
    listed(
      'cloudfront/field-level-encryption-profiles/*.json',
      'ListFieldLevelEncryptionProfiles',
      'FieldLevelEncryptionProfileList',
      'Id',
      { unordered: { 'EncryptionEntities.Items': 'PublicKeyId ProviderId' } },
    ),
    listed(
      'cloudfront/continuous-deployment-policies/*.json',
      'ListContinuousDeploymentPolicies',
      'ContinuousDeploymentPolicyList',
      'ContinuousDeploymentPolicy.Id',
      {
        drop: ['ContinuousDeploymentPolicy.LastModifiedTime'],
        secret: ['**.SingleHeaderConfig.Value'],
        unordered: { '**.StagingDistributionDnsNames.Items': '' },
      },
    ),
    {
      path: 'cloudfront/realtime-logs/*.json',
      list: {
        operation: 'ListRealtimeLogConfigs',
        select: 'RealtimeLogConfigs.Items',
        next: { Marker: 'RealtimeLogConfigs.NextMarker' },
      },
      name: 'Name',
      unordered: { EndPoints: 'StreamType' },
    },
    listed(
      'cloudfront/streaming-distributions/*.json',
      'ListStreamingDistributions',
      'StreamingDistributionList',
      'Id',
    ),
    listed('cloudfront/vpc-origins/*.json', 'ListVpcOrigins', 'VpcOriginList', 'Id'),
  ],
}
