import { fork, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { codeOf, JsnapError, messageOf } from '../runtime/errors.ts'
import { passingFolder } from '../store/passing-folder.ts'
import type { Store } from '../store/store.ts'
import { suggestion } from '../runtime/nearest.ts'
import { labelOf, type Version } from '../versions/version.ts'
import type { AnswerResult, AnswerTask } from './answer-worker.ts'
import { VERSION_COLUMN, type QueryTable } from './query-table.ts'
import { regexp } from './regexp.ts'
import { usedColumns } from './used-columns.ts'

/** A value of an answer, as SQLite gives it. */
export type Answered = string | number | bigint | Uint8Array | null

/** After this many rows, interruptions are checked. */
const AT_ONCE = 4096
/** KiB that SQLite keeps in memory of the tables; the rest is in a file in the store. */
const CACHE_KIB = 64 * 1024

/** Answers one question over versions, from tables that are filled for it and thrown away with it. */
export class QueryDatabase {
  readonly #store: Store
  readonly #tables: readonly QueryTable[]
  readonly #file: string
  readonly #db: Database.Database
  /** It starts while the tables are filled. */
  readonly #answering: ChildProcess

  private constructor(store: Store, tables: readonly QueryTable[]) {
    this.#store = store
    this.#tables = tables
    this.#file = join(passingFolder(store.dir, store.user), `query-${randomUUID()}.sqlite`)
    closeSync(openSync(this.#file, 'wx', 0o600))
    this.#db = new Database(this.#file)
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    this.#answering = fork(new URL(`./answer-worker.${extension}`, import.meta.url), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }

  /** Makes the tables, all of them empty. */
  static open(store: Store, tables: readonly QueryTable[]): QueryDatabase {
    const database = new QueryDatabase(store, tables)
    try {
      const db = database.#db
      // What SQLite sorts would else go to a folder that others can read.
      db.pragma('temp_store = MEMORY')
      db.pragma('journal_mode = OFF')
      db.pragma('synchronous = OFF')
      db.pragma(`cache_size = -${CACHE_KIB}`)
      db.function('regexp', { deterministic: true }, regexp)
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
    this.#answering.kill('SIGKILL')
    this.#db.close()
    this.#removeFile()
  }

  /** Where the system can, as soon as it is open here for the last time: a reader like `head` may end the process. */
  #removeFile(): void {
    try {
      rmSync(this.#file, { force: true })
    } catch (error) {
      // Windows keeps what is open, until it is closed.
      if (codeOf(error) !== 'EBUSY' && codeOf(error) !== 'EPERM') throw error
    }
  }

  /** The tables that a statement reads. @throws JsnapError Usage for one that is invalid, or that does more than read */
  tablesOf(sql: string): QueryTable[] {
    this.#prepare(sql)
    const program = this.#db.prepare(`EXPLAIN ${sql}`).all() as { opcode: string; p2: number }[]
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
      for (const row of await rows(this.#store, version, uses)) {
        insert.run(...used.map((i) => row[i]), label)
        if (++count % AT_ONCE !== 0) continue
        await setImmediate()
        signal.throwIfAborted()
      }
    }
    this.#db.exec('COMMIT')
  }

  /** The answer to a statement: the names of its columns, and its rows as they are asked for. */
  async ask(
    sql: string,
    signal: AbortSignal,
  ): Promise<{ readonly columns: readonly string[]; readonly rows: Iterable<readonly Answered[]> }> {
    const columns = this.#prepare(sql)
      .columns()
      .map(({ name }) => name)
    const { error } = await this.#answer({ file: this.#file, sql, columns: columns.length }, signal)
    if (error !== undefined) throw asUsage(Object.assign(new Error(error.message), error), this.#tables)
    this.#removeFile()
    const rows = this.#db.prepare('SELECT * FROM answer').raw().safeIntegers().iterate()
    return { columns, rows: rows as IterableIterator<Answered[]> }
  }

  #answer(task: AnswerTask, signal: AbortSignal): Promise<AnswerResult> {
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error)
      })
      this.#answering.once('message', resolve)
      this.#answering.once('error', reject)
      // Of its end one may hear before its last message; the channel ends behind that.
      this.#answering.once('disconnect', () => {
        reject(new Error('the SQLite process ended without a result'))
      })
      this.#answering.send(task)
    })
  }

  #prepare(sql: string): Database.Statement {
    let statement: Database.Statement
    try {
      statement = this.#db.prepare(sql)
    } catch (error) {
      throw asUsage(error, this.#tables)
    }
    const isQuestion = /^(?:\s|--.*|\/\*[^]*?\*\/)*(?:select|with|values)\b/i.test(sql)
    if (isQuestion && statement.reader && statement.readonly) return statement
    throw new JsnapError('Usage', 'only read-only statements are allowed', {
      hint: 'it is one that begins with SELECT, WITH or VALUES; versions never change',
    })
  }
}

/** What the words of a user have brought about as an error of usage with SQLite's message; any other error as it is. */
function asUsage(error: unknown, tables: readonly QueryTable[]): unknown {
  const isTheirs = ['SQLITE_ERROR', 'SQLITE_TOOBIG', undefined].includes(codeOf(error))
  if (!isTheirs) return error
  return new JsnapError('Usage', `SQLite: ${messageOf(error)}`, { hint: hintFor(messageOf(error), tables) })
}

function hintFor(message: string, tables: readonly QueryTable[]): string {
  const [, kind, named = ''] = /no such (table|column): (?:.*\.)?(.+)$/.exec(message) ?? []
  const names =
    kind === 'table'
      ? tables.map(({ name }) => name)
      : tables.flatMap(({ columns }) => columns.map(({ name }) => name))
  const meant = kind === undefined ? undefined : suggestion(named, names)
  const all = "'jsnap query --tables' lists tables and columns"
  return meant === undefined ? all : `${meant} ${all}`
}
