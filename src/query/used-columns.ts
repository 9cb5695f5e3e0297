import type { UsesColumn } from './query-table.ts'

/** The columns that a statement can be about: those that it names, or all where it may mean them without. */
export function usedColumns(sql: string): UsesColumn {
  const meansAll = sql.replace(/\bcount\s*\(\s*\*\s*\)/gi, '').includes('*') || /\bnatural\b/i.test(sql)
  const words = new Set(sql.toLowerCase().match(/\w+/g))
  return (name) => meansAll || words.has(name)
}
