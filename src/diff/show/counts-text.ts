import { formatCount } from '../../runtime/format-count.ts'
import type { Summary } from '../compare/summary.ts'

/** How many changes there are, for people: `2 added, 1 removed`. */
export function countsText(summary: Summary): string {
  return Object.entries(summary)
    .flatMap(([type, count]) => (count > 0 ? [`${formatCount(count)} ${WORDS[type] ?? type}`] : []))
    .join(', ')
}

const WORDS: Readonly<Record<string, string>> = { firstSeen: 'first seen' }
