import type { Json, JsonObject } from '../model/canonical-json.ts'
import { at, isList, isObject, textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { unsorted } from './declaration/lists.ts'

const cloudwatch: Api = {
  id: 'cloudwatch',
  sdkId: 'CloudWatch',
  load: () => import('@aws-sdk/client-cloudwatch'),
  client: 'CloudWatchClient',
  // docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html; the last is not published.
  rates: {
    DescribeAlarms: { perSecond: 9, burst: 9 },
    '*': { perSecond: 10, burst: 20 },
  },
}

const GONE = ['ResourceNotFoundException']

const tagsBy = (arn: string): Call => ({
  operation: 'ListTagsForResource',
  input: (item) => ({ ResourceARN: item[arn] }),
  select: 'Tags',
  absent: GONE,
})

/**
 * Autoscaling of tables makes alarms whose threshold is that share of what is provisioned: it moves with the units, which
 * are dropped for that reason (12 units, 360 = 12 · 60 s · 50 %: github.com/aws-solutions/instance-scheduler-on-aws #13).
 */
function followsCapacity(alarm: JsonObject): boolean {
  const isOfTables = ['AWS/DynamoDB', 'AWS/Cassandra'].includes(textAt('Namespace', alarm))
  return isOfTables && textAt('AlarmName', alarm).startsWith('TargetTracking-')
}

/** Alarms of one type; without naming it, only metric alarms are listed. */
function alarms(folder: string, type: string): Resource {
  return {
    path: `integrations/cloudwatch/${folder}/*.json`,
    list: paged('DescribeAlarms', `${type}s`, {
      input: () => ({ AlarmTypes: [type], MaxRecords: 100 }),
      // The answer has always had metric alarms; others came later.
      mayOmit: type !== 'MetricAlarm',
    }),
    name: 'AlarmName',
    id: 'AlarmName',
    details: { tags: tagsBy('AlarmArn') },
    drop: [
      'ActionsSuppressedBy',
      'ActionsSuppressedReason',
      'AlarmConfigurationUpdatedTimestamp',
      'EvaluationState',
      'StateReason',
      'StateReasonData',
      'StateTransitionedTimestamp',
      'StateUpdatedTimestamp',
      'StateValue',
    ],
    dropWhen: { Threshold: followsCapacity },
    lists: {
      AlarmActions: '',
      InsufficientDataActions: '',
      OKActions: '',
      Metrics: 'Id',
      '**.Dimensions': { by: 'Name', noun: 'dimension' },
      ...unsorted({
        'ActionConfiguration.AlarmTagsPropagation.ExcludedTagKeys': '',
        'ActionConfiguration.AlarmTagsPropagation.IncludedTagKeys': '',
        'ScheduledQueryConfiguration.LogGroupIdentifiers': '',
      }),
    },
  }
}

/** As `AWS/EC2/CPUUtilization/Average/InstanceId=i-1`; that of an expression has none of these, and its id. */
function detectorName(item: JsonObject): string {
  const single = at('SingleMetricAnomalyDetector', item)
  const metric = isObject(single) ? single : item
  const parts = ['Namespace', 'MetricName', 'Stat'].map((member) => textAt(member, metric))
  const all = [...parts, dimensionsOf(at('Dimensions', metric))].filter((part) => part !== '')
  return all.length > 0 ? all.join('/') : textAt('AnomalyDetectorId', item)
}

function dimensionsOf(dimensions: Json | undefined): string {
  if (!isList(dimensions)) return ''
  return dimensions
    .filter((dimension) => isObject(dimension))
    .map((dimension) => `${textAt('Name', dimension)}=${textAt('Value', dimension)}`)
    .sort()
    .join(',')
}

/** The declaration of CloudWatch. */
export const CLOUDWATCH: Service = {
  name: 'cloudwatch',
  label: 'CloudWatch',
  api: cloudwatch,
  scope: 'regional',
  prefixes: ['integrations/cloudwatch/'],
  types: { cloudwatch: 'alarm anomaly-detector dashboard metric-stream' },
  resources: [
    alarms('alarms', 'MetricAlarm'),
    alarms('composite-alarms', 'CompositeAlarm'),
    alarms('log-alarms', 'LogAlarm'),
    {
      path: 'integrations/cloudwatch/dashboards/*.json',
      // An account's dashboards are the same in every region.
      region: 'us-east-1',
      list: paged('ListDashboards', 'DashboardEntries'),
      name: 'DashboardName',
      keep: ['DashboardName'],
      details: {
        '': {
          operation: 'GetDashboard',
          input: ({ DashboardName }) => ({ DashboardName }),
          // The model's DashboardNotFoundError comes as `ResourceNotFound`: hashicorp/terraform-provider-aws
          // internal/service/cloudwatch/dashboard.go.
          absent: ['DashboardNotFoundError', 'ResourceNotFound', ...GONE],
        },
        tags: tagsBy('DashboardArn'),
      },
      json: ['DashboardBody'],
    },
    {
      path: 'integrations/cloudwatch/metric-streams/*.json',
      list: paged('ListMetricStreams', 'Entries'),
      name: 'Name',
      details: {
        '': { operation: 'GetMetricStream', input: ({ Name }) => ({ Name }), absent: GONE },
        tags: tagsBy('Arn'),
      },
      drop: ['CreationDate', 'LastUpdateDate'],
      lists: {
        ExcludeFilters: 'Namespace',
        'ExcludeFilters.MetricNames': '',
        IncludeFilters: 'Namespace',
        'IncludeFilters.MetricNames': '',
        StatisticsConfigurations: '',
        'StatisticsConfigurations.AdditionalStatistics': '',
        'StatisticsConfigurations.IncludeMetrics': 'Namespace MetricName',
      },
    },
    {
      path: 'integrations/cloudwatch/anomaly-detectors/*.json',
      list: paged('DescribeAnomalyDetectors', 'AnomalyDetectors', {
        input: () => ({ AnomalyDetectorTypes: ['SINGLE_METRIC', 'METRIC_MATH'] }),
      }),
      name: detectorName,
      id: 'AnomalyDetectorId',
      keptTimes: ['Configuration.ExcludedTimeRanges.*'],
      drop: ['StateValue'],
      lists: {
        '**.Dimensions': { by: 'Name', noun: 'dimension' },
        '**.MetricDataQueries': 'Id',
        ...unsorted({ 'Configuration.ExcludedTimeRanges': '' }),
      },
    },
  ],
}
