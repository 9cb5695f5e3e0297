import type { JsonObject } from '../model/canonical-json.ts'
import { objectsAt, textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { unsorted } from './declaration/lists.ts'

const dynamodb: Api = {
  id: 'dynamodb',
  sdkId: 'DynamoDB',
  load: () => import('@aws-sdk/client-dynamodb'),
  client: 'DynamoDBClient',
  // docs.aws.amazon.com/amazondynamodb/latest/APIReference: the pages of these calls
  rates: {
    DescribeContinuousBackups: { perSecond: 10, burst: 10 },
    DescribeTableReplicaAutoScaling: { perSecond: 10, burst: 10 },
    ListTagsOfResource: { perSecond: 10, burst: 10 },
    '*': { perSecond: 20, burst: 20 },
  },
}

const autoscaling: Api = {
  id: 'application-autoscaling',
  sdkId: 'Application Auto Scaling',
  load: () => import('@aws-sdk/client-application-auto-scaling'),
  client: 'ApplicationAutoScalingClient',
}

const GONE = ['ResourceNotFoundException']
const byName = ({ TableName }: JsonObject): JsonObject => ({ TableName })

const policyOf = (arn: string): Call => ({
  operation: 'GetResourcePolicy',
  input: (table) => ({ ResourceArn: textAt(arn, table) }),
  select: 'Policy',
  absent: ['PolicyNotFoundException', ...GONE],
  onlyIf: (table) => textAt(arn, table) !== '',
})

/** What is set for all tables of the account and their indexes; one call returns it for all. */
const scalingOf = (operation: string, select: string) =>
  paged(operation, select, {
    api: autoscaling,
    input: () => ({ ServiceNamespace: 'dynamodb' }),
    belongsTo: ({ ResourceId }, table) => {
      const [kind, name] = textAt('ResourceId', { ResourceId }).split('/')
      return kind === 'table' && name === table['TableName']
    },
  })

/** Says whether autoscaling sets a number of units: of the table, or of an index. */
function isScaled(table: JsonObject, units: string, index?: JsonObject): boolean {
  const id = `table/${textAt('TableName', table)}`
  const [resource, kind] =
    index === undefined ? [id, 'table'] : [`${id}/index/${textAt('IndexName', index)}`, 'index']
  return objectsAt('scalableTargets', table).some(
    ({ ResourceId, ScalableDimension }) =>
      ResourceId === resource && ScalableDimension === `dynamodb:${kind}:${units}`,
  )
}

/** Says whether a schedule sets the bounds of a target. */
function isScheduled({ ResourceId, ScalableDimension }: JsonObject, table: JsonObject): boolean {
  return objectsAt('scheduledActions', table).some(
    (action) => action['ResourceId'] === ResourceId && action['ScalableDimension'] === ScalableDimension,
  )
}

const tables: Resource = {
  path: 'databases/dynamodb-schemas/*.json',
  kind: 'schemas',
  noun: { one: 'table', many: 'tables' },
  list: {
    operation: 'ListTables',
    select: 'TableNames',
    next: { ExclusiveStartTableName: 'LastEvaluatedTableName' },
    wrapAs: 'TableName',
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
    continuousBackups: {
      operation: 'DescribeContinuousBackups',
      input: byName,
      select: 'ContinuousBackupsDescription',
      absent: ['TableNotFoundException'],
    },
    tags: paged('ListTagsOfResource', 'Tags', {
      input: ({ TableArn }) => ({ ResourceArn: TableArn }),
      absent: GONE,
    }),
    policy: policyOf('TableArn'),
    streamPolicy: policyOf('LatestStreamArn'),
    kinesisDestinations: {
      operation: 'DescribeKinesisStreamingDestination',
      input: byName,
      select: 'KinesisDataStreamDestinations',
      absent: GONE,
    },
    contributorInsights: paged('ListContributorInsights', 'ContributorInsightsSummaries', {
      input: byName,
      absent: GONE,
    }),
    replicaAutoScaling: {
      operation: 'DescribeTableReplicaAutoScaling',
      input: byName,
      select: 'TableAutoScalingDescription.Replicas',
      absent: GONE,
      onlyIf: (table) => objectsAt('Replicas', table).length > 0,
    },
    scalableTargets: scalingOf('DescribeScalableTargets', 'ScalableTargets'),
    scalingPolicies: scalingOf('DescribeScalingPolicies', 'ScalingPolicies'),
    scheduledActions: scalingOf('DescribeScheduledActions', 'ScheduledActions'),
  },
  json: ['policy', 'streamPolicy'],
  keptTimes: ['ArchivalSummary.ArchivalDateTime'],
  drop: [
    'TableStatus',
    'CreationDateTime',
    'LatestStreamArn',
    'LatestStreamLabel',
    'BillingModeSummary.LastUpdateToPayPerRequestDateTime',
    'GlobalTableWitnesses.WitnessStatus',
    'RestoreSummary.RestoreDateTime',
    'RestoreSummary.RestoreInProgress',
    'SSEDescription.InaccessibleEncryptionDateTime',
    '**.TableSizeBytes',
    '**.IndexSizeBytes',
    '**.ItemCount',
    '**.IndexStatus',
    '**.Backfilling',
    '**.LastUpdateDateTime',
    '**.NumberOfDecreasesToday',
    '**.LastIncreaseDateTime',
    '**.LastDecreaseDateTime',
    // It grows with what the table is asked for.
    '**.WarmThroughput',
    'Replicas.ReplicaInaccessibleDateTime',
    '**.ReplicaStatus',
    'Replicas.ReplicaStatusDescription',
    'Replicas.ReplicaStatusPercentProgress',
    'continuousBackups.PointInTimeRecoveryDescription.EarliestRestorableDateTime',
    'continuousBackups.PointInTimeRecoveryDescription.LatestRestorableDateTime',
    'contributorInsights.TableName',
    'kinesisDestinations.DestinationStatusDescription',
    'scalableTargets.CreationTime',
    'scalableTargets.PredictedCapacity',
    'scalingPolicies.CreationTime',
    // Autoscaling makes them again with names of its own.
    'scalingPolicies.Alarms',
    'scheduledActions.CreationTime',
  ],
  dropWhen: {
    'ProvisionedThroughput.ReadCapacityUnits': (_, table) => isScaled(table, 'ReadCapacityUnits'),
    'ProvisionedThroughput.WriteCapacityUnits': (_, table) => isScaled(table, 'WriteCapacityUnits'),
    'GlobalSecondaryIndexes.ProvisionedThroughput.ReadCapacityUnits': (_, index, table) =>
      isScaled(table, 'ReadCapacityUnits', index),
    'GlobalSecondaryIndexes.ProvisionedThroughput.WriteCapacityUnits': (_, index, table) =>
      isScaled(table, 'WriteCapacityUnits', index),
    'scalableTargets.MinCapacity': isScheduled,
    'scalableTargets.MaxCapacity': isScheduled,
  },
  lists: {
    AttributeDefinitions: { by: 'AttributeName', noun: 'attribute' },
    GlobalSecondaryIndexes: { by: 'IndexName', noun: 'index' },
    LocalSecondaryIndexes: { by: 'IndexName', noun: 'index' },
    '**.NonKeyAttributes': '',
    Replicas: { by: 'RegionName', noun: 'replica' },
    'Replicas.GlobalSecondaryIndexes': { by: 'IndexName', noun: 'index' },
    GlobalTableWitnesses: 'RegionName',
    VectorIndexes: { by: 'IndexName', noun: 'index' },
    kinesisDestinations: 'StreamArn',
    contributorInsights: 'IndexName',
    replicaAutoScaling: 'RegionName',
    'replicaAutoScaling.GlobalSecondaryIndexes': { by: 'IndexName', noun: 'index' },
    '**.ScalingPolicies': 'PolicyName',
    scalableTargets: 'ResourceId ScalableDimension',
    scalingPolicies: 'ResourceId ScalableDimension PolicyName',
    scheduledActions: 'ResourceId ScalableDimension ScheduledActionName',
    // The partition key goes before the sort key.
    '**.KeySchema': { by: 'AttributeName', noun: 'key', ordered: true },
    ...unsorted({
      'VectorIndexes.SearchSchema': 'AttributeName',
      'scalingPolicies.**.Dimensions': { by: 'Name', noun: 'dimension' },
      'scalingPolicies.**.MetricDataQueries': 'Id',
      'scalingPolicies.**.Metrics': 'Id',
    }),
  },
  content: { kind: 'table items' },
  contentPath: 'databases/table-exports/*.jsonl',
  contentCalls: [{ operation: 'Scan' }],
}

/** The declaration of DynamoDB. */
export const DYNAMODB: Service = {
  name: 'dynamodb',
  label: 'DynamoDB',
  api: dynamodb,
  scope: 'regional',
  prefixes: ['databases/dynamodb-schemas/', 'databases/table-exports/'],
  types: { dynamodb: 'index stream table' },
  resources: [tables],
}
