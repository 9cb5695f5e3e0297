import { expect, test } from 'vitest'
import type { Change } from '../../../src/diff/compare/change.ts'
import { isWhole, withWholeThings } from '../../../src/diff/show/whole-things.ts'
import { loadLayoutBelow } from '../../../src/services/layout.ts'

const layout = await loadLayoutBelow('')

const added = (path: string, size = 10): Change => ({ type: 'added', path, after: { sha256: null, size } })
const removed = (path: string): Change => ({ type: 'removed', path, before: { sha256: null, size: 5 } })

function told(changes: readonly Change[], there: readonly string[] = []): string[] {
  return withWholeThings(changes, layout, (folder) => !there.includes(folder)).map((one) =>
    isWhole(one) ? `${one.type} ${one.path} ${one.changes.length} ${one.bytes}` : `${one.type} ${one.path}`,
  )
}

test('a function, a bucket or a layer that came or went as a whole is one', () => {
  const functionOf = (name: string) =>
    ['code.zip', 'code/index.mjs', 'code/lib/a.mjs', 'config.json'].map(
      (file) => `lambda/functions/${name}/${file}`,
    )
  expect(
    told(
      [
        added('cloudfront/distributions/E1.json'),
        ...functionOf('new').map((path) => added(path)),
        ...functionOf('old').map(removed),
        removed('lambda/functions/other/config.json'),
        ...['a/1.html', 'a/2.html', 'b.html'].map((key) => added(`s3-buckets/new/${key}`)),
        added('s3-buckets/there/1.html'),
        added('s3-buckets/there/2.html'),
        added('s3-configs/new.json'),
      ],
      ['s3-buckets/there/'],
    ),
  ).toMatchInlineSnapshot(`
    [
      "added cloudfront/distributions/E1.json",
      "added lambda/functions/new/ 4 40",
      "removed lambda/functions/old/ 4 20",
      "removed lambda/functions/other/config.json",
      "added s3-buckets/new/ 3 30",
      "added s3-buckets/there/1.html",
      "added s3-buckets/there/2.html",
      "added s3-configs/new.json",
    ]
  `)
})

test('what stands between other changes is not taken with them, and nothing is lost', () => {
  const changes: Change[] = [
    added('s3-buckets/b/1'),
    { type: 'unknown', path: 's3-buckets/b/2' },
    added('s3-buckets/b/3'),
    added('s3-buckets/b/4'),
    removed('s3-buckets/b/5'),
  ]
  const flat = withWholeThings(changes, layout, () => true).flatMap((one) =>
    isWhole(one) ? one.changes : [one],
  )
  expect(flat).toEqual(changes)
  expect(told([])).toEqual([])
})

test('a bucket that was there may get more objects than a call takes arguments', () => {
  const changes = Array.from({ length: 200_000 }, (_, i) => added(`s3-buckets/there/${i}`))
  expect(withWholeThings(changes, layout, () => false)).toHaveLength(200_000)
})
