import type { Colors } from './io.ts'
import { printable } from './printable.ts'

/** A value of a row. */
export type Cell = string | number | bigint | null

/** The widths are those of the first rows, so that any number of them can follow. */
const MEASURED = 1000
/** A column gets no narrower than this, however many there are. */
const LEAST = 8
/** Where nothing limits the width, a column is aligned up to this one, and what is wider stands out. */
const WIDEST = 80

/**
 * Rows under their names as lines of aligned columns, numbers to the right. With `columns`, what does not fit into so
 * many is cut, the widest columns first.
 */
export function* rowLines(
  names: readonly string[],
  rows: Iterable<readonly Cell[]>,
  colors: Colors,
  columns?: number,
): Generator<string, void, undefined> {
  const iterator = rows[Symbol.iterator]()
  const first: (readonly Cell[])[] = []
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
    first.push(next.value)
    if (first.length === MEASURED) break
  }
  const titles = names.map(printable)
  const widths = titles.map((title, i) =>
    first.reduce((most, row) => Math.max(most, cellText(row[i] ?? null).length), title.length),
  )
  const isNumber = names.map(
    (_, i) =>
      first.every((row) => typeof row[i] !== 'string') && first.some((row) => (row[i] ?? null) !== null),
  )
  const rooms =
    columns === undefined ? widths.map((width) => Math.min(width, WIDEST)) : fitted(widths, columns)
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => {
        const room = rooms[i] ?? 0
        const shown = columns !== undefined && text.length > room ? `${text.slice(0, room - 1)}…` : text
        return isNumber[i] === true ? shown.padStart(room) : shown.padEnd(room)
      })
      .join('  ')
      .trimEnd()
  yield colors.bold(line(titles))
  for (const row of first) yield line(row.map(cellText))
  for (let next = iterator.next(); next.done !== true; next = iterator.next())
    yield line(next.value.map(cellText))
}

/** Widths that together fit, with two spaces between them. */
function fitted(widths: readonly number[], columns: number): number[] {
  const room = columns - 2 * (widths.length - 1)
  const fits = (most: number) => widths.reduce((sum, width) => sum + Math.min(width, most), 0) <= room
  let most = widths.reduce((a, b) => Math.max(a, b), LEAST)
  while (most > LEAST && !fits(most)) most--
  return widths.map((width) => Math.min(width, most))
}

function cellText(value: Cell): string {
  return value === null ? '' : printable(String(value).replace(/\s+/g, ' '))
}
