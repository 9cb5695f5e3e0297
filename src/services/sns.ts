import type { Addresses } from './declaration/addresses.ts'
import type { JsonObject } from '../model/canonical-json.ts'
import { textAt } from '../model/json-place.ts'
import { lastOfArn } from './declaration/arn.ts'
import type { Api } from './declaration/api.ts'
import type { Details, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'

const sns: Api = {
  id: 'sns',
  sdkId: 'SNS',
  load: () => import('@aws-sdk/client-sns'),
  client: 'SNSClient',
  // The lists: docs.aws.amazon.com/general/latest/gr/sns.html; what others allow is not published.
  rates: {
    ListTopics: { perSecond: 30, burst: 30 },
    ListSubscriptions: { perSecond: 30, burst: 30 },
    ListSubscriptionsByTopic: { perSecond: 30, burst: 30 },
    GetTopicAttributes: { perSecond: 30, burst: 30 },
    GetSubscriptionAttributes: { perSecond: 30, burst: 30 },
    '*': { perSecond: 10, burst: 20 },
  },
}

const GONE = ['NotFoundException', 'ResourceNotFoundException']
const byTopic = ({ TopicArn }: JsonObject): JsonObject => ({ TopicArn })

const account = (arn: string) => arn.split(':')[4]
const isConfirmed = (subscription: JsonObject) => textAt('SubscriptionArn', subscription).startsWith('arn:')
/** The list has the owner of each. */
const isElsewhere = ({ TopicArn, Owner }: JsonObject) =>
  typeof TopicArn === 'string' && typeof Owner === 'string' && account(TopicArn) !== Owner

/** One that nobody has confirmed has no ARN to ask for. */
const ofSubscription = (isAskable: (subscription: JsonObject) => boolean): Details => ({
  '': {
    operation: 'GetSubscriptionAttributes',
    input: ({ SubscriptionArn }) => ({ SubscriptionArn }),
    select: 'Attributes',
    onlyIf: isAskable,
    absent: GONE,
  },
})

const SUBSCRIPTIONS: Addresses = {
  kind: 'sns-subscription',
  url: ({ Protocol, Endpoint }) => (Protocol === 'https' || Protocol === 'http' ? Endpoint : undefined),
}

/** The declaration of SNS. */
export const SNS: Service = {
  name: 'sns',
  label: 'SNS',
  api: sns,
  scope: 'regional',
  prefixes: ['integrations/sns/'],
  types: { sns: ' app topic' },
  resources: [
    {
      path: 'integrations/sns/topics/*.json',
      addresses: SUBSCRIPTIONS,
      list: paged('ListTopics', 'Topics'),
      name: lastOfArn('TopicArn'),
      details: {
        '': {
          operation: 'GetTopicAttributes',
          input: byTopic,
          select: 'Attributes',
          absent: GONE,
        },
        tags: {
          operation: 'ListTagsForResource',
          input: ({ TopicArn }) => ({ ResourceArn: TopicArn }),
          select: 'Tags',
          absent: GONE,
        },
        subscriptions: paged('ListSubscriptionsByTopic', 'Subscriptions', {
          input: byTopic,
          absent: GONE,
          // "Not authorized to access this subscription" is said to the owner of the topic of what another account has
          // subscribed: github.com/ansible-collections/community.aws #1418.
          details: ofSubscription((one) => isConfirmed(one) && !isElsewhere(one)),
        }),
      },
      drop: [
        'BeginningArchiveTime',
        'SubscriptionsConfirmed',
        'SubscriptionsDeleted',
        'SubscriptionsPending',
        '**.EffectiveDeliveryPolicy',
      ],
      json: [
        'ArchivePolicy',
        'DeliveryPolicy',
        'Policy',
        'subscriptions.DeliveryPolicy',
        'subscriptions.FilterPolicy',
        'subscriptions.RedrivePolicy',
        'subscriptions.ReplayPolicy',
      ],
      secretUrl: ['subscriptions.Endpoint'],
      lists: { subscriptions: { by: 'Protocol Endpoint SubscriptionArn', noun: 'subscription' } },
    },
    {
      // To the topics of other accounts; their owners list them, not this account.
      path: 'integrations/sns/subscriptions-elsewhere/*.json',
      addresses: SUBSCRIPTIONS,
      list: paged('ListSubscriptions', 'Subscriptions'),
      filter: (item) => isConfirmed(item) && isElsewhere(item),
      name: lastOfArn('TopicArn'),
      id: lastOfArn('SubscriptionArn'),
      details: ofSubscription(isConfirmed),
      drop: ['EffectiveDeliveryPolicy'],
      json: ['DeliveryPolicy', 'FilterPolicy', 'RedrivePolicy', 'ReplayPolicy'],
      secretUrl: ['Endpoint'],
    },
    {
      path: 'integrations/sns/platform-applications/*.json',
      list: paged('ListPlatformApplications', 'PlatformApplications'),
      // As `GCM/shop`.
      name: (item) => textAt('PlatformApplicationArn', item).split(':app/').at(-1) ?? '',
      secret: ['Attributes.PlatformCredential', 'Attributes.PlatformPrincipal'],
    },
  ],
}
