import type { Colors } from './io.ts'
import { printable } from './printable.ts'

/** A value of a row. */
export type Cell = string | number | bigint | null

/** The widths are those of the first rows, so that any number of them can follow. */
const MEASURED = 1000
/** Where columns that are no wider than this do not fit, a row is a block of lines. */
const LEGIBLE = 14
/** A column gets no narrower than this, however many there are. */
const LEAST = 8
/** Where nothing limits the width, a column is aligned up to this one, and what is wider stands out. */
const WIDEST = 80

/**
 * Rows under their names as lines of aligned columns, numbers to the right. With `columns`, what does not fit into so
 * many is cut, the widest columns first; rows whose columns would be too narrow to read stand one below the other.
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
  if (columns !== undefined && !fitsIn(widths, columns, LEGIBLE)) {
    yield* blocks(titles, chained(first, iterator), colors, columns)
    return
  }
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

/** Each row as a line for each of its values. */
function* blocks(
  titles: readonly string[],
  rows: Iterable<readonly Cell[]>,
  colors: Colors,
  columns: number,
): Generator<string, void, undefined> {
  const width = titles.reduce((most, { length }) => Math.max(most, length), 0)
  const room = Math.max(columns - width - 2, LEAST)
  let count = 0
  for (const row of rows) {
    if (count++ > 0) yield ''
    for (const [i, title] of titles.entries()) {
      const text = cellText(row[i] ?? null)
      const shown = text.length > room ? `${text.slice(0, room - 1)}…` : text
      yield `${colors.bold(title.padEnd(width))}  ${shown}`.trimEnd()
    }
  }
}

function* chained<T>(first: readonly T[], rest: Iterator<T>): Generator<T, void, undefined> {
  yield* first
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}

function fitsIn(widths: readonly number[], columns: number, most: number): boolean {
  return widths.reduce((sum, width) => sum + Math.min(width, most) + 2, -2) <= columns
}

/** Widths that together fit, with two spaces between them. */
function fitted(widths: readonly number[], columns: number): number[] {
  let most = widths.reduce((a, b) => Math.max(a, b), LEAST)
  while (most > LEAST && !fitsIn(widths, columns, most)) most--
  return widths.map((width) => Math.min(width, most))
}

function cellText(value: Cell): string {
  return value === null ? '' : printable(String(value).replace(/\s+/g, ' '))
}
