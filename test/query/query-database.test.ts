import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { QueryDatabase } from '../../src/query/query-database.ts'
import { QUERY_TABLES } from '../../src/query/query-tables.ts'
import { smallEstate } from '../helpers/small-estate.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

// As the launcher does: without it, the process that answers takes most of the time.
vi.stubEnv('NODE_COMPILE_CACHE', join(tmpdir(), 'node-compile-cache'))

const never = new AbortController().signal

/** The tables of a version, which are thrown away when the test ends, and the names of the files that hold them. */
async function opened() {
  const { folder, store, versions } = await storeOfVersions({ made: smallEstate(300) })
  const database = QueryDatabase.open(store, QUERY_TABLES)
  onTestFinished(() => {
    database.close()
  })
  return {
    database,
    versions,
    tablesOf: (sql: string) => database.tablesOf(sql).map(({ name }) => name),
    files: () => readdirSync(join(folder, '.jsnap', 'tmp')),
  }
}

test('every example is a question that can be answered, about its table', async () => {
  const { tablesOf } = await opened()
  for (const { name, example } of QUERY_TABLES) expect(tablesOf(example)).toContain(name)
})

test('a question is about the tables that it reads', async () => {
  const { tablesOf } = await opened()
  expect(tablesOf('SELECT 1')).toEqual([])
  expect(tablesOf('SELECT * FROM zones z JOIN records r ON r.zone_id = z.id')).toEqual(['zones', 'records'])
  expect(tablesOf('/* a note */ -- another\n WITH x AS (SELECT name FROM zones) SELECT * FROM x')).toEqual([
    'zones',
  ])
})

test('only questions are answered', async () => {
  const { tablesOf } = await opened()
  for (const sql of [
    'DELETE FROM objects',
    'WITH x AS (SELECT 1) DELETE FROM objects',
    "ATTACH '/tmp/x' AS x",
    'PRAGMA journal_mode = DELETE',
    'CREATE TABLE x (y)',
    'VACUUM',
    'EXPLAIN SELECT 1',
    'SELECT 1; DELETE FROM objects',
  ])
    expect(() => tablesOf(sql), sql).toThrow(expect.objectContaining({ code: 'Usage' }) as Error)
})

test('what SQLite does not understand is an error of usage, with its words and a hint', async () => {
  const { tablesOf } = await opened()
  expect(() => tablesOf('SELECT * FROM object')).toThrow(
    expect.objectContaining({
      code: 'Usage',
      message: 'SQLite: no such table: object',
      hint: "did you mean 'objects'? 'jsnap query --tables' lists tables and columns",
    }) as Error,
  )
  expect(() => tablesOf('SELECT o.bukket FROM objects o')).toThrow(
    expect.objectContaining({
      hint: "did you mean 'bucket'? 'jsnap query --tables' lists tables and columns",
    }) as Error,
  )
})

test('a table is filled with the columns that a question names, and while its answer is read, it is no file any more', async () => {
  const { database, versions, files } = await opened()
  const sql = 'SELECT key, size FROM objects WHERE size < 9'
  for (const table of database.tablesOf(sql)) await database.fill(table, versions, sql, never)
  expect(files()).toHaveLength(1)
  const { columns, rows } = await database.ask(sql, never)
  expect(files()).toEqual([])
  expect(columns).toEqual(['key', 'size'])
  expect([...rows]).toEqual([
    ['a.html', 3n],
    ['deep//b, "b".html', 5n],
  ])
})

test('a question is given up at once, and leaves nothing behind', async () => {
  const { database, files } = await opened()
  const abort = new AbortController()
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
  const asked = database.ask(endless, abort.signal)
  setTimeout(() => {
    abort.abort(new Error('stop'))
  }, 100)
  await expect(asked).rejects.toThrow('stop')
  database.close()
  expect(files()).toEqual([])
})
