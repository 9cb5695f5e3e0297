import type { JsonObject } from '../../model/canonical-json.ts'
import { ApiClient } from './api-client.ts'
import { AwsError } from './aws-error.ts'
import { isCovered } from './covered-types.ts'
import type { Api, Call } from './declaration.ts'
import type { Gap } from '../../model/commit.ts'
import { formatCountOf } from '../../model/format-count.ts'
import { textAt } from '../../model/json-place.ts'
import { isNotOffered } from './not-offered.ts'
import { Reader } from './reader.ts'
import { typeOfArn, typeOfExplorer } from './resource-type.ts'
import type { AwsSession } from './session.ts'

/** A kind of resource that an account has, and that jsnap does not capture. */
export interface UncoveredType {
  /** As `ec2:instance`. */
  readonly type: string
  readonly count: number
}

/** What an account has besides what is captured, as far as it tells. */
export interface Uncovered {
  readonly types: readonly UncoveredType[]
  /** How many resources there are of kinds that are captured. */
  readonly covered: number
  /** The calls that were refused: what only they know is missing here. */
  readonly refused: readonly { readonly region: string; readonly operation: string; readonly code: string }[]
}

const tagging: Api = {
  id: 'tag',
  sdkId: 'Resource Groups Tagging API',
  load: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  client: 'ResourceGroupsTaggingAPIClient',
}

const explorer: Api = {
  id: 'resource-explorer-2',
  sdkId: 'Resource Explorer 2',
  load: () => import('@aws-sdk/client-resource-explorer-2'),
  client: 'ResourceExplorer2Client',
}

/** Tagged resources, and those that Resource Explorer has in its index, where there is one. */
const CALLS: readonly (Call & { readonly arn: string; readonly type?: string })[] = [
  {
    api: tagging,
    operation: 'GetResources',
    select: 'ResourceTagMappingList',
    next: { PaginationToken: 'PaginationToken' },
    arn: 'ResourceARN',
  },
  {
    api: explorer,
    operation: 'ListResources',
    select: 'Resources',
    next: { NextToken: 'NextToken' },
    arn: 'Arn',
    type: 'ResourceType',
  },
]

/** Asks an account for resources of kinds that are not captured. Never fails for a call that is refused. @throws JsnapError Credentials */
export async function readUncovered(
  session: AwsSession,
  onRequest: (operation: string) => void,
  signal: AbortSignal,
): Promise<Uncovered> {
  const regions = await session.regions()
  const types = new Map<string, string>()
  const refused: { region: string; operation: string; code: string }[] = []
  const ask = async (region: string, call: (typeof CALLS)[number]) => {
    const api = call.api ?? tagging
    const client = new ApiClient(api, region, { session, onRequest, signal })
    const reader = new Reader(api, (_, operation, input) => client.ask(operation, input))
    try {
      for (const { item } of await reader.list(call)) {
        const arn = textAt(call.arn, item)
        types.set(arn, typeOf(item, arn, call.type))
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      if (!isNotOffered(error)) refused.push({ region, operation: error.operation, code: error.code })
    } finally {
      await client.close()
    }
  }
  if (!(await session.isForeign(tagging.sdkId)))
    await Promise.all(regions.flatMap((region) => CALLS.map((call) => ask(region, call))))
  const counts = new Map<string, number>()
  for (const type of types.values()) counts.set(type, (counts.get(type) ?? 0) + 1)
  const all = [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => (a.type < b.type ? -1 : 1))
  return {
    types: all.filter(({ type }) => !isCovered(type)),
    covered: all.filter(({ type }) => isCovered(type)).reduce((sum, { count }) => sum + count, 0),
    refused: refused.sort((a, b) => (a.operation + a.region < b.operation + b.region ? -1 : 1)),
  }
}

/** The same as a version says it. */
export function gapsOf({ types }: Uncovered): Gap[] {
  return types.map(({ type, count }) => ({
    path: `${type.replace(':', '/')}/`,
    reason: `${formatCountOf(count, 'resource')} of type ${type}, a kind that jsnap does not capture`,
  }))
}

function typeOf(item: JsonObject, arn: string, place: string | undefined): string {
  const told = place === undefined ? '' : textAt(place, item)
  return told === '' ? typeOfArn(arn) : typeOfExplorer(told)
}
