import { formatCountOf, formatCount } from '../../runtime/format-count.ts'
import { wholeMakerText } from '../../model/maker.ts'
import { formatTime } from '../../terminal/format-time.ts'
import { printable } from '../../terminal/printable.ts'
import { partOf } from '../../versions/partial.ts'
import type { Version } from '../../versions/version.ts'

/** What is to be said of one side of a comparison before its changes. */
export interface PageSide {
  readonly version: Version
  /** What the version could not read, a line each. */
  readonly problems: readonly string[]
}

/** The facts of both sides in the order in which an auditor asks for them: text, side by side. */
export function pageFacts(
  sides: readonly [PageSide, PageSide],
): readonly (readonly [fact: string, before: string, after: string])[] {
  const row = (fact: string, of: (side: PageSide) => string) => [fact, of(sides[0]), of(sides[1])] as const
  return [
    row('complete', completeText),
    row('account', ({ version: { commit } }) => {
      const partition = commit.scope?.partition ?? null
      return commit.account === null ? 'none' : commit.account + (partition === null ? '' : ` (${partition})`)
    }),
    row('regions', ({ version: { commit } }) => commit.regions.join(', ') || 'none'),
    row('captured', ({ version: { commit } }) => formatTime(commit.time)),
    row('by', ({ version: { commit } }) =>
      commit.by === undefined ? '' : (wholeMakerText(commit.by) ?? ''),
    ),
    row('id', ({ version: { id } }) => id),
    row('message', ({ version: { name, commit } }) => (commit.message === name ? '' : commit.message)),
    row('asked for', ({ version: { commit } }) => partOf(commit) ?? 'everything that was configured'),
    row('entries', ({ version: { commit } }) => formatCount(commit.counts.entries)),
    row('not covered', ({ version: { commit } }) =>
      commit.notCovered.length === 0 ? '' : formatCountOf(commit.notCovered.length, 'place'),
    ),
    row('tool', ({ version: { commit } }) => commit.tool),
  ]
    .map(([fact, before, after]) => [fact, printable(before), printable(after)] as const)
    .filter(([, before, after]) => before !== '' || after !== '')
}

function completeText({ version: { commit }, problems }: PageSide): string {
  if (commit.complete) return 'yes'
  return `no: ${[formatCountOf(commit.problems.length, 'problem'), ...problems].join('; ')}`
}
