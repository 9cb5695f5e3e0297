import type { JsonObject } from '../../../model/canonical-json.ts'
import type { Api, Call, Service } from '../declaration.ts'
import { textAt } from '../../../model/json-place.ts'

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

export const LAMBDA: Service = {
  name: 'lambda',
  api: lambda,
  scope: 'regional',
  prefixes: ['lambda/'],
  resources: [
    {
      path: 'lambda/functions/*/config.json',
      list: { operation: 'ListFunctions', select: 'Functions', next: { Marker: 'NextMarker' } },
      name: 'FunctionName',
      keep: ['FunctionName'],
      details: {
        '': { operation: 'GetFunction', input: byName, select: 'Configuration', absent: GONE },
        tags: {
          operation: 'ListTags',
          input: ({ FunctionArn }) => ({ Resource: FunctionArn }),
          select: 'Tags',
        },
        policy: { operation: 'GetPolicy', input: byName, select: 'Policy', absent: GONE },
        aliases: {
          ...listOf('ListAliases', 'Aliases'),
          details: { policy: policyOf('Name') },
        },
        versions: {
          ...listOf('ListVersionsByFunction', 'Versions'),
          details: {
            policy: { ...policyOf('Version'), when: ({ Version }) => Version !== '$LATEST' },
          },
        },
        urls: listOf('ListFunctionUrlConfigs', 'FunctionUrlConfigs'),
        concurrency: { operation: 'GetFunctionConcurrency', input: byName, absent: GONE },
        provisionedConcurrency: listOf('ListProvisionedConcurrencyConfigs', 'ProvisionedConcurrencyConfigs'),
        invokeConfigs: listOf('ListFunctionEventInvokeConfigs', 'FunctionEventInvokeConfigs'),
        codeSigning: {
          operation: 'GetFunctionCodeSigningConfig',
          input: byName,
          select: 'CodeSigningConfigArn',
          absent: GONE,
        },
        runtimeManagement: { operation: 'GetRuntimeManagementConfig', input: byName, absent: GONE },
        recursion: { operation: 'GetFunctionRecursionConfig', input: byName, absent: GONE },
      },
      json: ['policy', 'aliases.policy', 'versions.policy'],
      secret: ['Environment.Variables', 'versions.Environment.Variables'],
      drop: [
        '**.LastModified',
        '**.LastModifiedTime',
        '**.RevisionId',
        '**.State',
        '**.StateReason',
        '**.StateReasonCode',
        '**.LastUpdateStatus',
        '**.LastUpdateStatusReason',
        '**.LastUpdateStatusReasonCode',
        '**.SnapStart.OptimizationStatus',
        '**.RuntimeVersionConfig',
        'urls.CreationTime',
        'concurrency.$metadata',
        'provisionedConcurrency.AvailableProvisionedConcurrentExecutions',
        'provisionedConcurrency.AllocatedProvisionedConcurrentExecutions',
        'provisionedConcurrency.Status',
        'provisionedConcurrency.StatusReason',
      ],
      unordered: {
        aliases: 'Name',
        versions: 'Version',
        urls: 'FunctionArn',
        invokeConfigs: 'FunctionArn',
        provisionedConcurrency: 'FunctionArn',
        '**.Architectures': '',
        '**.Cors.AllowOrigins': '',
        '**.Cors.AllowMethods': '',
        '**.Cors.AllowHeaders': '',
        '**.Cors.ExposeHeaders': '',
      },
    },
    {
      path: 'lambda/event-source-mappings/*.json',
      list: {
        operation: 'ListEventSourceMappings',
        select: 'EventSourceMappings',
        next: { Marker: 'NextMarker' },
      },
      name: 'UUID',
      drop: ['LastModified', 'LastProcessingResult', 'State', 'StateTransitionReason'],
      unordered: {
        FunctionResponseTypes: '',
        Topics: '',
        Queues: '',
        SourceAccessConfigurations: 'Type URI',
      },
    },
    {
      path: 'lambda/code-signing-configs/*.json',
      list: {
        operation: 'ListCodeSigningConfigs',
        select: 'CodeSigningConfigs',
        next: { Marker: 'NextMarker' },
      },
      name: 'CodeSigningConfigId',
      drop: ['LastModified'],
    },
  ],
}
