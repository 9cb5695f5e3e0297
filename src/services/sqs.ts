import type { JsonObject } from '../model/canonical-json.ts'
import { lastOfArn } from './declaration/arn.ts'
import type { Api } from './declaration/api.ts'
import type { Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'

const sqs: Api = {
  id: 'sqs',
  sdkId: 'SQS',
  load: () => import('@aws-sdk/client-sqs'),
  client: 'SQSClient',
  // Not published.
  rates: { '*': { perSecond: 20, burst: 20 } },
}

const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']
const byUrl = ({ QueueUrl }: JsonObject): JsonObject => ({ QueueUrl })

/** The declaration of SQS. */
export const SQS: Service = {
  name: 'sqs',
  label: 'SQS',
  api: sqs,
  scope: 'regional',
  prefixes: ['integrations/sqs/'],
  types: { sqs: ' queue' },
  resources: [
    {
      path: 'integrations/sqs/queues/*.json',
      // Pages have a token only when their size is asked for.
      list: paged('ListQueues', 'QueueUrls', {
        input: () => ({ MaxResults: 1000 }),
        wrapAs: 'QueueUrl',
        mayOmit: true,
      }),
      name: lastOfArn('QueueUrl'),
      details: {
        '': {
          operation: 'GetQueueAttributes',
          input: ({ QueueUrl }) => ({ QueueUrl, AttributeNames: ['All'] }),
          select: 'Attributes',
          absent: GONE,
        },
        tags: { operation: 'ListQueueTags', input: byUrl, select: 'Tags', absent: GONE, mayOmit: true },
      },
      drop: [
        // The address is that of the endpoint; the ARN says which queue it is.
        'QueueUrl',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
        'CreatedTimestamp',
        'LastModifiedTimestamp',
      ],
      json: ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy'],
      lists: { 'RedriveAllowPolicy.sourceQueueArns': '' },
    },
  ],
}
