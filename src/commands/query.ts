import { csvLine } from '../terminal/csv-line.ts'
import { jsonText } from '../terminal/json-text.ts'
import { DONE } from '../terminal/exit-code.ts'
import type { Io } from '../terminal/io.ts'
import { showLines } from '../terminal/pager.ts'
import { rowLines } from '../terminal/row-lines.ts'
import { tableLines } from '../terminal/table.ts'
import { JsnapError, query, queryTables, type Answered, type TableDescription } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import type { QueryOptions } from './query.flags.ts'

/** The most lines about what versions do not know. */
const SHOWN_NOTES = 5

/** Answers a question in SQL over a version, or over all of them. */
export const run: Run<QueryOptions> = async (options, context) => {
  const { io, env, signal } = context
  const { sql } = options
  if (options.tables === true) {
    const tables = await queryTables()
    if (options.json === true) io.json({ tables })
    else await showLines(tableHelp(tables, io), io, env, options.pager)
    return DONE
  }
  if (sql === undefined || sql.trim() === '') {
    throw new JsnapError('Usage', 'no SQL statement given', {
      hint: 'for example: jsnap query "SELECT name, runtime FROM functions"; \'jsnap query --tables\' lists the tables',
    })
  }
  if (options.json === true && options.csv === true)
    throw new JsnapError('Usage', "'--json' and '--csv' cannot be combined", { hint: 'use one of them' })
  const { version } = options
  const versions = options.in ?? (version === undefined ? undefined : [version])
  const given = [options.all === true, options.in !== undefined, version !== undefined]
  if (given.filter(Boolean).length > 1)
    throw new JsnapError('Usage', "'--all', '--in' and '--version' cannot be combined", {
      hint: 'use one of them',
    })
  const store = await openStore(options, context)
  try {
    const answer = await query(store, sql, {
      versions,
      all: options.all === true,
      note: (text) => io.note(text),
      signal,
    })
    try {
      const { columns, rows } = answer
      if (options.json === true) await showJson(columns, rows, io)
      else if (options.csv === true) await showCsv(columns, rows, io)
      else {
        const width = io.outputIsTerminal ? io.columns : undefined
        // A whole document in a cell hides the others; who wants it says so.
        const isShown = (i: number) => columns[i] !== 'json' || /\bjson\b/i.test(sql)
        const cells = rowsOf(rows, (row) => row.map(plainCell).filter((_, i) => isShown(i)))
        const names = columns.filter((_, i) => isShown(i))
        await showLines(rowLines(names, cells, io.colors, width), io, env, options.pager)
      }
      const notes = [...answer.missing()]
      for (const note of notes.slice(0, SHOWN_NOTES)) io.note(note)
      if (notes.length > SHOWN_NOTES) io.note(`and ${notes.length - SHOWN_NOTES} more`)
      return DONE
    } finally {
      answer.close()
    }
  } finally {
    store.close()
  }
}

function* rowsOf<T>(
  rows: Iterable<readonly Answered[]>,
  make: (row: readonly Answered[]) => T,
): Generator<T, void, undefined> {
  for (const row of rows) yield make(row)
}

/** A value as text can have it. */
function plainCell(value: Answered): string | number | bigint | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}

/** Pieces of about this many characters are written at once. */
const PIECE = 64 * 1024

async function write(pieces: Iterable<string>, io: Io): Promise<void> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < PIECE) continue
    await io.bytes(Buffer.from(text))
    text = ''
  }
  await io.bytes(Buffer.from(text))
}

async function showCsv(
  columns: readonly string[],
  rows: Iterable<readonly Answered[]>,
  io: Io,
): Promise<void> {
  const lines = rowsOf(rows, (row) => `${csvLine(row.map(plainCell))}\r\n`)
  await write([`${csvLine(columns)}\r\n`], io)
  await write(lines, io)
}

/** The one document, row by row: an answer can be larger than the memory. */
async function showJson(
  columns: readonly string[],
  rows: Iterable<readonly Answered[]>,
  io: Io,
): Promise<void> {
  const names = distinct(columns)
  let separator = ''
  const texts = rowsOf(rows, (row) => {
    const members = names.map((name, i) => `${jsonText(name)}:${jsonCell(row[i] ?? null)}`)
    const text = `${separator}{${members.join(',')}}`
    separator = ','
    return text
  })
  await write([`{"schemaVersion":1,"columns":${jsonText(names)},"rows":[`], io)
  await write(texts, io)
  await write([']}\n'], io)
}

/** A number is written with all of its digits. */
function jsonCell(value: Answered): string {
  const plain = plainCell(value)
  return typeof plain === 'bigint' ? String(plain) : jsonText(plain)
}

/** The names, where the same comes twice with a number after it. */
function distinct(columns: readonly string[]): string[] {
  const names: string[] = []
  for (const column of columns) {
    let name = column
    for (let n = 2; names.includes(name); n++) name = `${column}_${n}`
    names.push(name)
  }
  return names
}

function* tableHelp(tables: readonly TableDescription[], { colors }: Io): Generator<string, void, undefined> {
  for (const { name, about, columns, example } of tables) {
    yield `${colors.bold(name)}  ${about}`
    const rows = columns.map((column) => [`  ${column.name}`, column.type, column.about])
    yield* tableLines(rows)
    yield colors.dim(`  ${example}`)
    yield ''
  }
  yield "The JSON functions of SQLite take the columns json and meta: json ->> '$.Endpoint.Port'."
  yield "REGEXP takes regular expressions of JavaScript: name REGEXP '^qos-'."
}
