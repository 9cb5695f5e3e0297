import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import { lastOfArn } from './declaration/arn.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { nameTag } from './declaration/names.ts'
import { paged } from './declaration/paged-call.ts'
import { unsorted } from './declaration/lists.ts'

const lambda: Api = {
  id: 'lambda',
  sdkId: 'Lambda',
  load: () => import('@aws-sdk/client-lambda'),
  client: 'LambdaClient',
  // docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  rates: {
    GetFunction: { perSecond: 100, burst: 100 },
    GetPolicy: { perSecond: 15, burst: 15 },
    '*': { perSecond: 15, burst: 15 },
  },
}

const GONE = ['ResourceNotFoundException']
const byName = ({ FunctionName }: JsonObject): JsonObject => ({ FunctionName })
/** Says whether a function, or a version of one, is made of a package and not of an image. */
export const isZip = ({ PackageType }: JsonObject): boolean => PackageType !== 'Image'

/** A list of a function's. */
const listOf = (operation: string, select: string): Call => ({
  operation,
  input: byName,
  select,
  next: { Marker: 'NextMarker' },
  absent: GONE,
})

/** The resource policy of a function, or of a version or alias of it. */
const policyOf = (qualifier: string): Call => ({
  operation: 'GetPolicy',
  input: (part, fn) => ({ FunctionName: fn['FunctionName'], Qualifier: textAt(qualifier, part) }),
  select: 'Policy',
  absent: GONE,
})

const tagsOf = (arn: string): Call => ({
  operation: 'ListTags',
  input: (item) => ({ Resource: textAt(arn, item) }),
  onlyIf: (item) => textAt(arn, item) !== '',
  select: 'Tags',
  absent: GONE,
})

/** Without permission to decrypt them, variables and the settings of images are not returned. */
const NOT_DECRYPTED = {
  Environment: 'Environment.Error.ErrorCode',
  ImageConfigResponse: 'ImageConfigResponse.Error.ErrorCode',
}

/** The folder of a version of a layer, by the layer's name and the version's number. */
export const LAYER_CODE = 'lambda/layers/*/'

/** What becomes of the description of a layer. */
export const LAYER_RULES = {
  // The address of the package lets anyone read it.
  drop: ['Content.Location', 'CreatedDate'],
  json: ['policy'],
  lists: {
    'policy.Statement': { by: 'Sid', noun: 'statement' },
    CompatibleArchitectures: '',
    CompatibleRuntimes: '',
  },
}

/** As `orders from order-queue`: the function, and what it is called for. Without an ARN, that is a Kafka of one's own. */
function mappingName(mapping: JsonObject): string {
  return `${functionOf(mapping)} from ${lastOfArn('EventSourceArn')(mapping) || 'self-managed Kafka'}`
}

/** Of `arn:aws:lambda:us-east-1:1:function:orders:live`, without the account. */
function functionOf(mapping: JsonObject): string {
  return textAt('FunctionArn', mapping).replace(/^.*:function:/, '')
}

const layers: Resource = {
  path: 'lambda/layers/*',
  list: paged('ListLayers', 'Layers', { next: { Marker: 'NextMarker' } }),
}

