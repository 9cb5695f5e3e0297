import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import type { Api, Call, Resource } from '../declaration.ts'

/** The management of REST APIs. Its rate is for the account, and half of it is left to that of HTTP APIs. */
export const apigateway: Api = {
  id: 'apigateway',
  sdkId: 'API Gateway',
  load: () => import('@aws-sdk/client-api-gateway'),
  client: 'APIGatewayClient',
  action: 'apigateway:GET',
  // docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 10 a second, 40 at once.
  rates: { '*': { perSecond: 5, burst: 20 } },
}

const GONE = ['NotFoundException']

const list = (operation: string, more: Partial<Call> = {}): Call => ({
  operation,
  input: () => ({ limit: 500 }),
  select: 'items',
  next: { position: 'position' },
  ...more,
})

/** What belongs to an API. */
const ofApi = (operation: string, input: JsonObject = {}): Call =>
  list(operation, { input: ({ id }) => ({ restApiId: id, limit: 500, ...input }), absent: GONE })

/** Values that stand there as they are, in single quotes, and are not taken from the request. */
function literals(parameters: JsonObject): string[] {
  return Object.keys(parameters).filter((name) => {
    const value = parameters[name]
    return typeof value === 'string' && /^'[^]*'$/.test(value)
  })
}

/** Where APIs hold values that may authorise a request to what is behind them. */
export const REST_SECRETS: Pick<Resource, 'secret' | 'secretMembers'> = {
  secret: ['**.requestTemplates'],
  secretMembers: { '**.requestParameters': literals },
}

export const restApis: Resource = {
  path: 'integrations/api-gateway/rest-apis/*.json',
  list: list('GetRestApis'),
  name: 'name',
  id: 'id',
  details: {
    resources: ofApi('GetResources', { embed: ['methods'] }),
    stages: {
      operation: 'GetStages',
      input: ({ id }) => ({ restApiId: id }),
      select: 'item',
      absent: GONE,
    },
    authorizers: ofApi('GetAuthorizers'),
    models: ofApi('GetModels'),
    requestValidators: ofApi('GetRequestValidators'),
    gatewayResponses: ofApi('GetGatewayResponses'),
    documentationParts: ofApi('GetDocumentationParts'),
    documentationVersions: ofApi('GetDocumentationVersions'),
    deployments: ofApi('GetDeployments'),
  },
  drop: [
    'createdDate',
    'warnings',
    'apiStatus',
    'apiStatusMessage',
    'stages.createdDate',
    'stages.lastUpdatedDate',
    'stages.cacheClusterStatus',
    'documentationVersions.createdDate',
    'deployments.createdDate',
    'deployments.apiSummary',
  ],
  json: ['policy', 'models.schema', 'documentationParts.properties'],
  secret: [
    ...(REST_SECRETS.secret ?? []),
    'stages.variables',
    'stages.canarySettings.stageVariableOverrides',
  ],
  secretMembers: REST_SECRETS.secretMembers ?? {},
  unordered: {
    'endpointConfiguration.types': '',
    binaryMediaTypes: '',
    resources: 'path',
    stages: 'stageName',
    authorizers: 'name id',
    models: 'name',
    requestValidators: 'name id',
    gatewayResponses: 'responseType',
    documentationParts: 'id',
    documentationVersions: 'version',
    deployments: 'id',
    '**.providerARNs': '',
    '**.authorizationScopes': '',
  },
}

/** What was deployed to each stage, as OpenAPI 3; what is defined may be ahead of it. */
const restExports: Resource = {
  path: 'integrations/api-gateway/openapi/*.json',
  of: restApis,
  list: {
    operation: 'GetStages',
    input: ({ id }) => ({ restApiId: id }),
    select: 'item',
    absent: GONE,
  },
  name: (stage, api) => `${textAt('name', api)}/${textAt('stageName', stage)}`,
  id: 'deploymentId',
  keep: ['stageName'],
  details: {
    '': {
      operation: 'GetExport',
      input: ({ stageName }, api) => ({
        restApiId: api['id'],
        stageName,
        exportType: 'oas30',
        parameters: { extensions: 'apigateway' },
        accepts: 'application/json',
      }),
      jsonIn: 'body',
      absent: GONE,
    },
  },
  // The time of the deployment.
  drop: ['stageName', 'info.version'],
  ...REST_SECRETS,
}

export const REST_RESOURCES: readonly Resource[] = [
  restApis,
  restExports,
  {
    path: 'integrations/api-gateway/api-keys/*.json',
    list: list('GetApiKeys', { input: () => ({ limit: 500, includeValues: false }) }),
    name: 'name',
    id: 'id',
    drop: ['createdDate', 'lastUpdatedDate'],
    secret: ['value'],
    unordered: { stageKeys: '' },
  },
  {
    path: 'integrations/api-gateway/usage-plans/*.json',
    list: list('GetUsagePlans'),
    name: 'name',
    id: 'id',
    details: {
      keys: list('GetUsagePlanKeys', {
        input: ({ id }) => ({ usagePlanId: id, limit: 500 }),
        absent: GONE,
      }),
    },
    secret: ['keys.value'],
    unordered: { apiStages: 'apiId stage', keys: 'id' },
  },
  {
    path: 'integrations/api-gateway/rest-domain-names/*.json',
    list: list('GetDomainNames'),
    name: 'domainName',
    id: 'domainNameId',
    details: {
      mappings: list('GetBasePathMappings', {
        input: ({ domainName }) => ({ domainName, limit: 500 }),
        absent: GONE,
      }),
    },
    drop: ['certificateUploadDate', 'domainNameStatus', 'domainNameStatusMessage'],
    json: ['policy', 'managementPolicy'],
    unordered: { mappings: 'basePath', 'endpointConfiguration.types': '' },
  },
  {
    path: 'integrations/api-gateway/rest-vpc-links/*.json',
    list: list('GetVpcLinks'),
    name: 'name',
    id: 'id',
    drop: ['status', 'statusMessage'],
    unordered: { targetArns: '' },
  },
  {
    path: 'integrations/api-gateway/client-certificates/*.json',
    list: list('GetClientCertificates'),
    name: 'clientCertificateId',
    drop: ['createdDate'],
  },
  {
    path: 'integrations/api-gateway/account.json',
    list: { operation: 'GetAccount' },
  },
]
