import { expect, test } from 'vitest'
import { SNS } from '../../../../src/services/sns.ts'
import { captureAnswered, refusing } from '../capture-answered.ts'
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

test("what another account has subscribed to a topic is listed, and its settings are that account's", async () => {
  const own = { TopicArn: topic, SubscriptionArn: `${topic}:1`, Owner: '123456789012', Protocol: 'sqs' }
  const foreign = {
    TopicArn: topic,
    SubscriptionArn: `${topic}:2`,
    Owner: '210987654321',
    Protocol: 'lambda',
  }
  const elsewhere = 'arn:aws:sns:us-east-1:248400274283:aws-managed-waf-rule-notifications'
  const mail = {
    TopicArn: elsewhere,
    SubscriptionArn: `${elsewhere}:3`,
    Owner: '123456789012',
    Protocol: 'email',
  }
  const { documents, gaps, problems } = await captureAnswered(SNS, {
    ListTopics: { Topics: [{ TopicArn: topic }] },
    GetTopicAttributes: { Attributes: { TopicArn: topic } },
    ListSubscriptionsByTopic: { Subscriptions: [foreign, own] },
    ListSubscriptions: { Subscriptions: [own, mail] },
    GetSubscriptionAttributes: ({ SubscriptionArn }) =>
      SubscriptionArn === own.SubscriptionArn
        ? { Attributes: { RawMessageDelivery: 'true' } }
        : refusing('AuthorizationErrorException', 'Not authorized to access this subscription', 403)(),
  })
  expect(problems).toEqual([])
  expect(documents.get('integrations/sns/topics/orders.json')?.['subscriptions']).toEqual([
    foreign,
    { ...own, RawMessageDelivery: 'true' },
  ])
  expect(
    documents.get('integrations/sns/subscriptions-elsewhere/aws-managed-waf-rule-notifications.json'),
  ).toEqual(mail)
  expect(gaps.map(({ path }) => path)).toEqual(['integrations/sns/subscriptions-elsewhere/*.json#/'])
})

test('a region without mobile push has no applications, and says so', async () => {
  const { gaps, problems } = await captureAnswered(SNS, {
    ListPlatformApplications: refusing(
      'InvalidAction',
      'Operation (ListPlatformApplications) is not supported in this region',
    ),
  })
  expect([problems, gaps.map(({ path }) => path)]).toEqual([[], ['integrations/sns/platform-applications/']])
})
