import type { Api } from '../../services/declaration/api.ts'

/** Has every resource that carries a tag, or did. */
export const TAGGING: Api = {
  id: 'tag',
  sdkId: 'Resource Groups Tagging API',
  load: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  client: 'ResourceGroupsTaggingAPIClient',
}

/** Has all resources in its index, where the account keeps one. */
export const EXPLORER: Api = {
  id: 'resource-explorer-2',
  sdkId: 'Resource Explorer 2',
  load: () => import('@aws-sdk/client-resource-explorer-2'),
  client: 'ResourceExplorer2Client',
}
