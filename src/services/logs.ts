import { textAt } from '../model/json-place.ts'
import type { Api } from './declaration/api.ts'
import type { Call, Resource, Service } from './declaration/declaration.ts'
import { ORDERED, unsorted } from './declaration/lists.ts'
import { paged } from './declaration/paged-call.ts'

const logs: Api = {
  id: 'logs',
  sdkId: 'CloudWatch Logs',
  load: () => import('@aws-sdk/client-cloudwatch-logs'),
  client: 'CloudWatchLogsClient',
  // docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html; where it has no number, its lowest.
  rates: {
    DescribeLogGroups: { perSecond: 10, burst: 10 },
    DescribeSubscriptionFilters: { perSecond: 5, burst: 5 },
    ListTagsForResource: { perSecond: 5, burst: 5 },
    '*': { perSecond: 5, burst: 5 },
  },
}

const GONE = ['ResourceNotFoundException']

const listOf = (operation: string, select: string, more: Partial<Call> = {}): Call =>
  paged(operation, select, { token: 'nextToken', ...more })

/** What holds for all log groups of the account, or for those that a policy selects. */
const accountPolicies = (type: string): Resource => ({
  path: `integrations/logs/account-policies/${type.toLowerCase().replaceAll('_', '-')}/*.json`,
  kind: 'account-policies',
  noun: { one: 'account policy', many: 'account policies' },
  list: listOf('DescribeAccountPolicies', 'accountPolicies', {
    input: () => ({ policyType: `${type}_POLICY` }),
    absent: GONE,
  }),
  name: 'policyName',
  drop: ['lastUpdatedTime'],
  json: ['policyDocument'],
})

/** The settings of log groups, never what is in them. */
export const LOGS: Service = {
  name: 'logs',
  label: 'CloudWatch Logs',
  api: logs,
  scope: 'regional',
  prefixes: ['integrations/logs/'],
  types: {
    logs: 'account-policy delivery delivery-destination delivery-source destination log-group query-definition',
  },
  resources: [
    {
      path: 'integrations/logs/groups/*.json',
      list: listOf('DescribeLogGroups', 'logGroups'),
      name: 'logGroupName',
      id: 'logGroupName',
      details: {
        tags: {
          operation: 'ListTagsForResource',
          // The ARN of a group that is listed ends in `:*`, which is not part of it here.
          input: (group) => ({ resourceArn: textAt('arn', group).replace(/:\*$/, '') }),
          select: 'tags',
          absent: GONE,
        },
        subscriptionFilters: listOf('DescribeSubscriptionFilters', 'subscriptionFilters', {
          input: ({ logGroupName }) => ({ logGroupName }),
          // "This operation is only supported on the Standard log class": github.com/turbot/steampipe-plugin-aws #2758.
          // The other classes have none (docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html).
          onlyIf: ({ logGroupClass = 'STANDARD' }) => logGroupClass === 'STANDARD',
          absent: GONE,
        }),
        dataProtectionPolicy: {
          operation: 'GetDataProtectionPolicy',
          input: ({ logGroupName }) => ({ logGroupIdentifier: logGroupName }),
          select: 'policyDocument',
          onlyIf: ({ dataProtectionStatus }) => dataProtectionStatus === 'ACTIVATED',
          absent: GONE,
        },
      },
      drop: ['arn', 'metricFilterCount', 'storedBytes', '**.creationTime'],
      json: ['dataProtectionPolicy'],
      lists: {
        inheritedProperties: '',
        subscriptionFilters: { by: 'filterName', noun: 'subscription filter' },
        ...unsorted({ 'subscriptionFilters.emitSystemFields': '' }),
      },
    },
    {
      // Unlike subscription filters, those of all groups are listed at once.
      path: 'integrations/logs/metric-filters/*.json',
      list: listOf('DescribeMetricFilters', 'metricFilters'),
      name: (item) => `${textAt('logGroupName', item)}/${textAt('filterName', item)}`,
      id: 'logGroupName',
      drop: ['creationTime'],
      lists: unsorted({ emitSystemFieldDimensions: '', metricTransformations: 'metricNamespace metricName' }),
    },
    {
      path: 'integrations/logs/resource-policies/*.json',
      list: listOf('DescribeResourcePolicies', 'resourcePolicies'),
      name: 'policyName',
      drop: ['lastUpdatedTime', 'revisionId'],
      json: ['policyDocument'],
    },
    ...[
      'DATA_PROTECTION',
      'FIELD_INDEX',
      'METRIC_EXTRACTION',
      'RETENTION',
      'SUBSCRIPTION_FILTER',
      'TRANSFORMER',
    ].map(accountPolicies),
    {
      path: 'integrations/logs/queries/*.json',
      list: listOf('DescribeQueryDefinitions', 'queryDefinitions'),
      name: 'name',
      id: 'queryDefinitionId',
      drop: ['lastModified'],
      lists: { logGroupNames: '', ...unsorted({ parameters: { by: 'name', noun: 'parameter' } }) },
    },
    {
      path: 'integrations/logs/destinations/*.json',
      list: listOf('DescribeDestinations', 'destinations'),
      name: 'destinationName',
      drop: ['creationTime'],
      json: ['accessPolicy'],
    },
    {
      path: 'integrations/logs/delivery-sources/*.json',
      list: listOf('DescribeDeliverySources', 'deliverySources'),
      name: 'name',
      drop: ['status', 'statusReason'],
      lists: { resourceArns: '' },
    },
    {
      path: 'integrations/logs/delivery-destinations/*.json',
      list: listOf('DescribeDeliveryDestinations', 'deliveryDestinations'),
      name: 'name',
      details: {
        policy: {
          operation: 'GetDeliveryDestinationPolicy',
          input: ({ name }) => ({ deliveryDestinationName: name }),
          select: 'policy.deliveryDestinationPolicy',
          mayOmit: true,
          absent: GONE,
        },
      },
      json: ['policy'],
    },
    {
      path: 'integrations/logs/deliveries/*.json',
      list: listOf('DescribeDeliveries', 'deliveries'),
      name: 'deliverySourceName',
      id: 'id',
      lists: { recordFields: ORDERED },
    },
  ],
}
