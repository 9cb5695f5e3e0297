import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import type { Api, Call, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const ses: Api = {
  id: 'ses',
  sdkId: 'SES',
  load: () => import('@aws-sdk/client-ses'),
  client: 'SESClient',
  // Many calls say "no more than once per second" in their documentation.
  rates: { '*': { perSecond: 1, burst: 5 } },
}

const sesv2: Api = {
  id: 'ses',
  sdkId: 'SESv2',
  load: () => import('@aws-sdk/client-sesv2'),
  client: 'SESv2Client',
  rates: { '*': { perSecond: 1, burst: 10 } },
}

const GONE = ['NotFoundException']

/** A call of version 2 on the thing of this name. */
const byName = (operation: string, member: string, more: Partial<Call> = {}): Call => ({
  operation,
  input: (item) => ({ [member]: item[member] }),
  absent: GONE,
  ...more,
})

/** Identities, templates and rules are read; contacts and suppressed addresses are people's and never are. */
export const SES: Service = {
  name: 'ses',
  api: sesv2,
  scope: 'regional',
  prefixes: ['integrations/ses/'],
  resources: [
    {
      path: 'integrations/ses/identities/*.json',
      // Version 1, for other servers know that of version 2 by its former address only.
      list: paged('ListIdentities', 'Identities', { api: ses, as: 'IdentityName' }),
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
      drop: [
        'VerificationInfo',
        'DkimAttributes.LastKeyGenerationTimestamp',
        // What it is set to is the next one.
        'DkimAttributes.CurrentSigningKeyLength',
      ],
      json: ['Policies.*'],
    },
    {
      path: 'integrations/ses/configuration-sets/*.json',
      list: paged('ListConfigurationSets', 'ConfigurationSets', { api: ses }),
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
      drop: ['ReputationOptions.LastFreshStart'],
      unordered: {
        eventDestinations: 'Name',
        'eventDestinations.MatchingEventTypes': '',
        'SuppressionOptions.SuppressedReasons': '',
      },
    },
    {
      path: 'integrations/ses/templates/*.json',
      list: paged('ListTemplates', 'TemplatesMetadata', {
        api: ses,
        input: () => ({ MaxItems: 100 }),
      }),
      keep: ['Name'],
      name: 'Name',
      details: {
        '': {
          api: ses,
          operation: 'GetTemplate',
          input: ({ Name }) => ({ TemplateName: Name }),
          select: 'Template',
          absent: ['TemplateDoesNotExist', 'TemplateDoesNotExistException'],
        },
      },
    },
    {
      path: 'integrations/ses/custom-verification-templates/*.json',
      list: paged('ListCustomVerificationEmailTemplates', 'CustomVerificationEmailTemplates'),
      name: 'TemplateName',
      details: { '': byName('GetCustomVerificationEmailTemplate', 'TemplateName') },
      secretUrl: ['SuccessRedirectionURL', 'FailureRedirectionURL'],
    },
    {
      path: 'integrations/ses/receipt-rule-sets/*.json',
      list: paged('ListReceiptRuleSets', 'RuleSets', { api: ses }),
      name: 'Name',
      keep: ['Name'],
      details: {
        // Rules stay in their order: the first that matches may stop the rest.
        rules: {
          api: ses,
          operation: 'DescribeReceiptRuleSet',
          input: ({ Name }) => ({ RuleSetName: Name }),
          select: 'Rules',
          absent: ['RuleSetDoesNotExist', 'RuleSetDoesNotExistException'],
        },
      },
      unordered: { 'rules.Recipients': '' },
    },
    {
      path: 'integrations/ses/active-receipt-rule-set.json',
      list: { api: ses, operation: 'DescribeActiveReceiptRuleSet', select: 'Metadata' },
      drop: ['CreatedTimestamp'],
    },
    {
      path: 'integrations/ses/receipt-filters/*.json',
      list: { api: ses, operation: 'ListReceiptFilters', select: 'Filters' },
      name: 'Name',
    },
    {
      path: 'integrations/ses/dedicated-ip-pools/*.json',
      list: paged('ListDedicatedIpPools', 'DedicatedIpPools', { as: 'PoolName' }),
      name: 'PoolName',
      details: { '': byName('GetDedicatedIpPool', 'PoolName', { select: 'DedicatedIpPool' }) },
    },
    {
      path: 'integrations/ses/contact-lists/*.json',
      list: paged('ListContactLists', 'ContactLists'),
      name: 'ContactListName',
      keep: ['ContactListName'],
      details: { '': byName('GetContactList', 'ContactListName') },
      drop: ['CreatedTimestamp', 'LastUpdatedTimestamp'],
      unordered: { Topics: 'TopicName' },
    },
    {
      path: 'integrations/ses/account.json',
      list: { operation: 'GetAccount' },
      drop: ['SendQuota.SentLast24Hours', 'EnforcementStatus'],
      // Who to ask about the account, and what was said to support.
      secretMembers: { Details: personal },
    },
  ],
}

function personal(details: JsonObject): string[] {
  return Object.keys(details).filter((name) => name !== 'MailType' && name !== 'ContactLanguage')
}
