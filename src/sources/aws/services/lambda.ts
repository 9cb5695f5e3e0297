import { readableJson, type JsonObject } from '../../../model/canonical-json.ts'
import { at, isList, isObject, textAt } from '../../../model/json-place.ts'
import { functionCall, layerCall, packageItem } from '../../lambda/package-item.ts'
import { AwsError } from '../aws-error.ts'
import type { Api, Call, Resource, Service } from '../declaration.ts'
import type { Found } from '../found.ts'
import { normaliser } from '../normal-document.ts'
import { paged } from '../paged-call.ts'
import { plainMembers } from '../plain-json.ts'

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

/** The packages of a function and of its published versions, as far as they differ, and layers of other accounts. */
async function functionCode({ item, name, region, sink, ask, unknown }: Found): Promise<void> {
  const packages = new Map<string, Promise<void>>()
  const offer = (version: JsonObject, folder: string, qualifier: string | undefined) => {
    const codeSha256 = textAt('CodeSha256', version)
    if (version['PackageType'] === 'Image' || codeSha256 === '' || packages.has(codeSha256)) return
    const call = functionCall(textAt('FunctionName', item), qualifier)
    packages.set(codeSha256, sink.content(packageItem(folder, region, codeSha256, sizeOf(version), call)))
  }
  const folder = `lambda/functions/${name}/`
  offer(item, folder, undefined)
  const versions = item['versions']
  for (const version of isList(versions) ? versions.filter(isObject) : []) {
    const number = textAt('Version', version)
    if (number !== '$LATEST') offer(version, `${folder}versions/${number}/`, number)
  }
  await Promise.all(packages.values())
  await foreignLayers(item, region, { sink, ask, unknown })
}

/** The layers of other accounts that have been captured, by what they are captured into. */
const captured = new WeakMap<Found['sink'], Set<string>>()

/** Layers of a function that are another account's: that may let them be read, and never be listed. */
async function foreignLayers(
  fn: JsonObject,
  region: string,
  { sink, ask, unknown }: Pick<Found, 'sink' | 'ask' | 'unknown'>,
): Promise<void> {
  const layers = fn['Layers']
  const account = textAt('FunctionArn', fn).split(':')[4]
  const seen = captured.get(sink) ?? new Set<string>()
  captured.set(sink, seen)
  for (const layer of isList(layers) ? layers.filter(isObject) : []) {
    const arn = textAt('Arn', layer)
    const [, , , , owner = '', , name = '', version = ''] = arn.split(':')
    if (owner === account || seen.has(arn)) continue
    seen.add(arn)
    const folder = `lambda/layers/${owner}:${name}/${version}/`
    try {
      const answer = plainMembers(await ask('GetLayerVersionByArn', { Arn: arn }))
      await sink.document({
        path: `${folder}config.json`,
        type: 'config',
        bytes: Buffer.from(readableJson(normaliser(LAYER_RULES, () => ({}))(answer))),
        meta: {},
      })
      await offerLayer(answer, arn, folder, region, sink)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      unknown(folder, error)
    }
  }
}

function offerLayer(
  layer: JsonObject,
  arn: string,
  folder: string,
  region: string,
  sink: Found['sink'],
): Promise<void> {
  const content = at('Content', layer)
  const codeSha256 = textAt('Content.CodeSha256', layer)
  if (!isObject(content) || codeSha256 === '') return Promise.resolve()
  return sink.content(packageItem(folder, region, codeSha256, sizeOf(content), layerCall(arn)))
}

function sizeOf({ CodeSize }: JsonObject): number {
  return typeof CodeSize === 'number' ? CodeSize : 0
}

const LAYER_RULES = {
  // The address of the package lets anyone read it.
  drop: ['Content.Location', 'CreatedDate'],
  json: ['policy'],
  unordered: { CompatibleArchitectures: '', CompatibleRuntimes: '' },
}

const layers: Resource = {
  path: 'lambda/layers/*',
  list: paged('ListLayers', 'Layers', { next: { Marker: 'NextMarker' } }),
}

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
        '': {
          operation: 'GetFunction',
          input: byName,
          select: 'Configuration',
          absent: GONE,
          // Without leave to decrypt them, the variables are not told.
          failures: { Environment: 'Environment.Error.ErrorCode' },
        },
        image: {
          operation: 'GetFunction',
          input: byName,
          select: 'Code',
          when: ({ PackageType }) => PackageType === 'Image',
          absent: GONE,
        },
        tags: {
          operation: 'ListTags',
          input: ({ FunctionArn }) => ({ Resource: FunctionArn }),
          select: 'Tags',
          absent: GONE,
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
        'image.Location',
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
      content: functionCode,
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
      content: ({ item, name, region, sink }) =>
        offerLayer(item, textAt('LayerVersionArn', item), `lambda/layers/${name}/`, region, sink),
      contentPath: 'lambda/layers/*/',
      contentCalls: [{ operation: 'GetLayerVersionByArn', action: 'lambda:GetLayerVersion' }],
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
