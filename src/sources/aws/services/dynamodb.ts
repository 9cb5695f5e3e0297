import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import { tableItem } from '../../dynamodb/table-item.ts'
import type { Api, Call, Service } from '../declaration.ts'
import type { Found } from '../found.ts'
import { paged } from '../paged-call.ts'

const dynamodb: Api = {
  id: 'dynamodb',
  sdkId: 'DynamoDB',
  load: () => import('@aws-sdk/client-dynamodb'),
  client: 'DynamoDBClient',
  rates: { '*': { perSecond: 10, burst: 20 } },
}

const autoscaling: Api = {
  id: 'application-autoscaling',
  sdkId: 'Application Auto Scaling',
  load: () => import('@aws-sdk/client-application-auto-scaling'),
  client: 'ApplicationAutoScalingClient',
  rates: { '*': { perSecond: 10, burst: 10 } },
}

const GONE = ['ResourceNotFoundException', 'TableNotFoundException']
const byName = ({ TableName }: JsonObject): JsonObject => ({ TableName })
const byArn = ({ TableArn }: JsonObject): JsonObject => ({ ResourceArn: TableArn })

/** How a table and its indexes scale by themselves: what is set for ids that begin as theirs. */
const scaling = (operation: string, select: string, input: JsonObject = {}): Call =>
  paged(operation, select, {
    api: autoscaling,
    input: (table) => ({ ServiceNamespace: 'dynamodb', ...input, ...scalableId(table, operation) }),
    when: ({ BillingModeSummary }) =>
      (BillingModeSummary as JsonObject | undefined)?.['BillingMode'] !== 'PAY_PER_REQUEST',
  })

/** Targets are asked for by a list of ids, the others by one; indexes of a table have ids of their own. */
function scalableId(table: JsonObject, operation: string): JsonObject {
  const id = `table/${textAt('TableName', table)}`
  if (operation !== 'DescribeScalableTargets') return { ResourceId: id }
  const indexes = (table['GlobalSecondaryIndexes'] ?? []) as readonly JsonObject[]
  return { ResourceIds: [id, ...indexes.map((index) => `${id}/index/${textAt('IndexName', index)}`)] }
}

/** The items of a table, in the order of their keys. */
async function contents({ item, name, region, sink, tableData }: Found): Promise<void> {
  const path = `databases/table-exports/${name}.jsonl`
  const reason = tableData.leftOut(textAt('TableName', item))
  if (reason === undefined) await sink.content(tableItem(item, region, path, tableData.readUnitsPerSecond))
  else sink.notCovered({ path, reason })
}

export const DYNAMODB: Service = {
  name: 'dynamodb',
  api: dynamodb,
  scope: 'regional',
  prefixes: ['databases/dynamodb-schemas/', 'databases/table-exports/'],
  resources: [
    {
      path: 'databases/dynamodb-schemas/*.json',
      list: {
        operation: 'ListTables',
        select: 'TableNames',
        next: { ExclusiveStartTableName: 'LastEvaluatedTableName' },
        as: 'TableName',
      },
      name: 'TableName',
      details: {
        '': { operation: 'DescribeTable', input: byName, select: 'Table', absent: GONE },
        timeToLive: {
          operation: 'DescribeTimeToLive',
          input: byName,
          select: 'TimeToLiveDescription',
          absent: GONE,
        },
        backups: {
          operation: 'DescribeContinuousBackups',
          input: byName,
          select: 'ContinuousBackupsDescription',
          absent: GONE,
        },
        tags: paged('ListTagsOfResource', 'Tags', { input: byArn, absent: GONE }),
        policy: {
          operation: 'GetResourcePolicy',
          input: byArn,
          select: 'Policy',
          absent: ['PolicyNotFoundException', ...GONE],
        },
        kinesis: {
          operation: 'DescribeKinesisStreamingDestination',
          input: byName,
          select: 'KinesisDataStreamDestinations',
          absent: GONE,
        },
        contributorInsights: {
          operation: 'DescribeContributorInsights',
          input: byName,
          absent: GONE,
        },
        scalableTargets: scaling('DescribeScalableTargets', 'ScalableTargets'),
        scalingPolicies: scaling('DescribeScalingPolicies', 'ScalingPolicies'),
        scheduledActions: scaling('DescribeScheduledActions', 'ScheduledActions'),
      },
      drop: [
        'ItemCount',
        'TableSizeBytes',
        'TableStatus',
        'CreationDateTime',
        'LatestStreamLabel',
        'LatestStreamArn',
        '**.IndexStatus',
        '**.IndexSizeBytes',
        '**.ItemCount',
        '**.Backfilling',
        '**.LastIncreaseDateTime',
        '**.LastDecreaseDateTime',
        '**.NumberOfDecreasesToday',
        '**.LastUpdateToPayPerRequestDateTime',
        '**.WarmThroughput',
        'Replicas.ReplicaStatus',
        'Replicas.ReplicaStatusDescription',
        'Replicas.ReplicaStatusPercentProgress',
        'Replicas.ReplicaInaccessibleDateTime',
        'SSEDescription.InaccessibleEncryptionDateTime',
        'RestoreSummary',
        'TableClassSummary.LastUpdateDateTime',
        '**.EarliestRestorableDateTime',
        '**.LatestRestorableDateTime',
        'kinesis.DestinationStatusDescription',
        'contributorInsights.LastUpdateDateTime',
        'contributorInsights.ContributorInsightsRuleList',
        'scalableTargets.CreationTime',
        'scalableTargets.PredictedCapacity',
        'scalingPolicies.CreationTime',
        'scalingPolicies.Alarms',
        'scheduledActions.CreationTime',
      ],
      // It moves between the limits that are set.
      dropMembers: ({ scalableTargets }) => (scalableTargets === undefined ? [] : ['ProvisionedThroughput']),
      json: ['policy'],
      unordered: {
        AttributeDefinitions: 'AttributeName',
        GlobalSecondaryIndexes: 'IndexName',
        LocalSecondaryIndexes: 'IndexName',
        Replicas: 'RegionName',
        '**.NonKeyAttributes': '',
        kinesis: 'StreamArn',
        scalableTargets: 'ResourceId ScalableDimension',
        scalingPolicies: 'PolicyName ScalableDimension',
        scheduledActions: 'ScheduledActionName',
      },
      content: contents,
      contentCalls: [{ operation: 'Scan' }],
    },
  ],
}
