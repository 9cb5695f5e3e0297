import { formatCount, formatCountOf, type ProblemSummary } from '../index.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'

/** What else may be mended, by codes of services and of the system. */
const CAUSES = [
  {
    codes:
      /^(Throttl.*|TooManyRequests.*|SlowDown|RequestLimitExceeded|RequestThrottled.*|PriorRequestNotComplete)$/,
    outcome: 'throttled',
    hint: 'services slowed jsnap down: commit again later; contents that were read are not read again',
  },
  {
    codes: /^(ExpiredToken.*|RequestExpired)$/,
    outcome: 'refused',
    hint: "the credentials expired meanwhile: run 'aws sso login' or get new ones, and commit again",
  },
  {
    codes: /^(ETIMEDOUT|ECONNRESET|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EPIPE|TimeoutError)$/,
    outcome: 'not answered',
    hint: 'the network failed: commit again',
  },
] as const

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
    ...CAUSES.flatMap(({ codes, hint }) => (groups.some(({ code }) => codes.test(code)) ? [hint] : [])),
  ]
}

function groupText({ source, count, isDenied, code, caller, first }: ProblemSummary): string {
  const reason = `${printable(code)}${caller === undefined ? '' : ` for ${printable(caller)}`}`
  const outcome = isDenied ? 'denied' : (CAUSES.find(({ codes }) => codes.test(code))?.outcome ?? 'failed')
  const [, operation = first.operation] = /^[^:]*:(.*)$/s.exec(first.operation) ?? []
  if (count === 1)
    return `${printable(source)}: ${printable(operation)} ${outcome} at ${quotePath(first.path)} (${reason})`
  return `${printable(source)}: ${formatCountOf(count, 'call')} ${outcome} (${reason})`
}
