import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import { lastOfArn } from '../arn.ts'
import type { Api, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const sns: Api = {
  id: 'sns',
  sdkId: 'SNS',
  load: () => import('@aws-sdk/client-sns'),
  client: 'SNSClient',
  // docs.aws.amazon.com/general/latest/gr/sns.html: 30 a second for most.
  rates: { '*': { perSecond: 20, burst: 20 }, ListTagsForResource: { perSecond: 8, burst: 8 } },
}

const GONE = ['NotFoundException', 'NotFound', 'ResourceNotFoundException']
const byArn = ({ TopicArn }: JsonObject): JsonObject => ({ TopicArn })

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
        '': { operation: 'GetTopicAttributes', input: byArn, select: 'Attributes', absent: GONE },
        tags: {
          operation: 'ListTagsForResource',
          input: ({ TopicArn }) => ({ ResourceArn: TopicArn }),
          select: 'Tags',
          absent: GONE,
        },
        subscriptions: paged('ListSubscriptionsByTopic', 'Subscriptions', {
          input: byArn,
          absent: GONE,
          details: {
            attributes: {
              operation: 'GetSubscriptionAttributes',
              input: ({ SubscriptionArn }) => ({ SubscriptionArn }),
              select: 'Attributes',
              // One that nobody has confirmed yet has no ARN.
              when: (subscription) => textAt('SubscriptionArn', subscription).startsWith('arn:'),
              absent: GONE,
            },
          },
        }),
      },
      drop: [
        'SubscriptionsConfirmed',
        'SubscriptionsPending',
        'SubscriptionsDeleted',
        'subscriptions.attributes.Endpoint',
        'subscriptions.attributes.SubscriptionArn',
        'subscriptions.attributes.TopicArn',
        'subscriptions.attributes.Protocol',
        'subscriptions.attributes.Owner',
      ],
      json: [
        'Policy',
        'DeliveryPolicy',
        'EffectiveDeliveryPolicy',
        'ArchivePolicy',
        'subscriptions.attributes.FilterPolicy',
        'subscriptions.attributes.RedrivePolicy',
        'subscriptions.attributes.DeliveryPolicy',
        'subscriptions.attributes.EffectiveDeliveryPolicy',
        'subscriptions.attributes.ReplayPolicy',
      ],
      secretUrl: ['subscriptions.Endpoint'],
      unordered: { subscriptions: 'Protocol Endpoint SubscriptionArn' },
    },
    {
      path: 'integrations/sns/platform-applications/*.json',
      list: paged('ListPlatformApplications', 'PlatformApplications'),
      name: lastOfArn('PlatformApplicationArn'),
      id: 'PlatformApplicationArn',
      secret: ['Attributes.PlatformCredential', 'Attributes.PlatformPrincipal'],
    },
  ],
}
