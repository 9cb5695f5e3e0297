import { expect, test } from 'vitest'
import { SNS } from '../../../../src/sources/aws/services/sns.ts'
import { documentsOf } from './documents-of.ts'

const topic = 'arn:aws:sns:us-east-1:123456789012:orders'

test('a subscription that nobody has confirmed is kept, and not asked for', async () => {
  const pending = { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'ops@example.com' }
  const confirmed = { SubscriptionArn: `${topic}:1`, Protocol: 'https', Endpoint: 'https://h.example/in/X1' }
  const documents = await documentsOf(SNS, 'integrations/sns/topics/*.json', {
    ListTopics: { Topics: [{ TopicArn: topic }] },
    GetTopicAttributes: { Attributes: { TopicArn: topic } },
    ListSubscriptionsByTopic: { Subscriptions: [confirmed, pending] },
    GetSubscriptionAttributes: ({ SubscriptionArn }) => ({
      Attributes: { SubscriptionArn, FilterPolicy: '{"kind":["order"]}' },
    }),
  })
  expect(documents['integrations/sns/topics/orders.json']?.['subscriptions']).toEqual([
    pending,
    {
      ...confirmed,
      Endpoint: { $secret: 'Endpoint:23', url: 'https://h.example/in/…' },
      FilterPolicy: { kind: ['order'] },
    },
  ])
})

test("only subscriptions to other accounts' topics stand beside the topics", async () => {
  const at = (account: string, id: string) => {
    const TopicArn = `arn:aws:sns:us-east-1:${account}:prices`
    return { TopicArn, SubscriptionArn: `${TopicArn}:${id}`, Owner: '123456789012', Protocol: 'sqs' }
  }
  const documents = await documentsOf(SNS, 'integrations/sns/subscriptions-elsewhere/*.json', {
    ListSubscriptions: {
      Subscriptions: [
        at('123456789012', '1'),
        at('278350005181', '2'),
        at('278350005181', '3'),
        { TopicArn: topic, SubscriptionArn: 'PendingConfirmation', Owner: '', Protocol: 'email' },
      ],
    },
  })
  expect(Object.keys(documents)).toEqual([
    'integrations/sns/subscriptions-elsewhere/prices.json',
    'integrations/sns/subscriptions-elsewhere/prices--3.json',
  ])
})
