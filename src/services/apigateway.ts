import type { Service } from './declaration/declaration.ts'
import { apigateway } from './apigateway-apis.ts'
import { DOMAIN_NAME_RESOURCES } from './apigateway-domain-names.ts'
import { HTTP_RESOURCES } from './apigateway-http.ts'
import { REST_RESOURCES } from './apigateway-rest.ts'

/** The declaration of API Gateway. */
export const APIGATEWAY: Service = {
  name: 'apigateway',
  label: 'API Gateway',
  called: 'api-gateway',
  api: apigateway,
  scope: 'regional',
  prefixes: ['integrations/api-gateway/'],
  types: {
    apigateway:
      'account apis apikeys clientcertificates domainnameaccessassociations domainnames restapis stages usageplans vpclinks',
  },
  resources: [...REST_RESOURCES, ...HTTP_RESOURCES, ...DOMAIN_NAME_RESOURCES],
}
