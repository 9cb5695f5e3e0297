import { printable } from '../terminal/printable.ts'
import { detailLines, type DetailLine } from './detail-lines.ts'
import type { ItemChange, TableItems } from './table-items.ts'
import { shortened, unsaid, valueText } from './value-text.ts'

/** The lines for the items of a table that changed. */
export function itemLines(items: TableItems | undefined, width: number): DetailLine[] {
  return (items?.first ?? []).flatMap((change) => linesOf(change, width))
}

function linesOf(
  { op, key, before = {}, after = {}, details = [] }: ItemChange,
  width: number,
): DetailLine[] {
  const place = shortened(printable(key), Math.floor(width / 2))
  const room = width - place.length - 2
  if (op === 'add') return [{ sign: '+', place, after: valueText(unsaid(after, key), room) }]
  if (op === 'remove') return [{ sign: '-', place, before: valueText(unsaid(before, key), room) }]
  return detailLines(details, room).map((line) => ({ ...line, place: `${place}: ${line.place}` }))
}
