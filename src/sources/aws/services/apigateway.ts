import type { Service } from '../declaration.ts'
import { HTTP_RESOURCES } from './apigateway-http.ts'
import { apigateway, REST_RESOURCES } from './apigateway-rest.ts'

export const APIGATEWAY: Service = {
  name: 'apigateway',
  api: apigateway,
  scope: 'regional',
  prefixes: ['integrations/api-gateway/'],
  resources: [...REST_RESOURCES, ...HTTP_RESOURCES],
}
