import type { Json, JsonObject } from '../model/canonical-json.ts'
import { isList, isObject, textAt } from '../model/json-place.ts'
import { API_HOST } from './declaration/hosts.ts'
import type { Call, Details, Resource } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { apigatewayv2 as api, GONE } from './apigateway-apis.ts'
import { stageExports } from './apigateway-openapi.ts'
import { literals, templates } from './integration-secrets.ts'

/** A list of what belongs to an API. */
const ofApi = (operation: string, more: Partial<Call> = {}): Call =>
  paged(operation, 'Items', { api, input: ({ ApiId }) => ({ ApiId }), absent: GONE, ...more })

/** What APIs of both protocols have. */
const DETAILS: Details = {
  stages: ofApi('GetStages'),
  deployments: ofApi('GetDeployments', {
    // Those that a stage makes on its own whenever something changes.
    filter: ({ AutoDeployed }) => AutoDeployed !== true,
  }),
  routes: ofApi('GetRoutes'),
  integrations: ofApi('GetIntegrations'),
  authorizers: ofApi('GetAuthorizers'),
}

/** Where the stages of an API are called. */
function stageUrls({ ApiEndpoint, stages }: JsonObject): Json | undefined {
  if (typeof ApiEndpoint !== 'string' || !isList(stages)) return ApiEndpoint
  const names = stages.filter(isObject).map((stage) => textAt('StageName', stage))
  return names.map((name) => (name === '$default' ? ApiEndpoint : `${ApiEndpoint}/${name}`))
}

/** The APIs of one protocol. */
function apis(protocol: string, path: string, more: Partial<Resource>): Resource {
  return {
    path,
    addresses: { kind: 'api', url: stageUrls },
    hosts: [{ pattern: API_HOST, at: ['ApiId', 'ApiEndpoint'] }],
    list: paged('GetApis', 'Items', { api, absent: GONE }),
    filter: ({ ProtocolType }) => ProtocolType === protocol,
    name: 'Name',
    id: 'ApiId',
    details: DETAILS,
    drop: [
      '**.CreatedDate',
      'Warnings',
      'stages.LastUpdatedDate',
      'stages.LastDeploymentStatusMessage',
      'deployments.DeploymentStatus',
      'deployments.DeploymentStatusMessage',
    ],
    // It follows every change on its own.
    dropWhen: { 'stages.DeploymentId': ({ AutoDeploy }) => AutoDeploy === true },
    json: ['models.Schema'],
    secret: ['stages.StageVariables'],
    secretMembers: {
      'integrations.RequestParameters': literals,
      'integrations.RequestTemplates': templates,
    },
    secretUrl: ['integrations.IntegrationUri'],
    lists: {
      'CorsConfiguration.AllowHeaders': '',
      'CorsConfiguration.AllowMethods': '',
      'CorsConfiguration.AllowOrigins': '',
      'CorsConfiguration.ExposeHeaders': '',
      stages: { by: 'StageName', noun: 'stage' },
      deployments: { by: 'DeploymentId', noun: 'deployment' },
      routes: { by: 'RouteKey', noun: 'route' },
      'routes.AuthorizationScopes': '',
      'routes.responses': { by: 'RouteResponseKey', noun: 'response' },
      integrations: { by: 'IntegrationId', noun: 'integration' },
      'integrations.responses': { by: 'IntegrationResponseKey', noun: 'response' },
      authorizers: { by: 'Name AuthorizerId', noun: 'authorizer' },
      'authorizers.IdentitySource': '',
      'authorizers.JwtConfiguration.Audience': '',
      models: { by: 'Name', noun: 'model' },
    },
    ...more,
  }
}

/** HTTP and WebSocket APIs. */
export const HTTP_RESOURCES: readonly Resource[] = [
  apis(
    'HTTP',
    'integrations/api-gateway/http-apis/*/api.json',
    stageExports({
      folder: 'integrations/api-gateway/http-apis/',
      api,
      operation: 'ExportApi',
      input: ({ ApiId }, StageName) => ({
        ApiId,
        StageName,
        Specification: 'OAS30',
        OutputType: 'JSON',
        IncludeExtensions: true,
      }),
      stageName: 'StageName',
      deploymentId: 'DeploymentId',
    }),
  ),
  // These have no OpenAPI form.
  apis('WEBSOCKET', 'integrations/api-gateway/websocket-apis/*/api.json', {
    details: {
      ...DETAILS,
      routes: ofApi('GetRoutes', {
        details: {
          responses: ofApi('GetRouteResponses', {
            input: ({ RouteId }, { ApiId }) => ({ ApiId, RouteId }),
          }),
        },
      }),
      integrations: ofApi('GetIntegrations', {
        details: {
          responses: ofApi('GetIntegrationResponses', {
            input: ({ IntegrationId }, { ApiId }) => ({ ApiId, IntegrationId }),
          }),
        },
      }),
      models: ofApi('GetModels'),
    },
  }),
  {
    path: 'integrations/api-gateway/vpc-links-v2/*.json',
    list: paged('GetVpcLinks', 'Items', { api, absent: GONE }),
    name: 'Name',
    id: 'VpcLinkId',
    drop: ['CreatedDate', 'VpcLinkStatus', 'VpcLinkStatusMessage'],
  },
]
