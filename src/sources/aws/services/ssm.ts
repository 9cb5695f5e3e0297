import type { Api, Service } from '../declaration.ts'
import { paged } from '../paged-call.ts'

const ssm: Api = {
  id: 'ssm',
  sdkId: 'SSM',
  load: () => import('@aws-sdk/client-ssm'),
  client: 'SSMClient',
  rates: { '*': { perSecond: 10, burst: 20 } },
}

/** Names and types of parameters; their values are never asked for. */
export const SSM: Service = {
  name: 'ssm',
  api: ssm,
  scope: 'regional',
  prefixes: ['integrations/ssm/'],
  resources: [
    {
      path: 'integrations/ssm/parameters/*.json',
      list: paged('DescribeParameters', 'Parameters', { input: () => ({ MaxResults: 50 }) }),
      name: 'Name',
      details: {
        tags: {
          operation: 'ListTagsForResource',
          input: ({ Name }) => ({ ResourceType: 'Parameter', ResourceId: Name }),
          select: 'TagList',
          absent: ['InvalidResourceId'],
        },
      },
      drop: ['LastModifiedDate', 'LastModifiedUser', 'Policies.PolicyStatus'],
      json: ['Policies.PolicyText'],
      unordered: { Policies: 'PolicyType' },
    },
  ],
}
