import type { Answered } from '../query/query-database.ts'
import type { Column } from '../query/query-table.ts'
import type { Store } from '../store/store.ts'
import { lineage } from '../versions/lineage.ts'
import { labelOf, type Version } from '../versions/version.ts'
import { chooseVersion, versionsNamed } from './versions.ts'

/** Which versions a query is about. */
export interface QueryOptions {
  /** One version; when not given, the newest that was asked for what the query is about. `all` means every version of the history. */
  readonly version?: Version | string | undefined
  /** Several versions, also ranges `A..B` with both ends, instead of one. */
  readonly versions?: readonly (Version | string)[] | undefined
  readonly all?: boolean
  /** Called with a note when the version used is not the newest one. */
  readonly note?: (text: string) => void
  readonly signal?: AbortSignal | undefined
}

/** The result of a query. Close it when you have its rows. */
export interface QueryAnswer {
  readonly columns: readonly string[]
  /** Each as it is taken, once. Numbers that are whole are bigints. */
  readonly rows: Iterable<readonly Answered[]>
  /** What is missing in the tables because a version has no information about it, as text. */
  readonly missing: () => Iterable<string>
  close(): void
}

/**
 * Runs an SQL query over a version, or over all of them.
 * @throws JsnapError Usage for SQL that SQLite refuses or that does more than read, UnknownVersion
 */
export async function query(store: Store, sql: string, options: QueryOptions = {}): Promise<QueryAnswer> {
  const { version, note = () => undefined, signal = new AbortController().signal } = options
  const [{ QueryDatabase }, { QUERY_TABLES }, { missingRows }] = await Promise.all([
    import('../query/query-database.ts'),
    import('../query/query-tables.ts'),
    import('../query/missing-rows.ts'),
  ])
  const all = [...lineage(store)].reverse()
  const database = QueryDatabase.open(store, QUERY_TABLES)
  try {
    const tables = database.tablesOf(sql)
    const folders = tables.flatMap((table) => table.folders)
    const isOfAll = options.all === true || tables.every((table) => table.isOfAllVersions === true)
    const named = options.versions === undefined ? undefined : versionsNamed(store, options.versions)
    const asked = isOfAll ? all : (named ?? [chooseVersion(store, version, { paths: folders, note })])
    const unasked = isOfAll ? [] : unaskedVersions(store, sql, asked)
    if (unasked.length > 0)
      note(
        `the query names ${unasked.join(', ')}, and is about ${asked.map(labelOf).join(', ')}: use --all, or --in`,
      )
    for (const table of tables)
      await database.fill(table, table.isOfAllVersions === true ? all : asked, sql, signal)
    const { columns, rows } = await database.ask(sql, signal)
    return {
      columns,
      rows: untilAborted(rows, signal),
      missing: () => missingRows(store, tables, asked),
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

/** Versions that the text of a query names, and that are not queried: no row could match. */
function unaskedVersions(store: Store, sql: string, asked: readonly Version[]): string[] {
  if (!/\bversion\b/i.test(sql)) return []
  const { names } = store.refs()
  const queried = new Set(asked.map(({ id }) => id))
  const texts = [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"))
  return texts.filter((text) => {
    const id = names.get(text)
    return id !== undefined && !queried.has(id)
  })
}

function* untilAborted<T>(rows: Iterable<T>, signal: AbortSignal): Generator<T, void, undefined> {
  for (const row of rows) {
    signal.throwIfAborted()
    yield row
  }
}

/** A table that can be queried. */
export interface TableDescription {
  readonly name: string
  readonly about: string
  readonly columns: readonly Column[]
  /** An SQL query, as an example. */
  readonly example: string
}

/** The tables that can be queried. */
export async function queryTables(): Promise<TableDescription[]> {
  const [{ QUERY_TABLES }, { VERSION_COLUMN }] = await Promise.all([
    import('../query/query-tables.ts'),
    import('../query/query-table.ts'),
  ])
  return QUERY_TABLES.map(({ name, about, columns, example }) => ({
    name,
    about,
    columns: [...columns, VERSION_COLUMN],
    example,
  }))
}
