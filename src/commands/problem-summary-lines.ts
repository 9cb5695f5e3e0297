import { formatCount, formatCountOf, type ProblemSummary } from '../index.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'

/** The most groups that are shown. */
const MOST = 5

/** Problems in a few lines: what of which source failed and why, and the policy that would mend it. */
export function problemSummaryLines(groups: readonly ProblemSummary[]): string[] {
  const shown = groups.slice(0, MOST)
  const rest = groups.slice(MOST)
  const sources = [...new Set(rest.map(({ source }) => printable(source)))].join(', ')
  const count = rest.reduce((sum, group) => sum + group.count, 0)
  const denied = [...new Set(groups.flatMap(({ isDenied, source }) => (isDenied ? [printable(source)] : [])))]
  return [
    ...shown.map(groupText),
    ...(count === 0 ? [] : [`and ${formatCount(count)} more: ${sources}`]),
    ...(denied.length === 0
      ? []
      : [`'jsnap iam-policy --only ${denied.sort().join(',')}' prints the policy that allows it`]),
  ]
}

function groupText({ source, count, isDenied, code, caller, first }: ProblemSummary): string {
  const reason = `${printable(code)}${caller === undefined ? '' : ` for ${printable(caller)}`}`
  const outcome = isDenied ? 'denied' : 'failed'
  const [, operation = first.operation] = /^[^:]*:(.*)$/s.exec(first.operation) ?? []
  if (count === 1)
    return `${printable(source)}: ${printable(operation)} ${outcome} at ${quotePath(first.path)} (${reason})`
  return `${printable(source)}: ${formatCountOf(count, 'call')} ${outcome} (${reason})`
}
