import type { Gap } from '../model/commit.ts'
import { deniedBySource } from '../model/denied.ts'
import { formatCountOf } from '../runtime/format-count.ts'

/** What was denied in a line for people, with the command that prints the policy; undefined where nothing was denied. */
export function deniedText(notCovered: readonly Gap[]): string | undefined {
  const bySource = deniedBySource(notCovered)
  if (bySource.size === 0) return undefined
  const places = [...bySource].map(([source, all]) => `${source} (${formatCountOf(all.length, 'place')})`)
  const only = [...bySource.keys()].join(',')
  return `denied, and therefore not covered: ${places.join(', ')}; 'jsnap iam-policy --only ${only}' prints the policy that allows it`
}
