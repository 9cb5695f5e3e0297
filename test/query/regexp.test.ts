import { expect, test } from 'vitest'
import { regexp } from '../../src/query/regexp.ts'
import { usedColumns } from '../../src/query/used-columns.ts'

test('REGEXP matches anywhere, by code points, and NULL matches nothing', () => {
  expect(regexp('b', 'abc')).toBe(1)
  expect(regexp('^b', 'abc')).toBe(0)
  expect(regexp('^.$', '𝄞')).toBe(1)
  expect(regexp('^1', 12)).toBe(1)
  expect(regexp('a', null)).toBeNull()
  expect(regexp(null, 'a')).toBeNull()
  expect(() => regexp('(', 'a')).toThrow(SyntaxError)
})

test('a statement can be about the columns that it names, and about all where it may mean them without', () => {
  const uses = (sql: string) => ['etag', 'size', 'meta'].filter(usedColumns(sql))
  expect(uses('SELECT size, count(*) FROM objects WHERE ETag IS NULL')).toEqual(['etag', 'size'])
  expect(uses('SELECT count( * ) FROM objects')).toEqual([])
  for (const sql of ['SELECT * FROM objects', 'SELECT o.* FROM objects o', 'SELECT 1 FROM a NATURAL JOIN b'])
    expect(uses(sql)).toEqual(['etag', 'size', 'meta'])
})
