import type { Gap } from '../model/commit.ts'
import { formatCount } from '../runtime/format-count.ts'
import { isPattern } from '../model/gap-matcher.ts'
import { printable } from './printable.ts'
import { quotePath } from './quote-path.ts'

/** The most that are named. */
const NAMED = 3
/** Why something was left out that somebody has said so of. */
const AS_TOLD = /^(?:left out|excluded) by /

/** What was met and could not be taken, by its path, for people; undefined when there is none. What was denied is reported elsewhere. */
export function leftOutText(notCovered: readonly Gap[]): string | undefined {
  const left = notCovered.filter(
    (gap) =>
      gap.denied === undefined && !/^@|\/$/.test(gap.path) && !isPattern(gap) && !AS_TOLD.test(gap.reason),
  )
  if (left.length === 0) return undefined
  const named = left.slice(0, NAMED).map(({ path, reason }) => `${quotePath(path)} (${printable(reason)})`)
  const more = left.length > NAMED ? `, and ${formatCount(left.length - NAMED)} more` : ''
  return `not covered: ${named.join(', ')}${more}`
}
