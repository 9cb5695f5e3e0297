import { judge, type Bar } from './bars.ts'
import type { Row } from './results.ts'

/** The table of a case, and how jsnap stands against its bars. */
export function report(title: string, rows: readonly Row[], bars: readonly Bar[]): string {
  const table = rows.map((row, index) => [
    rows[index - 1]?.step === row.step ? '' : row.step,
    row.tool,
    row.seconds.toFixed(2),
    row.cpuSeconds?.toFixed(2) ?? '–',
    megabytes(row.peakBytes),
    megabytes(row.storeBytes),
    row.tool === 'jsnap' ? ratioToBestPeer(row, rows) : '',
  ])
  const lines = aligned([
    ['step', 'tool', 'seconds', 'CPU s', 'peak MB', 'store MB', '× best peer'],
    ...table,
  ])
  const judged = bars.map((bar) => judge(bar, rows)?.line ?? `unknown  ${bar.step}: not measured`)
  return [`\n${title}`, ...lines, ...judged].join('\n')
}

function ratioToBestPeer(row: Row, rows: readonly Row[]): string {
  const peers = rows.filter(({ step, tool }) => step === row.step && tool !== 'jsnap')
  if (peers.length === 0) return ''
  return (row.seconds / Math.min(...peers.map(({ seconds }) => seconds))).toFixed(2)
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '–' : (bytes / 1e6).toFixed(1)
}

/** Words to the left, numbers to the right. */
function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  return table.map((row) =>
    row
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
