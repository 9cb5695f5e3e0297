import type { SourceReport } from '../model/commit.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { formatBytes } from './format-bytes.ts'
import { formatDuration } from './format-duration.ts'
import { printable } from './printable.ts'
import { tableLines } from './table.ts'

/**
 * What each source put into a version, how many calls it made and how long it took; those that hold nothing share a line.
 * Where that is wider than `width`, columns are left out from the right, and the names of those that hold nothing.
 */
export function sourceLines(sources: readonly SourceReport[], width = Infinity): string[] {
  const isEmpty = ({ entries, unlisted = 0 }: SourceReport) => entries + unlisted === 0
  const empty = sources.filter(isEmpty)
  const filled = sources.filter((source) => !isEmpty(source))
  const rows = filled.map(({ name, entries, bytes, requests = 0, durationMs }) => [
    `  ${printable(name)}`,
    entries === 0 ? 'unknown' : formatCountOf(entries, 'entry', 'entries'),
    entries === 0 ? '' : formatBytes(bytes),
    requests === 0 ? '' : formatCountOf(requests, 'request'),
    formatDuration(durationMs),
  ])
  return [...tableWithin(rows, width), ...(empty.length === 0 ? [] : [emptyText(empty, width)])]
}

function tableWithin(rows: readonly (readonly string[])[], width: number): string[] {
  for (const columns of [5, 4, 3]) {
    const lines = tableLines(
      rows.map((row) => row.slice(0, columns)),
      [1, 2, 3, 4],
    )
    if (lines.every(({ length }) => length <= width)) return lines
  }
  return tableLines(
    rows.map((row) => row.slice(0, 2)),
    [1],
  )
}

function emptyText(empty: readonly SourceReport[], width: number): string {
  const text = `  no entries from ${empty.map(({ name }) => printable(name)).join(', ')}`
  return text.length <= width ? text : `  no entries from ${formatCountOf(empty.length, 'other source')}`
}
