import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import type { Change } from '../../../src/diff/compare/change.ts'
import { statLines } from '../../../src/diff/show/stat-lines.ts'
import { summarise } from '../../../src/diff/compare/summary.ts'

const plain = picocolors.createColors(false)
const content = (size: number) => ({ sha256: null, size })

function lines(columns: number): string {
  const changes: Change[] = [
    { type: 'added', path: 's3-buckets/a-bucket-with-quite-a-long-name/x', after: content(5000) },
    ...Array.from({ length: 120 }, (_, i): Change => {
      const sides = { before: content(20), after: content(10) }
      return { type: i % 3 === 0 ? 'removed' : 'modified', path: `iam/roles/${String(i)}`, ...sides }
    }),
  ]
  return statLines(
    { changes, summary: summarise(changes), entries: new Map(), notCompared: [] },
    columns,
    plain,
  ).join('\n')
}

test('the bars fit into the width', () => {
  expect(lines(80)).toMatchInlineSnapshot(`
    " s3-buckets/a-bucket-with-quite-a-long-name |   1    +4.9 KiB +
     iam/roles                                  | 120    -1.2 KiB ~~~~~~~~~~~~------
     121 changes in 2 places: 1 added, 40 removed, 80 modified"
  `)
})

test('of names that do not fit, the end is told', () => {
  expect(lines(40)).toMatchInlineSnapshot(`
    " …a-long-name |   1    +4.9 KiB +
     iam/roles    | 120    -1.2 KiB ~~~~~~~---
     121 changes in 2 places: 1 added, 40 removed, 80 modified"
  `)
})

test('what is unknown has a sign of its own and no bytes', () => {
  const changes: Change[] = [
    { type: 'unknown', path: 'cloudfront/functions/', reason: 'AccessDenied', entries: 3 },
    { type: 'unknown', path: 's3-buckets/a/b', before: content(7), after: content(9), reason: 'archived' },
    { type: 'modified', path: 's3-buckets/a/c', before: content(7), after: content(9) },
  ]
  const comparison = { changes, summary: summarise(changes), entries: new Map(), notCompared: [] }
  expect(statLines(comparison, 80, plain).join('\n')).toMatchInlineSnapshot(`
    " cloudfront/functions | 1             ?
     s3-buckets/a         | 2        +2 B ~?
     3 changes in 2 places: 1 modified, 2 unknown"
  `)
})
