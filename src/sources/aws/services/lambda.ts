import { readableJson, type JsonObject } from '../../../model/canonical-json.ts'
import { at, isObject, objectsAt, textAt } from '../../../model/json-place.ts'
import { unknownCode } from '../../../model/marks.ts'
import { functionCall, layerCall, packageItem } from '../../lambda/package-item.ts'
import { lastOfArn } from '../arn.ts'
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
const isZip = ({ PackageType }: JsonObject): boolean => PackageType !== 'Image'

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
  when: (item) => textAt(arn, item) !== '',
  select: 'Tags',
  absent: GONE,
})

/** Without leave to decrypt them, variables and the settings of images are not told. */
const NOT_DECRYPTED = {
  Environment: 'Environment.Error.ErrorCode',
  ImageConfigResponse: 'ImageConfigResponse.Error.ErrorCode',
}

/** The package of a function with its files, those of its published versions, and layers of other accounts. */
async function functionCode({ item, name, region, sink, markAt, ask, unknown }: Found): Promise<void> {
  const folder = `lambda/functions/${name}/`
  for (const [place, operation, code] of [
    ['code.zip', 'GetFunction', unknownCode(item)],
    ['code/', 'GetFunction', unknownCode(item)],
    ['versions/', 'ListVersionsByFunction', unknownCode(item['versions'])],
  ] as const) {
    if (code !== undefined) unknown(`${folder}${place}`, new AwsError(`lambda:${operation}`, 0, code, ''))
  }
  const folderOf = (one: JsonObject) =>
    one === item ? folder : `${folder}versions/${textAt('Version', one)}/`
  const zips = [item, ...objectsAt('versions', item)].filter(
    (one) => isZip(one) && unknownCode(one) === undefined,
  )
  const packages = zips.filter((one) => textAt('CodeSha256', one) !== '')
  // A function always has code: an answer that does not say which is none.
  for (const one of zips.filter((zip) => !packages.includes(zip)))
    for (const place of one === item ? ['code.zip', 'code/'] : ['code.zip'])
      unknown(`${folderOf(one)}${place}`, noCode(one === item ? 'GetFunction' : 'ListVersionsByFunction'))
  // Most versions have the code of another one, or of $LATEST.
  for (const [codeSha256, [first = item, ...others]] of Map.groupBy(packages, (one) =>
    textAt('CodeSha256', one),
  )) {
    const version = first === item ? undefined : textAt('Version', first)
    const call = functionCall(textAt('FunctionName', item), version)
    const { members, ...zip } = packageItem(folderOf(first), region, codeSha256, sizeOf(first), call)
    const copies = others.map((other) => `${folderOf(other)}code.zip`)
    for (const path of [zip.path, ...copies]) sink.listed({ path, bytes: zip.size, sha256: zip.sha256 })
    await sink.content({ ...zip, copies, ...(first === item ? { members } : {}) })
  }
  await foreignLayers(item, region, { sink, markAt, ask, unknown })
}

function noCode(operation: string): AwsError {
  return new AwsError(`lambda:${operation}`, 200, 'NoAnswer', 'the answer does not say which code it has')
}

/** The layers of other accounts that have been captured, by what they are captured into. */
const captured = new WeakMap<Found['sink'], Set<string>>()

