import { textAt } from '../../../model/json-place.ts'
import type { Api, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const logs: Api = {
  id: 'logs',
  sdkId: 'CloudWatch Logs',
  load: () => import('@aws-sdk/client-cloudwatch-logs'),
  client: 'CloudWatchLogsClient',
  // docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
  rates: { '*': { perSecond: 5, burst: 10 } },
}

const token = 'nextToken'
const GONE = ['ResourceNotFoundException']

/** Settings of log groups; what is logged is never read. */
export const LOGS: Service = {
  name: 'logs',
  api: logs,
  scope: 'regional',
  prefixes: ['integrations/logs/'],
  resources: [
    {
      path: 'integrations/logs/groups/*.json',
      list: paged('DescribeLogGroups', 'logGroups', { token }),
      name: 'logGroupName',
      details: {
        subscriptionFilters: paged('DescribeSubscriptionFilters', 'subscriptionFilters', {
          token,
          input: ({ logGroupName }) => ({ logGroupName }),
          absent: GONE,
        }),
        tags: {
          operation: 'ListTagsForResource',
          // The ARN of a group that is listed ends in `:*`, which is no part of it here.
          input: (group) => ({ resourceArn: textAt('arn', group).replace(/:\*$/, '') }),
          select: 'tags',
          absent: GONE,
        },
      },
      drop: ['creationTime', 'storedBytes', 'metricFilterCount', 'subscriptionFilters.creationTime'],
      unordered: { subscriptionFilters: 'filterName' },
    },
    {
      path: 'integrations/logs/metric-filters/*.json',
      // All groups' at once; each says which group it is of.
      list: paged('DescribeMetricFilters', 'metricFilters', { token }),
      name: (filter) => `${textAt('logGroupName', filter)}/${textAt('filterName', filter)}`,
      drop: ['creationTime'],
    },
    {
      path: 'integrations/logs/resource-policies/*.json',
      list: paged('DescribeResourcePolicies', 'resourcePolicies', { token }),
      name: 'policyName',
      drop: ['lastUpdatedTime', 'revisionId'],
      json: ['policyDocument'],
    },
    {
      path: 'integrations/logs/queries/*.json',
      list: paged('DescribeQueryDefinitions', 'queryDefinitions', { token }),
      name: 'name',
      id: 'queryDefinitionId',
      drop: ['lastModified'],
      unordered: { logGroupNames: '' },
    },
    {
      path: 'integrations/logs/destinations/*.json',
      list: paged('DescribeDestinations', 'destinations', { token }),
      name: 'destinationName',
      drop: ['creationTime'],
      json: ['accessPolicy'],
    },
  ],
}
