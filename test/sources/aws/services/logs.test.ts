import { expect, test } from 'vitest'
import { LOGS } from '../../../../src/services/logs.ts'
import { captureAnswered, refusing } from '../capture-answered.ts'
import { documentsOf } from './documents-of.ts'

const arn = 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x'

test('the tags of a log group are asked for by the ARN that does not mean its streams', async () => {
  const documents = await documentsOf(LOGS, 'integrations/logs/groups/*.json', {
    DescribeLogGroups: {
      logGroups: [{ logGroupName: '/aws/lambda/x', arn: `${arn}:*`, storedBytes: 7, retentionInDays: 30 }],
    },
    DescribeSubscriptionFilters: { subscriptionFilters: [] },
    ListTagsForResource: ({ resourceArn }) => ({ tags: resourceArn === arn ? { team: 'shop' } : {} }),
  })
  expect(documents).toEqual({
    'integrations/logs/groups/aws/lambda/x.json': {
      logGroupName: '/aws/lambda/x',
      retentionInDays: 30,
      tags: { team: 'shop' },
    },
  })
})

test('groups of the classes that have no subscription filters are not asked for them', async () => {
  const asked: unknown[] = []
  const { documents, problems } = await captureAnswered(LOGS, {
    DescribeLogGroups: {
      logGroups: [
        { logGroupName: 'old' },
        { logGroupName: 'standard', logGroupClass: 'STANDARD' },
        { logGroupName: 'rare', logGroupClass: 'INFREQUENT_ACCESS' },
        { logGroupName: 'bytes', logGroupClass: 'DELIVERY' },
      ],
    },
    DescribeSubscriptionFilters({ logGroupName }) {
      asked.push(logGroupName)
      if (logGroupName === 'rare' || logGroupName === 'bytes')
        refusing('ValidationException', 'This operation is only supported on the Standard log class.')()
      return { subscriptionFilters: [{ filterName: 'all' }] }
    },
  })
  expect([problems, asked]).toEqual([[], ['old', 'standard']])
  expect(documents.get('integrations/logs/groups/rare.json')).toEqual({
    logGroupName: 'rare',
    logGroupClass: 'INFREQUENT_ACCESS',
  })
})
