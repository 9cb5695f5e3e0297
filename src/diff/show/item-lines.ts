import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { printable } from '../../terminal/printable.ts'
import { detailLines, type DetailLine } from './detail-lines.ts'
import type { ItemChange, TableItems } from '../document/table-items.ts'
import { shortened, valueText } from './value-text.ts'

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
  if (op === 'add') return [{ sign: '+', place, after: valueText(withoutKey(after, key), room) }]
  if (op === 'remove') return [{ sign: '-', place, before: valueText(withoutKey(before, key), room) }]
  return detailLines(details, room).map((line) => ({ ...line, place: `${place}: ${line.place}` }))
}

/** An item without the attributes that its key has already. */
function withoutKey(item: JsonObject, key: string): JsonObject {
  const said = new Set(key.split(', '))
  const isSaid = (name: string, value: Json | undefined) =>
    typeof value !== 'object' && said.has(`${name} ${String(value)}`)
  return Object.fromEntries(Object.entries(item).filter(([name, value]) => !isSaid(name, value)))
}
