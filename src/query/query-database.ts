import { randomUUID } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { codeOf, JsnapError, messageOf } from '../model/errors.ts'
import type { Store } from '../store/store.ts'
import { nearest } from '../versions/near.ts'
import { labelOf, type Version } from '../versions/version.ts'
import { VERSION_COLUMN, type QueryTable } from './query-table.ts'
import { usedColumns } from './used-columns.ts'

/** A value of an answer, as SQLite gives it. */
export type Answered = string | number | bigint | Buffer | null

/** After so many rows, an interruption is heard. */
const AT_ONCE = 4096
/** KiB that SQLite keeps in memory of the tables; the rest is in a file in the store. */
const CACHE_KIB = 64 * 1024

/** Answers one question over versions, from tables that are filled for it and thrown away with it. */
export class QueryDatabase {
  readonly #store: Store
  readonly #tables: readonly QueryTable[]
  readonly #file: string
  readonly #db: Database.Database

  private constructor(store: Store, tables: readonly QueryTable[]) {
    this.#store = store
    this.#tables = tables
    this.#file = join(store.temporaryFolder, `query-${randomUUID()}.sqlite`)
    this.#db = new Database(this.#file)
  }

  /** Makes the tables, all of them empty. */
  static open(store: Store, tables: readonly QueryTable[]): QueryDatabase {
    const database = new QueryDatabase(store, tables)
    try {
      chmodSync(database.#file, 0o600)
      const db = database.#db
      // What SQLite sorts would else go to a folder that others can read.
      db.pragma('temp_store = MEMORY')
      db.pragma('journal_mode = OFF')
      db.pragma('synchronous = OFF')
      db.pragma('locking_mode = EXCLUSIVE')
      db.pragma(`cache_size = -${CACHE_KIB}`)
      for (const { name, columns } of tables) {
        const defined = [...columns, VERSION_COLUMN].map((column) => `"${column.name}" ${column.type}`)
        db.exec(`CREATE TABLE "${name}" (${defined.join(', ')})`)
      }
      return database
    } catch (error) {
      database.close()
      throw error
    }
  }

  close(): void {
    this.#db.close()
    rmSync(this.#file, { force: true })
  }

  /** The tables that a statement reads. @throws JsnapError Usage for one that is none, or that does more than read */
  tablesOf(sql: string): QueryTable[] {
    this.#prepare(sql)
    const program = asUsage(() => this.#db.prepare(`EXPLAIN ${sql}`).all(), this.#tables) as {
      opcode: string
      p2: number
    }[]
    const opened = new Set(program.filter(({ opcode }) => opcode === 'OpenRead').map(({ p2 }) => p2))
    const schema = this.#db
      .prepare("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'")
      .all() as { name: string; rootpage: number }[]
    const names = new Set(schema.filter(({ rootpage }) => opened.has(rootpage)).map(({ name }) => name))
    return this.#tables.filter(({ name }) => names.has(name))
  }

  /** Fills a table with what these versions have of it, as far as the statement can be about it. */
  async fill(
    { name, columns, rows }: QueryTable,
    versions: readonly Version[],
    sql: string,
    signal: AbortSignal,
  ): Promise<void> {
    const uses = usedColumns(sql)
    const used = [...columns.keys()].filter((i) => uses(columns[i]?.name ?? ''))
    const names = [...used.map((i) => columns[i]?.name ?? ''), VERSION_COLUMN.name]
    const insert = this.#db.prepare(
      `INSERT INTO "${name}" (${names.map((column) => `"${column}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )
    let count = 0
    this.#db.exec('BEGIN')
    for (const version of versions) {
      const label = labelOf(version)
      for (const row of rows(this.#store, version, uses)) {
        insert.run(...used.map((i) => row[i]), label)
        if (++count % AT_ONCE !== 0) continue
        await setImmediate()
        signal.throwIfAborted()
      }
    }
    this.#db.exec('COMMIT')
  }

  /** The answer to a statement: the names of its columns, and its rows as they are asked for. */
  ask(sql: string): { readonly columns: readonly string[]; readonly rows: Iterable<readonly Answered[]> } {
    this.#db.pragma('query_only = ON')
    const statement = this.#prepare(sql).raw()
    const columns = statement.columns().map(({ name }) => name)
    return { columns, rows: this.#rows(statement) }
  }

  *#rows(statement: Database.Statement): Generator<readonly Answered[], void, undefined> {
    const rows = asUsage(() => statement.iterate(), this.#tables) as IterableIterator<Answered[]>
    for (;;) {
      const next = asUsage(() => rows.next(), this.#tables)
      if (next.done === true) return
      yield next.value
    }
  }

  #prepare(sql: string): Database.Statement {
    const statement = asUsage(() => this.#db.prepare(sql), this.#tables)
    const isQuestion = /^(?:\s|--.*|\/\*[^]*?\*\/)*(?:select|with|values)\b/i.test(sql)
    if (isQuestion && statement.reader && statement.readonly) return statement
    throw new JsnapError('Usage', 'the statement does more than ask', {
      hint: 'it is one that begins with SELECT, WITH or VALUES; versions never change',
    })
  }
}

/** Runs what the words of a user decide about. @throws JsnapError Usage with SQLite's message */
function asUsage<T>(work: () => T, tables: readonly QueryTable[]): T {
  try {
    return work()
  } catch (error) {
    const isTheirs = error instanceof RangeError || codeOf(error) === 'SQLITE_ERROR'
    if (!isTheirs) throw error
    throw new JsnapError('Usage', `SQLite: ${messageOf(error)}`, { hint: hintFor(messageOf(error), tables) })
  }
}

function hintFor(message: string, tables: readonly QueryTable[]): string {
  const [, kind, named = ''] = /no such (table|column): (?:.*\.)?(.+)$/.exec(message) ?? []
  const names =
    kind === 'table'
      ? tables.map(({ name }) => name)
      : tables.flatMap(({ columns }) => columns.map(({ name }) => name))
  const near = kind === undefined ? undefined : nearest(named, names)
  const all = "'jsnap query --tables' lists tables and columns"
  return near === undefined || near === named ? all : `did you mean '${near}'? ${all}`
}
