import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import type { Api, Call, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const cognito: Api = {
  id: 'cognito-idp',
  sdkId: 'Cognito Identity Provider',
  load: () => import('@aws-sdk/client-cognito-identity-provider'),
  client: 'CognitoIdentityProviderClient',
  // docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
  rates: { '*': { perSecond: 5, burst: 10 } },
}

const GONE = ['ResourceNotFoundException']
const inPool = ({ Id }: JsonObject): JsonObject => ({ UserPoolId: Id })

const listOf = (operation: string, select: string, limit: JsonObject, details?: Call['details']): Call =>
  paged(operation, select, {
    input: (pool) => ({ ...inPool(pool), ...limit }),
    absent: GONE,
    ...(details === undefined ? {} : { details }),
  })

/** User pools and how people sign in to them; the people are never read. */
export const COGNITO: Service = {
  name: 'cognito',
  api: cognito,
  scope: 'regional',
  prefixes: ['integrations/cognito/'],
  resources: [
    {
      path: 'integrations/cognito/user-pools/*.json',
      list: paged('ListUserPools', 'UserPools', { input: () => ({ MaxResults: 60 }) }),
      name: 'Name',
      id: 'Id',
      keep: ['Id', 'Name'],
      details: {
        '': { operation: 'DescribeUserPool', input: inPool, select: 'UserPool', absent: GONE },
        mfa: { operation: 'GetUserPoolMfaConfig', input: inPool, absent: GONE },
        clients: listOf(
          'ListUserPoolClients',
          'UserPoolClients',
          { MaxResults: 60 },
          {
            '': {
              operation: 'DescribeUserPoolClient',
              input: ({ UserPoolId, ClientId }) => ({ UserPoolId, ClientId }),
              select: 'UserPoolClient',
              absent: GONE,
            },
          },
        ),
        resourceServers: listOf('ListResourceServers', 'ResourceServers', { MaxResults: 50 }),
        identityProviders: listOf(
          'ListIdentityProviders',
          'Providers',
          { MaxResults: 60 },
          {
            '': {
              operation: 'DescribeIdentityProvider',
              input: ({ ProviderName }, pool) => ({ ...inPool(pool), ProviderName }),
              select: 'IdentityProvider',
              absent: GONE,
            },
          },
        ),
        groups: listOf('ListGroups', 'Groups', { Limit: 60 }),
        domain: {
          operation: 'DescribeUserPoolDomain',
          input: (pool) => ({ Domain: textAt('Domain', pool) }),
          select: 'DomainDescription',
          when: (pool) => textAt('Domain', pool) !== '',
          absent: GONE,
        },
      },
      drop: [
        'LastModifiedDate',
        'CreationDate',
        'EstimatedNumberOfUsers',
        'Status',
        'clients.LastModifiedDate',
        'clients.CreationDate',
        'identityProviders.LastModifiedDate',
        'identityProviders.CreationDate',
        'groups.LastModifiedDate',
        'groups.CreationDate',
        'domain.Status',
        'domain.Version',
        'domain.S3Bucket',
      ],
      secret: [
        'clients.ClientSecret',
        'identityProviders.ProviderDetails.client_secret',
        'identityProviders.ProviderDetails.private_key',
        '**.ExternalId',
      ],
      unordered: {
        SchemaAttributes: 'Name',
        clients: 'ClientId',
        '**.CallbackURLs': '',
        '**.LogoutURLs': '',
        '**.ExplicitAuthFlows': '',
        '**.AllowedOAuthFlows': '',
        '**.AllowedOAuthScopes': '',
        '**.ReadAttributes': '',
        '**.WriteAttributes': '',
        resourceServers: 'Identifier',
        'resourceServers.Scopes': 'ScopeName',
        identityProviders: 'ProviderName',
        groups: 'GroupName',
      },
    },
  ],
}
