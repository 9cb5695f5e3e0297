import type { Gap } from './commit.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import type { AllowedSource } from './iam-policy.ts'

/** What all that was denied would need, by source. */
export function deniedSources(notCovered: readonly Gap[]): AllowedSource[] {
  return [...deniedBySource(notCovered)].map(([source, all]) => ({
    source,
    actions: [...new Set(all.flatMap(({ actions }) => actions))].sort(),
  }))
}

/** The same in a line for people, with the command that prints the policy; undefined where nothing was denied. */
export function deniedText(notCovered: readonly Gap[]): string | undefined {
  const bySource = deniedBySource(notCovered)
  if (bySource.size === 0) return undefined
  const places = [...bySource].map(([source, all]) => `${source} (${formatCountOf(all.length, 'place')})`)
  const only = [...bySource.keys()].join(',')
  return `denied, and therefore not covered: ${places.join(', ')}; 'jsnap iam-policy --only ${only}' prints the policy that allows it`
}

function deniedBySource(notCovered: readonly Gap[]): Map<string, AllowedSource[]> {
  const denied = notCovered.flatMap((gap) => gap.denied ?? [])
  return Map.groupBy(denied, ({ source }) => source)
}
