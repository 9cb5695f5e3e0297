import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { QueryOptions } from '../../src/commands/query.flags.ts'
import { run } from '../../src/commands/query.ts'
import type { Json } from '../../src/model/canonical-json.ts'
import { runCommand } from '../helpers/run-command.ts'
import { smallEstate } from '../helpers/small-estate.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

// As the launcher does: without it, the process that answers takes most of the time.
vi.stubEnv('NODE_COMPILE_CACHE', join(tmpdir(), 'node-compile-cache'))

async function ask(sql: string, options: Partial<QueryOptions> = {}) {
  const { folder } = await storeOfVersions({ made: smallEstate(300) }, { made: smallEstate(60) })
  const ran = await runCommand(run, { sql, pager: false, ...options }, folder)
  expect(readdirSync(join(folder, '.jsnap', 'tmp'))).toEqual([])
  return ran
}

async function rowsOf(sql: string, options: Partial<QueryOptions> = {}): Promise<Json> {
  const { stdout } = await ask(sql, { ...options, json: true })
  return (JSON.parse(stdout) as { rows: Json }).rows
}

test('a question can be about one version, or about all of them', async () => {
  const ttl = "SELECT version, ttl FROM records WHERE name LIKE 'www%'"
  expect((await ask(ttl)).stdout).toBe('version  ttl\nv1.1      60\n')
  expect((await ask(ttl, { version: 'v1.0' })).stdout).toBe('version  ttl\nv1.0     300\n')
  expect((await ask(ttl, { all: true })).stdout).toBe('version  ttl\nv1.0     300\nv1.1      60\n')
  expect(await rowsOf('SELECT name, added FROM versions')).toHaveLength(2)
})

test('all tables are listed with their columns', async () => {
  expect((await ask('', { tables: true })).stdout).toContain('sha256')
})

test('the JSON functions of SQLite work', async () => {
  expect(await rowsOf("SELECT json ->> '$.Engine' AS engine FROM resources WHERE service = 'rds'")).toEqual([
    { engine: 'postgres' },
  ])
  expect(
    await rowsOf("SELECT json_extract(meta, '$.tags.team') AS team FROM objects WHERE key = 'a.html'"),
  ).toEqual([{ team: 'web' }])
})

test('an answer can be had as CSV and as JSON', async () => {
  const sql = 'SELECT key, size, unread, size FROM objects'
  expect((await ask(sql, { csv: true })).stdout).toBe(
    'key,size,unread,size\r\na.html,3,,3\r\n"deep//b, ""b"".html",5,,5\r\nold,9,archived,9\r\n',
  )
  expect((await ask(`${sql} WHERE size = 3`, { json: true })).stdout).toBe(
    '{"schemaVersion":1,"columns":["key","size","unread","size_2"],"rows":[{"key":"a.html","size":3,"unread":null,"size_2":3}]}\n',
  )
  expect((await ask('SELECT 1 WHERE 0', { json: true })).stdout).toBe(
    '{"schemaVersion":1,"columns":["1"],"rows":[]}\n',
  )
})

test('whole numbers are printed with all of their digits', async () => {
  const sql = 'SELECT 9007199254740993 AS a, -9223372036854775808 AS b, 7 AS c, 0.5 AS d'
  expect((await ask(sql)).stdout).toMatchInlineSnapshot(`
    "               a                     b  c    d
    9007199254740993  -9223372036854775808  7  0.5
    "
  `)
  expect((await ask(sql, { csv: true })).stdout).toBe(
    'a,b,c,d\r\n9007199254740993,-9223372036854775808,7,0.5\r\n',
  )
  expect((await ask(sql, { json: true })).stdout).toContain(
    '"rows":[{"a":9007199254740993,"b":-9223372036854775808,"c":7,"d":0.5}]',
  )
})

test('REGEXP takes regular expressions of JavaScript', async () => {
  expect(await rowsOf("SELECT key FROM objects WHERE key REGEXP '^[ao].*(html|d)$' ORDER BY key")).toEqual([
    { key: 'a.html' },
    { key: 'old' },
  ])
  expect(await rowsOf("SELECT NULL REGEXP 'a' AS a, 12 REGEXP '^1' AS b, 'é' REGEXP '^.$' AS c")).toEqual([
    { a: null, b: 1, c: 1 },
  ])
  await expect(ask("SELECT 'a' REGEXP '('")).rejects.toMatchObject({ code: 'Usage' })
})

test('what a version has no information about is told, for an empty table could be taken for an empty account', async () => {
  const { folder } = await storeOfVersions(
    {
      made: smallEstate(300),
      about: {
        problems: [{ path: 's3-buckets/shop/old', operation: 's3:GetObject', code: 'x', message: '' }],
      },
    },
    { made: [], about: { notCovered: [{ path: 's3-buckets/', reason: 'left out by --only route53' }] } },
  )
  const options = { sql: 'SELECT version, count(*) FROM objects GROUP BY version', pager: false, all: true }
  const { stdout, stderr } = await runCommand(run, options, folder)
  expect(stdout).toBe('version  count(*)\nv1.0            3\n')
  expect(stderr).toMatchInlineSnapshot(`
    "v1.0 has 1 problem in s3-buckets/, so rows may be missing
    v1.1 has no information about s3-buckets/: left out by --only route53
    "
  `)
})

test('a refused statement is an error of usage', async () => {
  await expect(ask('DELETE FROM objects')).rejects.toMatchObject({ code: 'Usage' })
  await expect(ask("SELECT json_extract('{', '$')")).rejects.toMatchObject({ code: 'Usage' })
  await expect(ask(' ')).rejects.toMatchObject({ code: 'Usage' })
})

test('a version that the query names and that is not queried is said to be so', async () => {
  const { folder } = await storeOfVersions({ made: [] }, { made: [] })
  const stderr = async (sql: string, options: Partial<QueryOptions> = {}) =>
    (await runCommand(run, { sql, pager: false, ...options }, folder)).stderr
  const sql = "SELECT count(*) FROM entries WHERE version IN ('v1.0', 'v1.1')"
  expect(await stderr(sql)).toBe('the query names v1.0, and is about v1.1: use --all, or --in\n')
  expect(await stderr(sql, { all: true })).toBe('')
  expect(await stderr(sql, { in: ['v1.0..v1.1'] })).toBe('')
  expect(await stderr("SELECT 'v1.0' FROM entries")).toBe('')
})
