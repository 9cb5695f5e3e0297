import { API_HOST, CLOUDFRONT_HOST } from './declaration/hosts.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import { at, isList, textAt } from '../model/json-place.ts'
import type { Resource } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { apigatewayv2, GONE } from './apigateway-apis.ts'
import { restList } from './apigateway-rest.ts'
import { ORDERED, unsorted } from './declaration/lists.ts'

function has(type: string, domainName: JsonObject): boolean {
  const types = at('endpointConfiguration.types', domainName)
  return isList(types) && types.includes(type)
}

/** "Only REGIONAL domain names can be managed through the API Gateway V2 API", which alone knows paths of more than one part. */
const isRegional = (domainName: JsonObject) => has('REGIONAL', domainName) && !has('EDGE', domainName)

/** Custom domain names. */
export const DOMAIN_NAME_RESOURCES: readonly Resource[] = [
  {
    path: 'integrations/api-gateway/domain-names/*.json',
    addresses: {
      kind: 'api-domain',
      url: ({ domainName }) => (typeof domainName === 'string' ? `https://${domainName}` : undefined),
    },
    hosts: [
      { pattern: API_HOST, at: ['regionalDomainName'] },
      { pattern: CLOUDFRONT_HOST, at: ['distributionDomainName'], rarely: true },
    ],
    // It lists those that were made by version 2 as well.
    list: restList('GetDomainNames'),
    name: 'domainName',
    id: 'domainNameId',
    details: {
      basePathMappings: restList('GetBasePathMappings', {
        input: ({ domainName, domainNameId }) => ({ domainName, domainNameId, limit: 500 }),
        onlyIf: (domainName) => !isRegional(domainName),
        mayOmit: true,
      }),
      apiMappings: paged('GetApiMappings', 'Items', {
        api: apigatewayv2,
        input: ({ domainName }) => ({ DomainName: domainName }),
        onlyIf: isRegional,
        absent: GONE,
      }),
      routingRules: paged('ListRoutingRules', 'RoutingRules', {
        api: apigatewayv2,
        input: ({ domainName, domainNameId }) => ({ DomainName: domainName, DomainNameId: domainNameId }),
        onlyIf: (domainName) => !has('EDGE', domainName),
        absent: GONE,
        mayOmit: true,
      }),
    },
    drop: [
      'certificateUploadDate',
      'domainNameStatus',
      'domainNameStatusMessage',
      'mutualTlsAuthentication.truststoreWarnings',
    ],
    json: ['policy', 'managementPolicy'],
    secret: ['routingRules.Conditions.MatchHeaders.AnyOf.ValueGlob'],
    lists: {
      'endpointConfiguration.types': '',
      'endpointConfiguration.vpcEndpointIds': '',
      basePathMappings: { by: 'basePath', noun: 'mapping' },
      apiMappings: { by: 'ApiMappingKey', noun: 'mapping' },
      routingRules: { by: ['RoutingRuleId', 'Priority'], noun: 'routing rule', sortedBy: 'Priority' },
      'routingRules.Actions': ORDERED,
      ...unsorted({
        'routingRules.Conditions': '',
        'routingRules.Conditions.MatchBasePaths.AnyOf': '',
        'routingRules.Conditions.MatchHeaders.AnyOf': '',
      }),
    },
  },
  {
    path: 'integrations/api-gateway/domain-name-access-associations/*.json',
    list: restList('GetDomainNameAccessAssociations', { mayOmit: true }),
    // Of `…/domainname/api.example.com+a1b2/vpcesource/vpce-1`, what distinguishes them.
    name: (association) =>
      textAt('domainNameAccessAssociationArn', association)
        .replace(/^.*\/domainname\//, '')
        .replaceAll('/', '--'),
  },
]
