import { expect, test } from 'vitest'
import { checkTableExports } from '../../src/verify/table-exports.ts'
import { linesOf, subjectOf } from './verified.ts'

const PATH = 'databases/table-exports/orders.jsonl'
const table = (content: string, scanned?: number) => ({
  path: PATH,
  content,
  meta: scanned === undefined ? {} : { scanned },
})

test.each([
  ['', 0, ['passed: 1 table, 0 items']],
  ['{"id":1}\n{"id":2}\n', 2, ['passed: 1 table, 2 items']],
  ['{"id":1}\n', 2, ['failed: 1 table, 1 item', `${PATH}: 1 item, the scan counted 2`]],
  ['{"id":1}\n', undefined, ['failed: 1 table, 1 item', `${PATH}: 1 item, the scan counted none`]],
])('an export of %j is held against the %s items of the scan', async (content, scanned, lines) => {
  expect(linesOf(checkTableExports(await subjectOf([table(content, scanned)])))).toEqual(lines)
})

test('a table that could not be read is a failure', async () => {
  const unread = { path: PATH, type: 'unknown' as const, meta: { reason: 'AccessDenied' } }
  expect(linesOf(checkTableExports(await subjectOf([unread])))).toEqual([
    'failed: 1 table, 0 items',
    `${PATH}: not captured: AccessDenied`,
  ])
})
