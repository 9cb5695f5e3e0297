import { readableJson } from '../../model/canonical-json.ts'
import type { Gap, Problem } from '../../model/commit.ts'
import { deniedSources } from '../../model/denied.ts'
import type { Item } from '../../versions/inventory.ts'
import { formatCount, formatCountOf } from '../../runtime/format-count.ts'
import { iamPolicy } from '../../model/iam-policy.ts'
import { folderOf, grouped, problemGroups } from '../../model/problem-groups.ts'
import { plain, table } from './markdown.ts'

/** The most that are listed in a manifest; `ls` and the `objects.jsonl` files have all. */
const LISTED = 200

/** Sections on what is missing from a version and why, what is alike as one line; empty when nothing is. */
export function gapSections(
  problems: readonly Problem[],
  items: readonly Item[],
  notCovered: readonly Gap[],
): string {
  // What could not be listed is a problem, and is there.
  const stubs = items.filter(({ type }) => type === 'stub')
  const alike = grouped(stubs, ({ path, reason = '' }) => [folderOf(path), reason])
  return (
    section(
      'Problems',
      ['Path', 'Operation', 'Code', 'Message'],
      problemGroups(problems),
      ({ path, paths, operation, operations, code, message }) => [
        path + others(paths - 1, 'other path'),
        operation + others(operations - 1, 'other operation'),
        code,
        message,
      ],
    ) +
    section('Not readable', ['Path', 'Reason'], alike, ([{ path, reason = '' }, ...more]) => [
      path + others(more.length, 'other path'),
      reason,
    ]) +
    section('Not covered', ['Path', 'Reason'], notCovered, (gap) => [gap.path, gap.reason]) +
    policySection(notCovered)
  )
}

/** The policy that adds what was denied; names of actions are plain text that no fence ends. */
function policySection(notCovered: readonly Gap[]): string {
  const denied = deniedSources(notCovered)
  if (denied.length === 0) return ''
  const text = readableJson(iamPolicy(denied))
  return `\n## The policy that adds what was denied\n\n${text.trimEnd().replace(/^/gm, '    ')}\n`
}

function others(count: number, noun: string): string {
  return count === 0 ? '' : ` and ${formatCountOf(count, noun)}`
}

/** A section that lists some of what there is; empty when there is nothing. */
export function section<T>(
  title: string,
  head: readonly string[],
  all: readonly T[],
  cells: (one: T) => readonly string[],
): string {
  if (all.length === 0) return ''
  const rows = all.slice(0, LISTED).map((one) => cells(one).map(plain))
  const rest = all.length > LISTED ? `\nand ${formatCount(all.length - LISTED)} more\n` : ''
  return `\n## ${title}\n\n${table(head, rows)}${rest}`
}
