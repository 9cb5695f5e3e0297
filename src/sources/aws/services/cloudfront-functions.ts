import type { JsonObject } from '../../../model/canonical-json.ts'
import { textAt } from '../../../model/json-place.ts'
import { AwsError } from '../aws-error.ts'
import type { Resource } from '../declaration.ts'
import type { Found } from '../found.ts'

/** Code that CloudFront runs: what is being worked on, and from its first publication on what viewers get. */
interface Kind {
  readonly path: string
  /** As in `GetFunction`. */
  readonly name: string
  readonly list: Resource['list']
  readonly id: (item: JsonObject) => JsonObject
  readonly arn: string
  /** The code of a refusal when there is none, or none in the stage. */
  readonly absent: string
}

/** The stages that a function has, by their names in paths. `live` is what was read of the second, if there is any. */
function stagesOf({ live }: JsonObject): Record<string, string> {
  return live === undefined ? { development: 'DEVELOPMENT' } : { development: 'DEVELOPMENT', live: 'LIVE' }
}

/** Offers the code of each stage as a file beside the document. */
async function readCode(kind: Kind, { item, name, sink, ask, unknown }: Found): Promise<void> {
  for (const [suffix, Stage] of Object.entries(stagesOf(item))) {
    const path = kind.path.replace('*.json', () => `${name}.${suffix}.js`)
    try {
      const answer = (await ask(`Get${kind.name}`, { ...kind.id(item), Stage })) as Record<string, unknown>
      const bytes = answer[`${kind.name}Code`]
      if (!(bytes instanceof Uint8Array))
        throw new AwsError(`cloudfront:Get${kind.name}`, 200, 'NoCode', 'the answer holds no code')
      await sink.document({ path, type: 'object', bytes, meta: {} })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      if (error.code !== kind.absent) unknown(path, error)
    }
  }
}

function functions(kind: Kind): Resource {
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
    unordered: { '**.KeyValueStoreAssociations.Items': 'KeyValueStoreARN' },
    content: (found) => readCode(kind, found),
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
