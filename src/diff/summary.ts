import { formatCount } from '../model/format-count.ts'
import type { Change } from './change.ts'

/** How many changes there are of each type. */
export type Summary = Record<Change['type'], number>

/** Counts changes. */
export function summarise(changes: readonly Change[]): Summary {
  const summary: Summary = { added: 0, removed: 0, modified: 0, renamed: 0, metadata: 0, unknown: 0 }
  for (const { type } of changes) summary[type]++
  return summary
}

/** The counts for people: `2 added, 1 removed`. */
export function countsText(summary: Summary): string {
  return Object.entries(summary)
    .flatMap(([type, count]) => (count > 0 ? [`${formatCount(count)} ${type}`] : []))
    .join(', ')
}
