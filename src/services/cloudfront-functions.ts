import { textAt } from '../model/json-place.ts'
import type { StageCode } from './declaration/content.ts'
import type { Resource } from './declaration/declaration.ts'

/** Functions of one kind, and what else is to be known of them than where their code is. */
interface Stage extends Omit<StageCode, 'kind'> {
  readonly list: Resource['list']
  readonly arn: string
}

function functions(kind: Stage): Resource {
  return {
    path: kind.path,
    list: kind.list,
    name: 'Name',
    details: {
      live: {
        operation: `Describe${kind.name}`,
        input: (item) => ({ ...kind.id(item), Stage: 'LIVE' }),
        select: `${kind.name}Summary`,
        absent: [kind.absent],
      },
      tags: {
        operation: 'ListTagsForResource',
        input: (item) => ({ Resource: textAt(kind.arn, item) }),
        select: 'Tags.Items',
        gone: ['NoSuchResource'],
      },
    },
    drop: ['**.CreatedTime', '**.LastModifiedTime', '**.Quantity', 'Status', 'live.Status'],
    lists: { '**.KeyValueStoreAssociations.Items': 'KeyValueStoreARN' },
    content: { kind: 'stage code', path: kind.path, name: kind.name, id: kind.id, absent: kind.absent },
    contentCalls: [{ operation: `Get${kind.name}` }],
  }
}

/** Functions for requests and responses, and those for connections. */
export const CLOUDFRONT_FUNCTIONS: readonly Resource[] = [
  functions({
    path: 'cloudfront/functions/*.json',
    name: 'Function',
    list: {
      operation: 'ListFunctions',
      input: () => ({ Stage: 'DEVELOPMENT' }),
      select: 'FunctionList.Items',
      next: { Marker: 'FunctionList.NextMarker' },
    },
    id: ({ Name }) => ({ Name }),
    arn: 'FunctionMetadata.FunctionARN',
    absent: 'NoSuchFunctionExists',
  }),
  functions({
    path: 'cloudfront/connection-functions/*.json',
    name: 'ConnectionFunction',
    list: {
      operation: 'ListConnectionFunctions',
      input: () => ({ Stage: 'DEVELOPMENT' }),
      select: 'ConnectionFunctions',
      mayOmit: true,
      next: { Marker: 'NextMarker' },
    },
    id: ({ Id }) => ({ Identifier: Id }),
    arn: 'ConnectionFunctionArn',
    absent: 'EntityNotFound',
  }),
]
