import { API_HOST } from './declaration/hosts.ts'
import type { Json, JsonObject } from '../model/canonical-json.ts'
import { isObject, textAt } from '../model/json-place.ts'
import type { Call, Resource } from './declaration/declaration.ts'
import { apigateway, GONE } from './apigateway-apis.ts'
import { nameTag } from './declaration/names.ts'
import { stageExports } from './apigateway-openapi.ts'
import { literals, templates } from './integration-secrets.ts'

/** A list of everything of one kind. An account that never used API Gateway in a region is not a customer of it there. */
export const restList = (operation: string, more: Partial<Call> = {}): Call => ({
  operation,
  input: () => ({ limit: 500 }),
  select: 'items',
  next: { position: 'position' },
  absent: GONE,
  ...more,
})

/** A list of what belongs to an API. */
const ofApi = (
  operation: string,
  { input = {}, ...more }: { input?: JsonObject } & Partial<Omit<Call, 'input'>> = {},
) => restList(operation, { input: ({ id }) => ({ restApiId: id, limit: 500, ...input }), ...more })

/** Where a stage is called, as its OpenAPI file says it among its servers. */
function serverUrl({ url, variables }: JsonObject): Json | undefined {
  if (typeof url !== 'string' || !isObject(variables)) return undefined
  const base = textAt('basePath.default', variables).replace(/^\//, '')
  return url.replace('/{basePath}', base === '' ? '' : `/${base}`)
}

const INTEGRATION = 'resources.resourceMethods.*.methodIntegration'

/** REST APIs, API keys and usage plans. */
export const REST_RESOURCES: readonly Resource[] = [
  {
    path: 'integrations/api-gateway/rest-apis/*/api.json',
    addresses: { kind: 'api', url: serverUrl },
    hosts: [{ pattern: API_HOST, at: ['id'] }],
    list: restList('GetRestApis'),
    name: 'name',
    id: 'id',
    details: {
      resources: ofApi('GetResources', { input: { embed: ['methods'] } }),
      stages: {
        operation: 'GetStages',
        input: ({ id }) => ({ restApiId: id }),
        select: 'item',
        absent: GONE,
      },
      deployments: ofApi('GetDeployments'),
      authorizers: ofApi('GetAuthorizers'),
      models: ofApi('GetModels'),
      requestValidators: ofApi('GetRequestValidators'),
      gatewayResponses: ofApi('GetGatewayResponses', {
        filter: ({ defaultResponse }) => defaultResponse !== true,
      }),
      documentationParts: ofApi('GetDocumentationParts'),
      documentationVersions: ofApi('GetDocumentationVersions'),
    },
    // The deployment of a stage stays: it shows that somebody deployed, and what there is to go back to.
    drop: [
      '**.createdDate',
      '**.lastUpdatedDate',
      'warnings',
      'apiStatus',
      'apiStatusMessage',
      'stages.cacheClusterStatus',
    ],
    json: ['policy', 'models.schema', 'documentationParts.properties'],
    secret: ['stages.variables', 'stages.canarySettings.stageVariableOverrides'],
    secretMembers: {
      [`${INTEGRATION}.requestParameters`]: literals,
      [`${INTEGRATION}.requestTemplates`]: templates,
    },
    secretUrl: [`${INTEGRATION}.uri`],
    lists: {
      binaryMediaTypes: '',
      'endpointConfiguration.types': '',
      'endpointConfiguration.vpcEndpointIds': '',
      resources: { by: 'path', noun: 'resource' },
      [`${INTEGRATION}.cacheKeyParameters`]: '',
      'resources.resourceMethods.*.authorizationScopes': '',
      stages: { by: 'stageName', noun: 'stage' },
      deployments: { by: 'id', noun: 'deployment' },
      authorizers: { by: 'name id', noun: 'authorizer' },
      'authorizers.providerARNs': '',
      models: { by: 'name', noun: 'model' },
      requestValidators: { by: 'name id', noun: 'validator' },
      gatewayResponses: { by: 'responseType', noun: 'response' },
      documentationParts: 'id',
      documentationVersions: 'version',
    },
    ...stageExports({
      folder: 'integrations/api-gateway/rest-apis/',
      api: apigateway,
      operation: 'GetExport',
      input: ({ id }, stageName) => ({
        restApiId: id,
        stageName,
        exportType: 'oas30',
        parameters: { extensions: 'apigateway' },
        accepts: 'application/json',
      }),
      stageName: 'stageName',
      deploymentId: 'deploymentId',
    }),
  },
  {
    path: 'integrations/api-gateway/api-keys/*.json',
    list: restList('GetApiKeys', { input: () => ({ limit: 500, includeValues: false }) }),
    name: 'name',
    id: 'id',
    drop: ['createdDate', 'lastUpdatedDate'],
    secret: ['value'],
    lists: { stageKeys: '' },
  },
  {
    path: 'integrations/api-gateway/usage-plans/*.json',
    list: restList('GetUsagePlans'),
    name: 'name',
    id: 'id',
    details: {
      keys: restList('GetUsagePlanKeys', {
        input: ({ id }) => ({ usagePlanId: id, limit: 500 }),
      }),
    },
    secret: ['keys.value'],
    lists: { apiStages: { by: 'apiId stage', noun: 'stage' }, keys: { by: 'id', noun: 'key' } },
  },
  {
    path: 'integrations/api-gateway/vpc-links/*.json',
    list: restList('GetVpcLinks'),
    name: 'name',
    id: 'id',
    drop: ['status', 'statusMessage'],
    lists: { targetArns: '' },
  },
  {
    path: 'integrations/api-gateway/client-certificates/*.json',
    names: ['description', nameTag],
    list: restList('GetClientCertificates'),
    name: 'clientCertificateId',
    keptTimes: ['expirationDate'],
    drop: ['createdDate'],
  },
  {
    path: 'integrations/api-gateway/account.json',
    // "Invalid Customer identifier specified": github.com/cloud-custodian/cloud-custodian #2033.
    list: { operation: 'GetAccount', absent: GONE },
    lists: { features: '' },
  },
]
