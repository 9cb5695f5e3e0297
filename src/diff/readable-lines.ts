import type { Json } from '../model/canonical-json.ts'
import type { Change } from './change.ts'
import type { Comparison } from './compare.ts'
import type { Detail } from './detail.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatCount, formatCountOf } from '../model/format-count.ts'
import type { Colors } from '../terminal/io.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'

/** A comparison for people: a line for each change, what changed in the meta below it, and a summary. */
export function readableLines({ changes, summary }: Comparison, colors: Colors): string[] {
  if (changes.length === 0) return []
  const counts = Object.entries(summary).flatMap(([type, count]) =>
    count > 0 ? [`${formatCount(count)} ${type}`] : [],
  )
  return [...changes.flatMap((change) => linesOf(change, colors)), '', counts.join(', ')]
}

function linesOf(change: Change, colors: Colors): string[] {
  const { type, path, from, before, after, details = [], reason = '', entries = 0 } = change
  const name = quotePath(path)
  const size = (bytes = 0) => colors.dim(formatBytes(bytes))
  switch (type) {
    case 'added':
      return [`${colors.green(`+ ${name}`)}  ${size(after?.size)}`]
    case 'removed':
      return [`${colors.red(`- ${name}`)}  ${size(before?.size)}`]
    case 'modified':
      return [
        `${colors.yellow(`~ ${name}`)}  ${size(before?.size)} ${colors.dim('→')} ${size(after?.size)}`,
        ...details.map((detail) => detailLine(detail, colors)),
      ]
    case 'renamed':
      return [`${colors.cyan(`> ${renameText(from ?? '', path)}`)}  ${size(after?.size)}`]
    case 'metadata':
      return [colors.magenta(`* ${name}`), ...details.map((detail) => detailLine(detail, colors))]
    case 'unknown': {
      const below = entries > 0 ? `, ${formatCountOf(entries, 'path')} cannot be compared` : ''
      return [`${colors.dim(`? ${name}`)}  ${colors.dim(printable(reason) + below)}`]
    }
  }
}

/** The folder that both paths have in common is told once, in the form of `git diff --stat`. */
function renameText(from: string, to: string): string {
  const [a, b] = [quotePath(from), quotePath(to)]
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  const folder = a.lastIndexOf('/', length - 1) + 1
  if (folder === 0 || a !== from || b !== to) return `${a} → ${b}`
  return `${a.slice(0, folder)}{${a.slice(folder)} → ${b.slice(folder)}}`
}

function detailLine({ op, path, before, after }: Detail, colors: Colors): string {
  const name = printable(
    path.slice('/meta/'.length).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~'),
  )
  if (op === 'add') return `    ${name}: ${colors.green(valueText(after))}`
  if (op === 'remove') return `    ${name}: ${colors.red(valueText(before))} ${colors.dim('removed')}`
  return `    ${name}: ${colors.red(valueText(before))} ${colors.dim('→')} ${colors.green(valueText(after))}`
}

function valueText(value: Json | undefined): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value ?? null))
}
