import type { Api, Call, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const cloudwatch: Api = {
  id: 'cloudwatch',
  sdkId: 'CloudWatch',
  load: () => import('@aws-sdk/client-cloudwatch'),
  client: 'CloudWatchClient',
  // docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
  rates: { '*': { perSecond: 9, burst: 9 } },
}

const tags: Call = {
  operation: 'ListTagsForResource',
  input: ({ AlarmArn }) => ({ ResourceARN: AlarmArn }),
  select: 'Tags',
  absent: ['ResourceNotFoundException'],
}

/** The state of an alarm moves by itself. */
const alarms = {
  name: 'AlarmName',
  details: { tags },
  drop: [
    'StateValue',
    'StateReason',
    'StateReasonData',
    'StateUpdatedTimestamp',
    'StateTransitionedTimestamp',
    'AlarmConfigurationUpdatedTimestamp',
    'EvaluationState',
    'ActionsSuppressedBy',
    'ActionsSuppressedReason',
  ],
  unordered: {
    Dimensions: 'Name',
    AlarmActions: '',
    OKActions: '',
    InsufficientDataActions: '',
    '**.Metric.Dimensions': 'Name',
  },
}

export const CLOUDWATCH: Service = {
  name: 'cloudwatch',
  api: cloudwatch,
  scope: 'regional',
  prefixes: ['integrations/cloudwatch/'],
  resources: [
    {
      path: 'integrations/cloudwatch/alarms/*.json',
      list: paged('DescribeAlarms', 'MetricAlarms', { input: () => ({ AlarmTypes: ['MetricAlarm'] }) }),
      ...alarms,
    },
    {
      path: 'integrations/cloudwatch/composite-alarms/*.json',
      list: paged('DescribeAlarms', 'CompositeAlarms', { input: () => ({ AlarmTypes: ['CompositeAlarm'] }) }),
      ...alarms,
    },
    {
      path: 'integrations/cloudwatch/dashboards/*.json',
      list: paged('ListDashboards', 'DashboardEntries'),
      name: 'DashboardName',
      keep: ['DashboardName', 'DashboardArn'],
      details: {
        '': {
          operation: 'GetDashboard',
          input: ({ DashboardName }) => ({ DashboardName }),
          absent: ['ResourceNotFound', 'DashboardNotFoundError'],
        },
      },
      json: ['DashboardBody'],
    },
    {
      path: 'integrations/cloudwatch/metric-streams/*.json',
      list: paged('ListMetricStreams', 'Entries'),
      name: 'Name',
      keep: ['Name', 'Arn'],
      details: {
        '': {
          operation: 'GetMetricStream',
          input: ({ Name }) => ({ Name }),
          absent: ['ResourceNotFoundException'],
        },
      },
      drop: ['State', 'CreationDate', 'LastUpdateDate'],
      unordered: { IncludeFilters: 'Namespace', ExcludeFilters: 'Namespace' },
    },
  ],
}
