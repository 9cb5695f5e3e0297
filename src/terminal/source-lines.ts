import type { SourceReport } from '../model/commit.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { formatBytes } from './format-bytes.ts'
import { formatDuration } from './format-duration.ts'
import { printable } from './printable.ts'
import { tableLines } from './table.ts'

/** What each source put into a version, how many calls it made and how long it took; those that hold nothing share a line. */
export function sourceLines(sources: readonly SourceReport[]): string[] {
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
  const rest =
    empty.length === 0 ? [] : [`  no entries from ${empty.map(({ name }) => printable(name)).join(', ')}`]
  return [...tableLines(rows, [1, 2, 3, 4]), ...rest]
}