/** Layers of a function that are another account's: that may let them be read, and never be listed. */
async function foreignLayers(
  fn: JsonObject,
  region: string,
  { sink, markAt, ask, unknown }: Pick<Found, 'sink' | 'markAt' | 'ask' | 'unknown'>,
): Promise<void> {
  const account = textAt('FunctionArn', fn).split(':')[4]
  const seen = captured.get(sink) ?? new Set<string>()
  captured.set(sink, seen)
  for (const layer of objectsAt('Layers', fn)) {
    const arn = textAt('Arn', layer)
    const [, , , , owner = '', , name = '', version = ''] = arn.split(':')
    if (owner === account || seen.has(arn)) continue
    seen.add(arn)
    const folder = `lambda/layers/${owner}:${name}/${version}/`
    try {
      const answer = plainMembers(await ask('GetLayerVersionByArn', { Arn: arn }))
      const path = `${folder}config.json`
      const text = readableJson(normaliser(LAYER_RULES, markAt(path))(answer))
      await sink.document({ path, type: 'config', bytes: Buffer.from(text), meta: {} })
      await offerLayer(answer, arn, folder, region, { sink, unknown })
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
  { sink, unknown }: Pick<Found, 'sink' | 'unknown'>,
): Promise<void> {
  const content = at('Content', layer)
  const codeSha256 = textAt('Content.CodeSha256', layer)
  if (!isObject(content) || codeSha256 === '') {
    for (const place of ['code.zip', 'code/']) unknown(`${folder}${place}`, noCode('GetLayerVersion'))
    return Promise.resolve()
  }
  return sink.content(packageItem(folder, region, codeSha256, sizeOf(content), layerCall(arn)))
}

function sizeOf({ CodeSize }: JsonObject): number {
  return typeof CodeSize === 'number' ? CodeSize : 0
}

const LAYER_RULES = {
  // The address of the package lets anyone read it.
  drop: ['Content.Location', 'CreatedDate'],
  json: ['policy'],
  unordered: { 'policy.Statement': 'Sid', CompatibleArchitectures: '', CompatibleRuntimes: '' },
}

const layers: Resource = {
  path: 'lambda/layers/*',
  list: paged('ListLayers', 'Layers', { next: { Marker: 'NextMarker' } }),
}

export const LAMBDA: Service = {
  name: 'lambda',
  api: lambda,
  scope: 'regional',
  // The functions that distributions run are there, wherever else functions are.
  alsoIn: 'us-east-1',
  prefixes: ['lambda/'],
  isScanned: true,
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
          failures: NOT_DECRYPTED,
        },
        image: {
          operation: 'GetFunction',
          input: byName,
          select: 'Code',
          when: (item) => !isZip(item),
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
          where: ({ Version }) => Version !== '$LATEST',
          failures: NOT_DECRYPTED,
          details: {
            policy: policyOf('Version'),
            scaling: {
              operation: 'GetFunctionScalingConfig',
              input: ({ Version }, fn) => ({ FunctionName: fn['FunctionName'], Qualifier: Version }),
              when: ({ CapacityProviderConfig }) => CapacityProviderConfig !== undefined,
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
          when: isZip,
          absent: ['CodeSigningConfigNotFoundException', ...GONE],
        },
        runtimeManagement: {
          operation: 'GetRuntimeManagementConfig',
          input: byName,
          when: isZip,
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
      unordered: {
        aliases: 'Name',
        versions: 'Version',
        urls: 'FunctionArn',
        invokeConfigs: 'FunctionArn',
        provisionedConcurrency: 'FunctionArn',
        '**.policy.Statement': 'Sid',
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
      content: ({ item, name, region, sink, unknown }) =>
        offerLayer(item, textAt('LayerVersionArn', item), `lambda/layers/${name}/`, region, {
          sink,
          unknown,
        }),
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
      drop: ['FilterCriteriaError', 'LastModified', 'LastProcessingResult', 'StateTransitionReason'],
      // Nothing else tells that a mapping is switched off; its other states come and go.
      dropWhen: { State: ({ State }) => State !== 'Disabled' },
      unordered: {
        FunctionResponseTypes: '',
        Topics: '',
        Queues: '',
        SourceAccessConfigurations: 'Type URI',
        'FilterCriteria.Filters': '',
        'MetricsConfig.Metrics': '',
        'SelfManagedEventSource.Endpoints.*': '',
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
      details: { tags: tagsOf('CodeSigningConfigArn') },
      drop: ['LastModified'],
      unordered: { 'AllowedPublishers.SigningProfileVersionArns': '' },
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
      unordered: {
        'InstanceRequirements.Architectures': '',
        'InstanceRequirements.AllowedInstanceTypes': '',
        'InstanceRequirements.ExcludedInstanceTypes': '',
      },
    },
  ],
}
