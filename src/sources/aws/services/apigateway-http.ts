import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import type { Api, Call, Resource } from '../declaration.ts'
import { paged } from '../paged-call.ts'
import { REST_SECRETS } from './apigateway-rest.ts'

/** The management of HTTP and WebSocket APIs. */
const apigatewayv2: Api = {
  id: 'apigateway',
  sdkId: 'ApiGatewayV2',
  load: () => import('@aws-sdk/client-apigatewayv2'),
  client: 'ApiGatewayV2Client',
  action: 'apigateway:GET',
  // docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 10 a second, 40 at once, with that of REST APIs.
  rates: { '*': { perSecond: 5, burst: 20 } },
}

const api = apigatewayv2
const GONE = ['NotFoundException']

const list = (operation: string, more: Partial<Call> = {}): Call =>
  paged(operation, 'Items', { api, ...more })

/** What belongs to an API. */
const ofApi = (operation: string, more: Partial<Call> = {}): Call =>
  list(operation, { input: ({ ApiId }) => ({ ApiId }), absent: GONE, ...more })

/** Values that stand there as they are, and are not taken from the request. */
function literals(parameters: JsonObject): string[] {
  return Object.keys(parameters).filter((name) => {
    const value = parameters[name]
    return (
      typeof value === 'string' &&
      !value.startsWith('$') &&
      !/^(method|route|integration|context)\./.test(value)
    )
  })
}

const httpApis: Resource = {
  path: 'integrations/api-gateway/http-apis/*.json',
  list: list('GetApis'),
  name: 'Name',
  id: 'ApiId',
  details: {
    stages: ofApi('GetStages'),
    routes: ofApi('GetRoutes', {
      details: {
        responses: list('GetRouteResponses', {
          input: ({ RouteId }, { ApiId }) => ({ ApiId, RouteId }),
          absent: GONE,
        }),
      },
    }),
    integrations: ofApi('GetIntegrations', {
      details: {
        responses: list('GetIntegrationResponses', {
          input: ({ IntegrationId }, { ApiId }) => ({ ApiId, IntegrationId }),
          absent: GONE,
        }),
      },
    }),
    authorizers: ofApi('GetAuthorizers'),
    models: ofApi('GetModels'),
  },
  drop: [
    'CreatedDate',
    'Warnings',
    'stages.CreatedDate',
    'stages.LastUpdatedDate',
    'stages.LastDeploymentStatusMessage',
  ],
  // Each change makes a new deployment by itself where a stage is set to that.
  secret: ['stages.StageVariables', '**.RequestTemplates'],
  secretMembers: { '**.RequestParameters': literals },
  json: ['models.Schema'],
  unordered: {
    '**.AllowHeaders': '',
    '**.AllowMethods': '',
    '**.AllowOrigins': '',
    '**.ExposeHeaders': '',
    '**.AuthorizationScopes': '',
    stages: 'StageName',
    routes: 'RouteKey',
    'routes.responses': 'RouteResponseKey',
    integrations: 'IntegrationId',
    'integrations.responses': 'IntegrationResponseKey',
    authorizers: 'Name AuthorizerId',
    models: 'Name',
  },
}

/** What was deployed to each stage, as OpenAPI 3. WebSocket APIs have no such form. */
const httpExports: Resource = {
  path: 'integrations/api-gateway/http-openapi/*.json',
  of: httpApis,
  list: ofApi('GetStages'),
  where: (_, { ProtocolType }) => ProtocolType === 'HTTP',
  name: (stage, owner) => `${textAt('Name', owner)}/${textAt('StageName', stage)}`,
  id: 'DeploymentId',
  keep: ['StageName'],
  details: {
    '': {
      api,
      operation: 'ExportApi',
      input: ({ StageName }, { ApiId }) => ({
        ApiId,
        StageName,
        Specification: 'OAS30',
        OutputType: 'JSON',
        IncludeExtensions: true,
      }),
      jsonIn: 'body',
      absent: GONE,
    },
  },
  drop: ['StageName', 'info.version'],
  ...REST_SECRETS,
}

export const HTTP_RESOURCES: readonly Resource[] = [
  httpApis,
  httpExports,
  {
    path: 'integrations/api-gateway/http-domain-names/*.json',
    list: list('GetDomainNames'),
    name: 'DomainName',
    details: {
      mappings: list('GetApiMappings', { input: ({ DomainName }) => ({ DomainName }), absent: GONE }),
      routingRules: paged('ListRoutingRules', 'RoutingRules', {
        api,
        input: ({ DomainName }) => ({ DomainName }),
        absent: GONE,
      }),
    },
    drop: ['**.CertificateUploadDate', '**.DomainNameStatus', '**.DomainNameStatusMessage'],
    unordered: { mappings: 'ApiMappingKey ApiId', routingRules: 'Priority' },
  },
  {
    path: 'integrations/api-gateway/http-vpc-links/*.json',
    list: list('GetVpcLinks'),
    name: 'Name',
    id: 'VpcLinkId',
    drop: ['CreatedDate', 'VpcLinkStatus', 'VpcLinkStatusMessage'],
  },
]
