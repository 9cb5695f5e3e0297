import { expect, test } from 'vitest'
import { LOGS } from '../../../../src/sources/aws/services/logs.ts'
import { documentsOf } from './documents-of.ts'

const arn = 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x'

test('the tags of a log group are asked for by the ARN that does not mean its streams', async () => {
  const documents = await documentsOf(LOGS, 'integrations/logs/groups/*.json', {
    DescribeLogGroups: {
      logGroups: [{ logGroupName: '/aws/lambda/x', arn: `${arn}:*`, storedBytes: 7, retentionInDays: 30 }],
    },
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