/** The declaration of Lambda. */
export const LAMBDA: Service = {
  name: 'lambda',
  label: 'Lambda',
  api: lambda,
  scope: 'regional',
  // The functions that distributions run are there, wherever else functions are.
  alsoIn: 'us-east-1',
  prefixes: ['lambda/'],
  types: {
    lambda: 'capacity-provider code-signing-config event-source-mapping function layer layer-version',
  },
  isScanned: true,
  resources: [
    {
      path: 'lambda/functions/*/config.json',
      addresses: { kind: 'function-url', url: ({ FunctionUrl }) => FunctionUrl },
      hosts: [{ pattern: /\.lambda-url\.[a-z0-9-]+\.on\.aws$/, at: ['urls.FunctionUrl'] }],
      list: { operation: 'ListFunctions', select: 'Functions', next: { Marker: 'NextMarker' } },
      name: 'FunctionName',
      keep: ['FunctionName'],
      details: {
        '': {
          operation: 'GetFunction',
          input: byName,
          select: 'Configuration',
          absent: GONE,
          failures: NOT_DECRYPTED,
        },
        image: {
          operation: 'GetFunction',
          input: byName,
          select: 'Code',
          onlyIf: (item) => !isZip(item),
          absent: GONE,
        },
        tags: tagsOf('FunctionArn'),
        policy: { operation: 'GetPolicy', input: byName, select: 'Policy', absent: GONE },
        aliases: {
          ...listOf('ListAliases', 'Aliases'),
          details: { policy: policyOf('Name') },
        },
        versions: {
          ...listOf('ListVersionsByFunction', 'Versions'),
          // The function's own configuration is that of $LATEST.
          filter: ({ Version }) => Version !== '$LATEST',
          failures: NOT_DECRYPTED,
          details: {
            policy: policyOf('Version'),
            scaling: {
              operation: 'GetFunctionScalingConfig',
              input: ({ Version }, fn) => ({ FunctionName: fn['FunctionName'], Qualifier: Version }),
              onlyIf: ({ CapacityProviderConfig }) => CapacityProviderConfig !== undefined,
              select: 'RequestedFunctionScalingConfig',
              mayOmit: true,
              absent: GONE,
            },
          },
        },
        urls: listOf('ListFunctionUrlConfigs', 'FunctionUrlConfigs'),
        concurrency: { operation: 'GetFunctionConcurrency', input: byName, absent: GONE, mayOmit: true },
        provisionedConcurrency: listOf('ListProvisionedConcurrencyConfigs', 'ProvisionedConcurrencyConfigs'),
        invokeConfigs: listOf('ListFunctionEventInvokeConfigs', 'FunctionEventInvokeConfigs'),
        codeSigning: {
          operation: 'GetFunctionCodeSigningConfig',
          input: byName,
          select: 'CodeSigningConfigArn',
          mayOmit: true,
          onlyIf: isZip,
          absent: ['CodeSigningConfigNotFoundException', ...GONE],
        },
        runtimeManagement: {
          operation: 'GetRuntimeManagementConfig',
          input: byName,
          onlyIf: isZip,
          absent: GONE,
        },
        recursion: { operation: 'GetFunctionRecursionConfig', input: byName, absent: GONE },
      },
      json: ['policy', 'aliases.policy', 'versions.policy'],
      secret: ['Environment.Variables', 'versions.Environment.Variables'],
      drop: [
        'image.Location',
        '**.LastModified',
        '**.LastModifiedTime',
        '**.RevisionId',
        // A hash of the whole configuration, the values of variables among it.
        '**.ConfigSha256',
        '**.State',
        '**.StateReason',
        '**.StateReasonCode',
        '**.LastUpdateStatus',
        '**.LastUpdateStatusReason',
        '**.LastUpdateStatusReasonCode',
        '**.SnapStart.OptimizationStatus',
        '**.RuntimeVersionConfig',
        'urls.CreationTime',
        'provisionedConcurrency.AvailableProvisionedConcurrentExecutions',
        'provisionedConcurrency.AllocatedProvisionedConcurrentExecutions',
        'provisionedConcurrency.Status',
        'provisionedConcurrency.StatusReason',
      ],
      lists: {
        aliases: { by: 'Name', noun: 'alias' },
        versions: { by: 'Version', noun: 'version' },
        urls: { by: 'FunctionArn', noun: 'URL' },
        invokeConfigs: { by: 'FunctionArn', noun: 'invoke configuration' },
        provisionedConcurrency: 'FunctionArn',
        '**.policy.Statement': { by: 'Sid', noun: 'statement' },
        '**.Architectures': '',
        '**.Cors.AllowOrigins': '',
        '**.Cors.AllowMethods': '',
        '**.Cors.AllowHeaders': '',
        '**.Cors.ExposeHeaders': '',
        // The later ones are laid over the earlier ones.
        Layers: { by: 'Arn', noun: 'layer', ordered: true },
        'versions.Layers': { by: 'Arn', noun: 'layer', ordered: true },
        ...unsorted({
          FileSystemConfigs: { by: 'Arn', noun: 'file system' },
          'versions.FileSystemConfigs': { by: 'Arn', noun: 'file system' },
        }),
      },
      content: { kind: 'function code' },
      contentPath: 'lambda/functions/*/',
      contentCalls: [
        { operation: 'GetFunction' },
        { operation: 'GetLayerVersionByArn', action: 'lambda:GetLayerVersion' },
      ],
    },
    {
      path: 'lambda/layers/*/config.json',
      of: layers,
      list: {
        operation: 'ListLayerVersions',
        input: ({ LayerName }) => ({ LayerName }),
        select: 'LayerVersions',
        next: { Marker: 'NextMarker' },
        absent: GONE,
      },
      name: ({ Version }, layer) => `${textAt('LayerName', layer)}/${JSON.stringify(Version)}`,
      details: {
        '': {
          operation: 'GetLayerVersion',
          input: ({ Version }, { LayerName }) => ({ LayerName, VersionNumber: Version }),
          absent: GONE,
        },
        policy: {
          operation: 'GetLayerVersionPolicy',
          input: ({ Version }, { LayerName }) => ({ LayerName, VersionNumber: Version }),
          select: 'Policy',
          absent: GONE,
        },
      },
      ...LAYER_RULES,
      content: { kind: 'layer code' },
      contentPath: LAYER_CODE,
      contentCalls: [{ operation: 'GetLayerVersionByArn', action: 'lambda:GetLayerVersion' }],
    },
    {
      path: 'lambda/event-source-mappings/*.json',
      names: [mappingName],
      list: {
        operation: 'ListEventSourceMappings',
        select: 'EventSourceMappings',
        next: { Marker: 'NextMarker' },
      },
      name: 'UUID',
      details: {
        '': {
          operation: 'GetEventSourceMapping',
          input: ({ UUID }) => ({ UUID }),
          absent: GONE,
          failures: { FilterCriteria: 'FilterCriteriaError.ErrorCode' },
        },
        tags: tagsOf('EventSourceMappingArn'),
      },
      json: ['FilterCriteria.Filters.Pattern'],
      keptTimes: ['StartingPositionTimestamp'],
      drop: ['FilterCriteriaError', 'LastModified', 'LastProcessingResult', 'StateTransitionReason'],
      // Nothing else shows that a mapping is switched off; its other states come and go.
      dropWhen: { State: ({ State }) => State !== 'Disabled' },
      lists: {
        FunctionResponseTypes: '',
        Topics: '',
        Queues: '',
        SourceAccessConfigurations: 'Type URI',
        'FilterCriteria.Filters': '',
        'MetricsConfig.Metrics': '',
        'SelfManagedEventSource.Endpoints.*': '',
        ...unsorted({
          '**.SchemaRegistryConfig.AccessConfigs': 'Type URI',
          '**.SchemaRegistryConfig.SchemaValidationConfigs': 'Attribute',
        }),
      },
    },
    {
      path: 'lambda/code-signing-configs/*.json',
      names: ['Description', nameTag],
      list: {
        operation: 'ListCodeSigningConfigs',
        select: 'CodeSigningConfigs',
        next: { Marker: 'NextMarker' },
      },
      name: 'CodeSigningConfigId',
      details: { tags: tagsOf('CodeSigningConfigArn') },
      drop: ['LastModified'],
      lists: { 'AllowedPublishers.SigningProfileVersionArns': '' },
    },
    {
      path: 'lambda/capacity-providers/*.json',
      list: {
        operation: 'ListCapacityProviders',
        select: 'CapacityProviders',
        next: { Marker: 'NextMarker' },
      },
      name: lastOfArn('CapacityProviderArn'),
      details: { tags: tagsOf('CapacityProviderArn') },
      drop: ['LastModified', 'State'],
      lists: {
        'InstanceRequirements.Architectures': '',
        'InstanceRequirements.AllowedInstanceTypes': '',
        'InstanceRequirements.ExcludedInstanceTypes': '',
        ...unsorted({ 'CapacityProviderScalingConfig.ScalingPolicies': 'PredefinedMetricType' }),
      },
    },
  ],
}
