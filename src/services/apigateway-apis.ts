import type { Api } from './declaration/api.ts'

/** docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: for an account in a region, whichever API it asks. */
const rates = { '*': { perSecond: 10, burst: 40 } }

/** The management of REST APIs, and of what all kinds of APIs share. */
export const apigateway: Api = {
  id: 'apigateway',
  sdkId: 'API Gateway',
  load: () => import('@aws-sdk/client-api-gateway'),
  client: 'APIGatewayClient',
  action: 'apigateway:GET',
  rates,
}

/** The management of HTTP and WebSocket APIs. */
export const apigatewayv2: Api = {
  id: 'apigatewayv2',
  sdkId: 'ApiGatewayV2',
  load: () => import('@aws-sdk/client-apigatewayv2'),
  client: 'ApiGatewayV2Client',
  action: 'apigateway:GET',
  rates,
}

/** What both answer for what there is not. */
export const GONE = ['NotFoundException']
