import type { JsonObject } from '../../model/canonical-json.ts'
import { AwsError } from './aws-error.ts'
import { isCovered } from './covered-types.ts'
import type { Call } from '../../services/declaration/declaration.ts'
import type { Gap } from '../../model/commit.ts'
import { formatCountOf } from '../../runtime/format-count.ts'
import { textAt } from '../../model/json-place.ts'
import { regionOfArn } from '../../services/declaration/arn.ts'
import { HOME } from './home-region.ts'
import { SERVICES } from '../../services/services.ts'
import { EXPLORER, TAGGING } from './inventory-apis.ts'
import { isNotOffered } from './not-offered.ts'
import { RegionClients } from './region-clients.ts'
import { typeOfArn, typeOfExplorer } from './resource-type.ts'
import type { AwsSession } from './session.ts'

/** A kind of resource that an account has, and that jsnap does not capture. */
export interface UncoveredType {
  /** As `ec2:instance`. */
  readonly type: string
  readonly count: number
}

/** What an account has besides what is captured, as far as it can be listed. */
export interface Uncovered {
  readonly types: readonly UncoveredType[]
  /** How many resources there are of kinds that are captured. */
  readonly covered: number
  /** How many are in regions that were not asked, which only the index of Resource Explorer lists, by region. */
  readonly elsewhere: Readonly<Record<string, number>>
  /** The calls that were refused: what only they know is missing here. */
  readonly refused: readonly { readonly region: string; readonly operation: string; readonly code: string }[]
}

/** Tagged resources, and those that Resource Explorer has in its index, where there is one. */
const CALLS: readonly (Call & { readonly arn: string; readonly type?: string })[] = [
  {
    api: TAGGING,
    operation: 'GetResources',
    select: 'ResourceTagMappingList',
    next: { PaginationToken: 'PaginationToken' },
    arn: 'ResourceARN',
  },
  {
    api: EXPLORER,
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
    const api = call.api ?? TAGGING
    const clients = new RegionClients(api, region, { session, onRequest, signal })
    try {
      for (const { item } of await clients.reader.list(call)) {
        const arn = textAt(call.arn, item)
        types.set(arn, typeOf(item, arn, call.type))
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      if (!isNotOffered(error)) refused.push({ region, operation: error.operation, code: error.code })
    } finally {
      await clients.close()
    }
  }
  if (!(await session.isForeign(TAGGING.sdkId)))
    await Promise.all(regions.flatMap((region) => CALLS.map((call) => ask(region, call))))
  return {
    ...tallyOf(types, regions),
    refused: refused.sort((a, b) => (a.operation + a.region < b.operation + b.region ? -1 : 1)),
  }
}

/** What there is of resources, whose types are known from their ARNs, in the regions that were asked and in others. */
export function tallyOf(
  types: ReadonlyMap<string, string>,
  asked: readonly string[],
): Pick<Uncovered, 'types' | 'covered' | 'elsewhere'> {
  const counts = new Map<string, number>()
  const elsewhere = new Map<string, number>()
  const count = (tally: Map<string, number>, key: string) => tally.set(key, (tally.get(key) ?? 0) + 1)
  for (const [arn, type] of types) {
    const region = regionOfArn(arn)
    if (isAskedIn(region, type, asked)) count(counts, type)
    else count(elsewhere, region)
  }
  const all = [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => (a.type < b.type ? -1 : 1))
  return {
    types: all.filter(({ type }) => !isCovered(type)),
    covered: all.filter(({ type }) => isCovered(type)).reduce((sum, { count }) => sum + count, 0),
    elsewhere: Object.fromEntries(elsewhere),
  }
}

/** Some services are asked in a region in any case; what is global has its ARNs in none, or in us-east-1. */
function isAskedIn(region: string, type: string, asked: readonly string[]): boolean {
  if (region === '' || asked.includes(region)) return true
  const [service = ''] = type.split(':')
  return SERVICES.some(
    ({ api, scope, alsoIn, resources }) =>
      api.id === service &&
      (alsoIn === region ||
        (scope === 'global' && region === HOME) ||
        resources.some((resource) => resource.region === region)),
  )
}

/** The same as a version says it. */
export function gapsOf({ types, elsewhere }: Pick<Uncovered, 'types' | 'elsewhere'>): Gap[] {
  const regions = Object.entries(elsewhere).map(([region, count]) => ({
    path: `@${region}/`,
    reason: elsewhereText(region, count),
  }))
  const kinds = types.map(({ type, count }) => ({
    path: `${type.replace(':', '/')}/`,
    reason: `${formatCountOf(count, 'resource')} of type ${type}, a kind that jsnap does not capture`,
  }))
  return [...regions, ...kinds]
}

/** What is in a region that was not asked, for people. */
export function elsewhereText(region: string, count: number): string {
  return `Resource Explorer has ${formatCountOf(count, 'resource')} in ${region}, which was not asked for: --region all`
}

function typeOf(item: JsonObject, arn: string, place: string | undefined): string {
  const told = place === undefined ? '' : textAt(place, item)
  return told === '' ? typeOfArn(arn) : typeOfExplorer(told)
}
