import type { Gap, Problem } from '../../model/commit.ts'
import type { Item } from '../../versions/inventory.ts'
import { formatCount } from '../../model/format-count.ts'
import { plain, table } from './markdown.ts'

/** So many are listed in a manifest; `ls` and the `objects.jsonl` files have all. */
const LISTED = 200

/** Sections on what is missing from a version and why; empty when nothing is. */
export function gapSections(
  problems: readonly Problem[],
  unreadable: readonly Item[],
  notCovered: readonly Gap[],
): string {
  return (
    section('Problems', ['Path', 'Operation', 'Code', 'Message'], problems, (problem) => [
      problem.path,
      problem.operation,
      problem.code,
      problem.message,
    ]) +
    section('Not readable', ['Path', 'Reason'], unreadable, (item) => [item.path, item.reason ?? '']) +
    section('Not covered', ['Path', 'Reason'], notCovered, (gap) => [gap.path, gap.reason])
  )
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
