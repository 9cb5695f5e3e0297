import type { Api } from './declaration/api.ts'
import type { Service } from './declaration/declaration.ts'
import { paged } from './declaration/paged-call.ts'
import { unsorted } from './declaration/lists.ts'

const ssm: Api = {
  id: 'ssm',
  sdkId: 'SSM',
  load: () => import('@aws-sdk/client-ssm'),
  client: 'SSMClient',
  // Not published; others were refused after some 20 pages of parameters at once.
  rates: {
    DescribeParameters: { perSecond: 3, burst: 10 },
    '*': { perSecond: 10, burst: 20 },
  },
}

/** Parameters without their values, whatever their type, and the account's own documents. */
export const SSM: Service = {
  name: 'ssm',
  label: 'Systems Manager',
  api: ssm,
  scope: 'regional',
  prefixes: ['integrations/ssm/'],
  types: { ssm: 'document parameter' },
  resources: [
    {
      path: 'integrations/ssm/parameters/*.json',
      list: paged('DescribeParameters', 'Parameters', { input: () => ({ MaxResults: 50 }) }),
      name: 'Name',
      id: 'Name',
      details: {
        tags: {
          operation: 'ListTagsForResource',
          input: ({ Name }) => ({ ResourceType: 'Parameter', ResourceId: Name }),
          select: 'TagList',
          absent: ['InvalidResourceId'],
        },
      },
      // The version stays: it says that a value was written.
      drop: ['LastModifiedDate', 'LastModifiedUser', 'Policies.PolicyStatus'],
      json: ['Policies.PolicyText'],
      lists: { Policies: { by: 'PolicyType PolicyText', noun: 'policy' } },
    },
    {
      path: 'integrations/ssm/documents/*.json',
      list: paged('ListDocuments', 'DocumentIdentifiers', {
        input: () => ({ Filters: [{ Key: 'Owner', Values: ['Self'] }] }),
      }),
      name: 'Name',
      details: {
        '': {
          operation: 'GetDocument',
          input: ({ Name }) => ({ Name }),
          absent: ['InvalidDocument'],
        },
      },
      // An attachment's URL is signed again for each answer.
      drop: ['AttachmentsContent.Url', 'CreatedDate', 'Status', 'StatusInformation'],
      json: ['Content'],
      lists: { PlatformTypes: '', ...unsorted({ AttachmentsContent: 'Name', Requires: 'Name' }) },
    },
  ],
}
