import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import { lastOfArn } from '../arn.ts'
import type { Api, Details, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

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

const isConfirmed = (subscription: JsonObject) => textAt('SubscriptionArn', subscription).startsWith('arn:')

const ofSubscription: Details = {
  '': {
    operation: 'GetSubscriptionAttributes',
    input: ({ SubscriptionArn }) => ({ SubscriptionArn }),
    select: 'Attributes',
    // One that nobody has confirmed has no ARN to ask for.
    when: isConfirmed,
    absent: GONE,
  },
}

const account = (arn: string) => arn.split(':')[4]

export const SNS: Service = {
  name: 'sns',
  api: sns,
  scope: 'regional',
  prefixes: ['integrations/sns/'],
  resources: [
    {
      path: 'integrations/sns/topics/*.json',
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
          details: ofSubscription,
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
      unordered: { subscriptions: 'Protocol Endpoint SubscriptionArn' },
    },
    {
      // To the topics of other accounts; their owners list them, not this account.
      path: 'integrations/sns/subscriptions-elsewhere/*.json',
      list: paged('ListSubscriptions', 'Subscriptions'),
      where: (item) => isConfirmed(item) && account(textAt('TopicArn', item)) !== textAt('Owner', item),
      name: lastOfArn('TopicArn'),
      id: lastOfArn('SubscriptionArn'),
      details: ofSubscription,
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
