import type { Gap } from './commit.ts'
import { formatCountOf } from './format-count.ts'
import type { AllowedSource } from './iam-policy.ts'

/** What all that was denied would need, by source. */
export function deniedSources(notCovered: readonly Gap[]): AllowedSource[] {
  const bySource = Map.groupBy(deniedOf(notCovered), ({ source }) => source)
  return [...bySource].map(([source, all]) => ({
    source,
    actions: [...new Set(all.flatMap(({ actions }) => actions))].sort(),
  }))
}

/** The same in a line for people, with the command that prints the policy; undefined where nothing was denied. */
export function deniedText(notCovered: readonly Gap[]): string | undefined {
  const bySource = Map.groupBy(deniedOf(notCovered), ({ source }) => source)
  if (bySource.size === 0) return undefined
  const places = [...bySource].map(([source, all]) => `${source} (${formatCountOf(all.length, 'place')})`)
  const only = [...bySource.keys()].join(',')
  return `denied, and so not covered: ${places.join(', ')}; 'jsnap iam-policy --only ${only}' prints the policy that adds it`
}

function deniedOf(notCovered: readonly Gap[]): AllowedSource[] {
  return notCovered.flatMap(({ denied }) => (denied === undefined ? [] : [denied]))
}
