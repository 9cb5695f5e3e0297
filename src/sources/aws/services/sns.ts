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

/** docs.aws.amazon.com/sns/latest/dg/sns-mobile-push-supported-regions.html; the call is refused elsewhere. */
const MOBILE_PUSH_REGIONS = [
  'af-south-1',
  'ap-east-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'me-central-1',
  'me-south-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
]

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
      onlyIn: MOBILE_PUSH_REGIONS,
      list: paged('ListPlatformApplications', 'PlatformApplications'),
      // As `GCM/shop`.
      name: (item) => textAt('PlatformApplicationArn', item).split(':app/').at(-1) ?? '',
      secret: ['Attributes.PlatformCredential', 'Attributes.PlatformPrincipal'],
    },
  ],
}
