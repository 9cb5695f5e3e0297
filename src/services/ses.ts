import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import type { Api, Rate } from './declaration/api.ts'
import type { Call, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { ORDERED, unsorted } from './declaration/lists.ts'

/** "No more than once per second", as the documentation of each of these calls says. */
function oncePerSecond(...operations: string[]): Record<string, Rate> {
  return Object.fromEntries(operations.map((operation) => [operation, { perSecond: 1, burst: 1 }]))
}

/** The only one that knows of receiving and of notifications. */
const ses: Api = {
  id: 'ses',
  sdkId: 'SES',
  load: () => import('@aws-sdk/client-ses'),
  client: 'SESClient',
  rates: oncePerSecond(
    'DescribeActiveReceiptRuleSet',
    'DescribeReceiptRuleSet',
    'GetIdentityNotificationAttributes',
    'GetTemplate',
    'ListConfigurationSets',
    'ListIdentities',
    'ListReceiptFilters',
    'ListReceiptRuleSets',
    'ListTemplates',
  ),
}

const sesv2: Api = {
  id: 'ses',
  sdkId: 'SESv2',
  load: () => import('@aws-sdk/client-sesv2'),
  client: 'SESv2Client',
  rates: {
    ...oncePerSecond('GetCustomVerificationEmailTemplate', 'ListCustomVerificationEmailTemplates'),
    // Not published.
    '*': { perSecond: 5, burst: 10 },
  },
}

const GONE = ['NotFoundException']

/** A call of version 2 on the item of this name. */
const byName = (operation: string, member: string, more: Partial<Call> = {}): Call => ({
  operation,
  input: (item) => ({ [member]: item[member] }),
  absent: GONE,
  ...more,
})

/** A list of version 1, where other servers do not know that of version 2. */
const listed = (operation: string, select: string, more: Partial<Call> = {}): Call =>
  paged(operation, select, { api: ses, ...more })

/** What AWS was given about the owner of the account; how it goes by is not a secret. */
function personal(details: JsonObject): string[] {
  return Object.keys(details).filter(
    (name) => !['ContactLanguage', 'MailType', 'ReviewDetails'].includes(name),
  )
}

/** Contacts and suppressed addresses are people's: they are never read. */
export const SES: Service = {
  name: 'ses',
  label: 'SES',
  api: sesv2,
  scope: 'regional',
  prefixes: ['integrations/ses/'],
  types: {
    ses: `configuration-set contact-list custom-verification-email-template dedicated-ip-pool identity multi-region-endpoint
    receipt-filter receipt-rule-set template tenant`,
  },
  resources: [
    {
      path: 'integrations/ses/identities/*.json',
      list: listed('ListIdentities', 'Identities', { wrapAs: 'IdentityName' }),
      name: 'IdentityName',
      details: {
        '': {
          operation: 'GetEmailIdentity',
          input: ({ IdentityName }) => ({ EmailIdentity: IdentityName }),
          absent: GONE,
        },
        notifications: {
          api: ses,
          operation: 'GetIdentityNotificationAttributes',
          input: (identity) => ({ Identities: [textAt('IdentityName', identity)] }),
          select: 'NotificationAttributes',
        },
      },
      json: ['Policies.*'],
      drop: [
        // When and how its records were looked up last; whether they are good stays.
        'VerificationInfo',
        // Keys rotate on their own, and follow `NextSigningKeyLength`.
        'DkimAttributes.LastKeyGenerationTimestamp',
        'DkimAttributes.CurrentSigningKeyLength',
      ],
      lists: { 'DkimAttributes.Tokens': '' },
    },
    {
      path: 'integrations/ses/configuration-sets/*.json',
      list: listed('ListConfigurationSets', 'ConfigurationSets'),
      name: 'Name',
      details: {
        '': {
          operation: 'GetConfigurationSet',
          input: ({ Name }) => ({ ConfigurationSetName: Name }),
          absent: GONE,
        },
        eventDestinations: {
          operation: 'GetConfigurationSetEventDestinations',
          input: ({ Name }) => ({ ConfigurationSetName: Name }),
          select: 'EventDestinations',
          absent: GONE,
        },
      },
      drop: ['ConfigurationSetName', 'ReputationOptions.LastFreshStart'],
      lists: {
        eventDestinations: { by: 'Name', noun: 'event destination' },
        'eventDestinations.MatchingEventTypes': '',
        'eventDestinations.CloudWatchDestination.DimensionConfigurations': 'DimensionName',
        'SuppressionOptions.SuppressedReasons': '',
      },
    },
    {
      path: 'integrations/ses/templates/*.json',
      list: listed('ListTemplates', 'TemplatesMetadata', { input: () => ({ MaxItems: 100 }) }),
      name: 'Name',
      keep: ['Name'],
      details: {
        '': {
          api: ses,
          operation: 'GetTemplate',
          input: ({ Name }) => ({ TemplateName: Name }),
          select: 'Template',
          absent: ['TemplateDoesNotExistException'],
        },
        tags: {
          operation: 'GetEmailTemplate',
          input: ({ Name }) => ({ TemplateName: Name }),
          select: 'Tags',
          absent: GONE,
        },
      },
      drop: ['TemplateName'],
    },
    {
      path: 'integrations/ses/custom-verification-templates/*.json',
      list: paged('ListCustomVerificationEmailTemplates', 'CustomVerificationEmailTemplates'),
      name: 'TemplateName',
      details: { '': byName('GetCustomVerificationEmailTemplate', 'TemplateName') },
    },
    {
      path: 'integrations/ses/receipt-rule-sets/*.json',
      list: listed('ListReceiptRuleSets', 'RuleSets'),
      name: 'Name',
      keep: ['Name'],
      details: {
        // Rules and actions stay in their order: one may stop those after it.
        '': {
          api: ses,
          operation: 'DescribeReceiptRuleSet',
          input: ({ Name }) => ({ RuleSetName: Name }),
          absent: ['RuleSetDoesNotExistException'],
        },
      },
      drop: ['Metadata'],
      secret: ['Rules.Actions.AddHeaderAction.HeaderValue'],
      lists: {
        Rules: { by: 'Name', noun: 'rule', ordered: true },
        'Rules.Actions': ORDERED,
        'Rules.Recipients': '',
      },
    },
    {
      path: 'integrations/ses/active-receipt-rule-set.json',
      list: { api: ses, operation: 'DescribeActiveReceiptRuleSet', select: 'Metadata', mayOmit: true },
      drop: ['CreatedTimestamp'],
    },
    {
      path: 'integrations/ses/receipt-filters/*.json',
      list: { api: ses, operation: 'ListReceiptFilters', select: 'Filters' },
      name: 'Name',
    },
    {
      path: 'integrations/ses/dedicated-ip-pools/*.json',
      list: paged('ListDedicatedIpPools', 'DedicatedIpPools', { wrapAs: 'PoolName' }),
      name: 'PoolName',
      details: {
        '': byName('GetDedicatedIpPool', 'PoolName', { select: 'DedicatedIpPool' }),
        ips: {
          ...byName('GetDedicatedIps', 'PoolName'),
          ...paged('GetDedicatedIps', 'DedicatedIps'),
          // AWS chooses those of other pools, and changes them.
          onlyIf: ({ ScalingMode }) => ScalingMode !== 'MANAGED',
        },
      },
      drop: ['ips.WarmupStatus', 'ips.WarmupPercentage', 'ips.PoolName'],
      lists: { ips: { by: 'Ip', noun: 'IP' } },
    },
    {
      path: 'integrations/ses/contact-lists/*.json',
      list: paged('ListContactLists', 'ContactLists'),
      name: 'ContactListName',
      keep: ['ContactListName'],
      details: { '': byName('GetContactList', 'ContactListName') },
      drop: ['CreatedTimestamp', 'LastUpdatedTimestamp'],
      lists: { Topics: { by: 'TopicName', noun: 'topic' } },
    },
    {
      path: 'integrations/ses/multi-region-endpoints/*.json',
      list: paged('ListMultiRegionEndpoints', 'MultiRegionEndpoints', { mayOmit: true }),
      name: 'EndpointName',
      drop: ['Status', 'CreatedTimestamp', 'LastUpdatedTimestamp'],
      lists: { Regions: '' },
    },
    {
      path: 'integrations/ses/tenants/*.json',
      list: paged('ListTenants', 'Tenants', { mayOmit: true }),
      name: 'TenantName',
      keep: ['TenantName'],
      details: {
        '': byName('GetTenant', 'TenantName', { select: 'Tenant' }),
        resources: {
          ...byName('ListTenantResources', 'TenantName'),
          ...paged('ListTenantResources', 'TenantResources', { mayOmit: true }),
        },
      },
      drop: ['CreatedTimestamp'],
      lists: {
        resources: { by: 'ResourceType ResourceArn', noun: 'resource' },
        'SuppressionAttributes.SuppressedReasons': '',
      },
    },
    {
      path: 'integrations/ses/account.json',
      list: { operation: 'GetAccount' },
      drop: ['SendQuota.SentLast24Hours'],
      secretMembers: { Details: personal },
      lists: {
        'SuppressionAttributes.SuppressedReasons': '',
        ...unsorted({ 'Details.AdditionalContactEmailAddresses': '' }),
      },
    },
  ],
}
