import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import type { Change } from '../../src/diff/change.ts'
import { readableLines } from '../../src/diff/readable-lines.ts'

const plain = picocolors.createColors(false)
const content = (size: number) => ({ sha256: null, size })

function shown(changes: readonly Change[]): string {
  const summary = { added: 0, removed: 0, modified: 0, renamed: 0, metadata: 0, unknown: 0 }
  for (const { type } of changes) summary[type]++
  return readableLines({ changes, summary }, plain).join('\n')
}

test('each kind of change has its sign, and what was changed besides content is below it', () => {
  expect(
    shown([
      { type: 'added', path: 's3-buckets/b/new', after: content(10) },
      { type: 'removed', path: 's3-buckets/b/old\n', before: content(2048) },
      { type: 'modified', path: 's3-buckets/b/x', before: content(1), after: content(2) },
      {
        type: 'metadata',
        path: 's3-buckets/b/y',
        details: [
          { op: 'replace', path: '/meta/cacheControl', before: 'no-cache', after: 'max-age=1' },
          { op: 'add', path: '/meta/metadata/a~1b', after: 'c' },
          { op: 'remove', path: '/meta/tags', before: { a: 'b' } },
        ],
      },
      { type: 'unknown', path: 's3-buckets/c/', reason: 'AccessDenied', entries: 3 },
    ]),
  ).toMatchInlineSnapshot(`
    "+ s3-buckets/b/new  10 B
    - "s3-buckets/b/old\\n"  2.0 KiB
    ~ s3-buckets/b/x  1 B → 2 B
    * s3-buckets/b/y
        cacheControl: no-cache → max-age=1
        metadata.a/b: c
        tags: {"a":"b"} removed
    ? s3-buckets/c/  AccessDenied, 3 paths cannot be compared

    1 added, 1 removed, 1 modified, 1 metadata, 1 unknown"
  `)
})

test('the folder that both names of a renamed thing have in common is told once', () => {
  const renamed = (from: string, path: string): Change => ({ type: 'renamed', from, path, after: content(1) })
  expect(
    shown([
      renamed('s3-buckets/b/photos/a.jpg', 's3-buckets/b/photos/b.jpg'),
      renamed('s3-buckets/b/x', 's3-buckets/b/x/y'),
      renamed('local/a', 's3-buckets/b/a'),
      renamed('s3-buckets/b/\n', 's3-buckets/b/c'),
    ]),
  ).toMatchInlineSnapshot(`
    "> s3-buckets/b/photos/{a.jpg → b.jpg}  1 B
    > s3-buckets/b/{x → x/y}  1 B
    > local/a → s3-buckets/b/a  1 B
    > "s3-buckets/b/\\n" → s3-buckets/b/c  1 B

    4 renamed"
  `)
})
