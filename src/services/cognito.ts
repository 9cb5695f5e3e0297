import { CLOUDFRONT_HOST } from './declaration/hosts.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Details, Service } from './declaration/declaration.ts'
import { unsorted } from './declaration/lists.ts'
import { paged } from './declaration/paged-call.ts'

const cognito: Api = {
  id: 'cognito-idp',
  sdkId: 'Cognito Identity Provider',
  load: () => import('@aws-sdk/client-cognito-identity-provider'),
  client: 'CognitoIdentityProviderClient',
  // docs.aws.amazon.com/cognito/latest/developerguide/quotas.html: 15 for pools, and as much for clients.
  rates: {
    DescribeUserPoolClient: { perSecond: 10, burst: 10 },
    '*': { perSecond: 10, burst: 10 },
  },
}

const GONE = ['ResourceNotFoundException']
const byPool = ({ Id }: JsonObject): JsonObject => ({ UserPoolId: Id })

/** A list of a pool's; `size` is the largest page. */
const listOf = (operation: string, select: string, size: JsonObject, details?: Details): Call =>
  paged(operation, select, {
    input: ({ Id }) => ({ UserPoolId: Id, ...size }),
    absent: GONE,
    ...(details === undefined ? {} : { details }),
  })

const domain = (member: string): Call => ({
  operation: 'DescribeUserPoolDomain',
  input: (pool) => ({ Domain: pool[member] }),
  select: 'DomainDescription',
  onlyIf: (pool) => pool[member] !== undefined,
  absent: GONE,
})

const byClient: Call['input'] = ({ ClientId }, pool = {}) => ({ UserPoolId: pool['Id'], ClientId })

const ofClient: Details = {
  '': {
    operation: 'DescribeUserPoolClient',
    input: byClient,
    select: 'UserPoolClient',
    absent: GONE,
  },
  ui: { operation: 'GetUICustomization', input: byClient, select: 'UICustomization', absent: GONE },
  branding: {
    operation: 'DescribeManagedLoginBrandingByClient',
    input: byClient,
    select: 'ManagedLoginBranding',
    absent: GONE,
  },
}

/** User pools, each with all that belongs to it but its users. */
export const COGNITO: Service = {
  name: 'cognito',
  label: 'Cognito',
  api: cognito,
  scope: 'regional',
  prefixes: ['integrations/cognito/'],
  types: { 'cognito-idp': 'userpool' },
  resources: [
    {
      path: 'integrations/cognito/user-pools/*.json',
      names: ['CustomDomain', 'Domain'],
      // In front of its pages.
      hosts: [
        {
          pattern: CLOUDFRONT_HOST,
          at: ['domain.CloudFrontDistribution', 'customDomain.CloudFrontDistribution'],
          rarely: true,
        },
      ],
      list: paged('ListUserPools', 'UserPools', { input: () => ({ MaxResults: 60 }) }),
      name: 'Name',
      id: 'Id',
      keep: ['Id', 'Name'],
      details: {
        '': { operation: 'DescribeUserPool', input: byPool, select: 'UserPool', absent: GONE },
        mfa: { operation: 'GetUserPoolMfaConfig', input: byPool, absent: GONE },
        domain: domain('Domain'),
        customDomain: domain('CustomDomain'),
        ui: { operation: 'GetUICustomization', input: byPool, select: 'UICustomization', absent: GONE },
        risk: {
          operation: 'DescribeRiskConfiguration',
          input: byPool,
          select: 'RiskConfiguration',
          absent: [...GONE, 'UserPoolAddOnNotEnabledException'],
        },
        logDelivery: {
          operation: 'GetLogDeliveryConfiguration',
          input: byPool,
          select: 'LogDeliveryConfiguration.LogConfigurations',
          absent: GONE,
        },
        clients: listOf('ListUserPoolClients', 'UserPoolClients', { MaxResults: 60 }, ofClient),
        identityProviders: listOf(
          'ListIdentityProviders',
          'Providers',
          { MaxResults: 60 },
          {
            '': {
              operation: 'DescribeIdentityProvider',
              input: ({ ProviderName }, pool = {}) => ({ UserPoolId: pool['Id'], ProviderName }),
              select: 'IdentityProvider',
              absent: GONE,
            },
          },
        ),
        resourceServers: listOf('ListResourceServers', 'ResourceServers', { MaxResults: 50 }),
        groups: listOf('ListGroups', 'Groups', { Limit: 60 }),
      },
      keptSensitive: ['**.ClientId'],
      drop: [
        '**.CreationDate',
        '**.LastModifiedDate',
        'EmailConfigurationFailure',
        'EstimatedNumberOfUsers',
        'SmsConfigurationFailure',
        'Status',
        'customDomain.AWSAccountId',
        'customDomain.S3Bucket',
        'customDomain.Status',
        'customDomain.Version',
        'domain.AWSAccountId',
        'domain.S3Bucket',
        'domain.Status',
        'domain.Version',
      ],
      secret: [
        'clients.ClientSecret',
        'identityProviders.ProviderDetails.client_secret',
        'identityProviders.ProviderDetails.private_key',
        '**.ExternalId',
      ],
      secretUrl: ['identityProviders.ProviderDetails.MetadataURL'],
      lists: {
        AliasAttributes: '',
        AutoVerifiedAttributes: '',
        SchemaAttributes: { by: 'Name', noun: 'attribute' },
        UsernameAttributes: '',
        'AccountRecoverySetting.RecoveryMechanisms': { by: ['Name', 'Priority'], sortedBy: 'Priority' },
        clients: { by: 'ClientName ClientId', noun: 'client' },
        'clients.AllowedOAuthFlows': '',
        'clients.AllowedOAuthScopes': '',
        'clients.CallbackURLs': '',
        'clients.ExplicitAuthFlows': '',
        'clients.LogoutURLs': '',
        'clients.ReadAttributes': '',
        'clients.SupportedIdentityProviders': '',
        'clients.WriteAttributes': '',
        groups: { by: 'GroupName', noun: 'group' },
        identityProviders: { by: 'ProviderName', noun: 'identity provider' },
        'identityProviders.IdpIdentifiers': '',
        logDelivery: 'EventSource LogLevel',
        resourceServers: { by: 'Identifier', noun: 'resource server' },
        'resourceServers.Scopes': { by: 'ScopeName', noun: 'scope' },
        ...unsorted({
          'DcrConfiguration.AllowedScopes': '',
          'DcrConfiguration.AuthenticatedGrantTypes': '',
          'DcrConfiguration.OpenDcrGrantTypes': '',
          'Policies.SignInPolicy.AllowedFirstAuthFactors': '',
          'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate': '',
          'clients.branding.Assets': 'Category ColorMode ResourceId',
          'risk.CompromisedCredentialsRiskConfiguration.EventFilter': '',
          'risk.RiskExceptionConfiguration.BlockedIPRangeList': '',
          'risk.RiskExceptionConfiguration.SkippedIPRangeList': '',
        }),
      },
    },
  ],
}
