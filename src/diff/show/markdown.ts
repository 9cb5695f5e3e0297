import picocolors from 'picocolors'
import { formatCountOf } from '../../runtime/format-count.ts'
import type { Layout } from '../../services/layout.ts'
import { printable } from '../../terminal/printable.ts'
import type { Explained } from '../compare/explain.ts'
import { summarise } from '../compare/summary.ts'
import { countsText } from './counts-text.ts'
import { notComparedLines } from './not-compared-lines.ts'
import { readableLines, type Look } from './readable-lines.ts'

/** A comparison and the names of its versions. */
interface Compared extends Pick<Explained, 'changes' | 'summary' | 'ignored' | 'notCompared'> {
  readonly from: string
  readonly to: string
}

/** Comments of GitHub have at most 65,536 characters; the rest is for what is around it. */
const MOST = 60_000
const COLUMNS = 120

/**
 * A comparison as Markdown for a pull request or a chat: a table of services, and the changes of each in a block that
 * opens. All that comes from the versions stands in blocks of code, where it is no markup, no mention and no link.
 */
export function* markdown(
  { from, to, changes, summary, notCompared }: Compared,
  layout: Layout,
  group: NonNullable<Look['group']>,
): Generator<string, void, undefined> {
  yield `### ${inline(from)} → ${inline(to)}`
  yield ''
  yield changes.length === 0 ? 'No differences.' : `${countsText(summary)}.`
  const services = [...Map.groupBy(changes, ({ path }) => layout.labelOf(path))]
  if (services.length > 0) yield* ['', '| service | changes |', '| --- | --- |']
  for (const [service, own] of services) yield `| ${inline(service)} | ${countsText(summarise(own))} |`
  let left = MOST
  for (const [service, own] of services) {
    const look: Look = { columns: COLUMNS, colors: picocolors.createColors(false), escapes: true, group }
    const part = { changes: own, summary: summarise(own), ignored: { details: 0, changes: 0 } }
    const all = [...readableLines(part, look)].map(asDiff)
    const lines = all.slice(0, all.lastIndexOf(''))
    const fitting = lines.filter((line) => (left -= line.length + 1) > 0)
    if (fitting.length > 0)
      yield* blockOf(
        `${inline(service)}: ${countsText(part.summary)}`,
        fitting,
        lines.length - fitting.length,
      )
  }
  if (left <= 0) yield* ['', `Too long for a comment: \`jsnap diff ${from} ${to}\` lists all.`]
  for (const line of notComparedLines(notCompared, { from, to })) yield* ['', inline(line)]
}

function blockOf(title: string, lines: readonly string[], more: number): string[] {
  const longest = lines.reduce(
    (most, line) => Math.max(most, ...(line.match(/`+/g) ?? []).map(({ length }) => length)),
    2,
  )
  const fence = '`'.repeat(longest + 1)
  return [
    '',
    `<details><summary>${title}</summary>`,
    '',
    `${fence}diff`,
    ...lines,
    ...(more > 0 ? [`and ${formatCountOf(more, 'more line')}`] : []),
    fence,
    '',
    '</details>',
  ]
}

/** The sign of a line goes to its beginning, where it colours it in a block of a difference. */
function asDiff(line: string): string {
  return line.replace(/^(\s*)([-+~>*?.])(?= )/, (_, indent: string, sign: string) =>
    /[-+]/.test(sign) ? sign + indent : `!${indent}`,
  )
}

/** Text that is no markup, where it is not in a block of code. */
function inline(text: string): string {
  return printable(text).replaceAll(/[\\`*_{}[\]<>()#+!|@&~]/g, (sign) =>
    sign === '<'
      ? '&lt;'
      : sign === '@'
        ? '&#64;'
        : sign === '#'
          ? '&#35;'
          : sign === '&'
            ? '&amp;'
            : `\\${sign}`,
  )
}
