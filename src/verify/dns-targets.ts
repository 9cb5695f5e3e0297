import type { JsonObject } from '../model/canonical-json.ts'
import { at, objectsAt, textAt } from '../model/json-place.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { CapturedHosts } from './captured-hosts.ts'
import { checked, skipped, type Check } from './check.ts'
import { hostName, zonesOf, type Zone } from './record-sets.ts'
import type { VerifiedVersion } from './verified-version.ts'

const NAME = 'no dangling aliases or CNAMEs'

/** Looks for records that dangle: their target is a name of this account's that nothing has. Others' names are not asked. */
export function checkDnsTargets(subject: VerifiedVersion): Check {
  const zones = zonesOf(subject).filter(({ isPrivate }) => !isPrivate)
  if (zones.length === 0) return skipped('route53', NAME, 'no public zones')
  const hosts = new CapturedHosts(subject)
  const owned = new Names(zones)
  let targets = 0
  const failures = zones.flatMap(({ path, records }) =>
    records.flatMap((record) =>
      targetsOf(record).flatMap((target) => {
        targets++
        const name = hostName(textAt('Name', record))
        const why = owned.missing(target) ?? hosts.missing(target, name)
        if (why === undefined) return []
        return [{ path, message: `${name} ${textAt('Type', record)} points to ${target}: ${why}` }]
      }),
    ),
  )
  return checked('route53', NAME, formatCountOf(targets, 'target') + hosts.remark, failures)
}

function targetsOf(record: JsonObject): string[] {
  const alias = at('AliasTarget.DNSName', record)
  if (typeof alias === 'string') return [hostName(alias)]
  if (record['Type'] !== 'CNAME') return []
  return objectsAt('ResourceRecords', record).map((value) => hostName(textAt('Value', value)))
}

/** The names that the zones themselves have. */
class Names {
  readonly #zones: readonly string[]
  readonly #names: ReadonlySet<string>
  readonly #delegated: readonly string[]

  constructor(zones: readonly Zone[]) {
    this.#zones = zones.map(({ name }) => name)
    const all = zones.flatMap(({ name, records }) => records.map((record) => ({ name, record })))
    this.#names = new Set(all.map(({ record }) => hostName(textAt('Name', record))))
    this.#delegated = all
      .filter(({ name, record }) => record['Type'] === 'NS' && hostName(textAt('Name', record)) !== name)
      .map(({ record }) => hostName(textAt('Name', record)))
  }

  missing(target: string): string | undefined {
    const isBelow = (parent: string) => target === parent || target.endsWith(`.${parent}`)
    const zone = this.#zones.find(isBelow)
    if (zone === undefined || this.#delegated.some(isBelow) || this.#names.has(target)) return undefined
    // A star stands for names that have no record of their own.
    for (let rest = target; rest !== zone && rest.includes('.');) {
      rest = rest.slice(rest.indexOf('.') + 1)
      if (this.#names.has(`*.${rest}`)) return undefined
    }
    return `the zone ${zone} has no such record`
  }
}
