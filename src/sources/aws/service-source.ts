import { formatCount, formatCountOf } from '../../runtime/format-count.ts'
import type { Source } from '../source.ts'
import { declaredService } from './declared-service.ts'
import type { Account, Service } from '../../services/declaration/declaration.ts'
import { isOwnPartition } from '../../model/partition.ts'
import { HOME } from './home-region.ts'
import { actionsOf } from './iam-actions.ts'
import { RegionCapture } from './region-capture.ts'
import type { RegionScope } from './region-scope.ts'
import type { ServiceOptions } from './service-options.ts'
import type { ServiceContext } from './service-context.ts'
import { keysOf } from './sdk-client.ts'
import type { AwsSession } from './session.ts'

/** The source of everything that a declared service has. */
export function createServiceSource(service: Service, options: ServiceOptions): Source {
  const { session } = options
  return {
    name: service.name,
    prefixes: service.prefixes,
    declared: declaredService(service),
    actions: actionsOf(service),
    isScanned: service.isScanned === true,
    isNamed: options.isNamed?.(service.name) === true,
    isLast: service.resources.some(({ onlyUsed }) => onlyUsed !== undefined),
    workerContext: async (): Promise<ServiceContext> => ({
      credentials: keysOf(await session.credentials()),
      endpoint: await session.endpoint(service.api.sdkId),
      variants: await session.variants(),
    }),
    async capture(sink, signal, others) {
      if (await session.isForeign(service.api.sdkId)) {
        for (const path of service.prefixes) sink.notCovered({ path, reason: 'the endpoint serves only S3' })
        return
      }
      const regions = await session.regions()
      const account = await accountOf(service, session)
      const reportedUnknown = new Set<string>()
      const unmodelled = new Set<string>()
      const captures = regionsToAsk(service, regions).map(
        (scope) =>
          new RegionCapture(service, options, scope, {
            sink,
            signal,
            others,
            account,
            reportedUnknown,
            unmodelled,
          }),
      )
      await Promise.all(captures.map((capture) => capture.run()))
      for (const { revised } of captures) sink.lookAgain(revised.lookAgain)
      for (const resource of new Set(captures.flatMap(({ gaps }) => [...gaps.denied]))) {
        const isWholly = !captures.some((capture) => capture.hasListed(resource))
        for (const capture of captures) capture.gaps.reportDenied(resource, isWholly)
      }
      if (unmodelled.size > 0) sink.note(unmodelledNote(service.name, unmodelled))
    },
  }
}

/** The account, where a call of the service names it. */
async function accountOf({ resources }: Service, session: AwsSession): Promise<Account | undefined> {
  if (!resources.some(({ inAccount }) => inAccount)) return undefined
  const { account, partition } = await session.identity()
  return account === null || partition === null ? undefined : { AccountId: account, Partition: partition }
}

/** The most that are named; the others are counted. */
const NAMED = 3

function unmodelledNote(service: string, unmodelled: ReadonlySet<string>): string {
  const names = [...unmodelled].sort()
  const more = names.length > NAMED ? `, and ${formatCount(names.length - NAMED)} more` : ''
  const count = formatCountOf(names.length, 'member')
  return `${service}: ${count} of answers that this version of jsnap does not know, kept unchanged: ${names.slice(0, NAMED).join(', ')}${more}`
}

function regionsToAsk({ scope, resources, alsoIn }: Service, regions: readonly string[]): RegionScope[] {
  const [primary = HOME] = regions
  const there = (region: string) => (isOwnPartition(primary) ? region : primary)
  if (scope === 'global') {
    const isSpread = resources.some(({ itemRegion }) => itemRegion !== undefined)
    return [{ region: isSpread ? primary : there(HOME), suffix: '', resources, regions: [] }]
  }
  const asked = alsoIn === undefined ? regions : [...new Set([...regions, there(alsoIn)])]
  const everywhere = resources.filter(({ region }) => region === undefined)
  const places = asked.map((region, i): RegionScope => {
    const suffix = i === 0 ? '' : `@${region}`
    return { region, suffix, resources: everywhere, regions: asked }
  })
  const single = Map.groupBy(
    resources.filter(({ region }) => region !== undefined),
    ({ region = '' }) => there(region),
  )
  const elsewhere = [...single].map(([region, own]): RegionScope => ({
    region,
    suffix: '',
    resources: own,
    regions: [],
  }))
  return [...places, ...elsewhere]
}
