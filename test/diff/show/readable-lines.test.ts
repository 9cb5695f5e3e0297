import picocolors from 'picocolors'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../../src/diff/compare/change.ts'
import type { Json } from '../../../src/model/canonical-json.ts'
import type { Detail } from '../../../src/diff/document/detail.ts'
import { documentChanges } from '../../../src/diff/document/document-changes.ts'
import { readableLines } from '../../../src/diff/show/readable-lines.ts'
import type { DocumentLists } from '../../../src/services/declaration/lists.ts'
import { summarise } from '../../../src/diff/compare/summary.ts'
import { listsOf } from '../lists-of.ts'

const plain = picocolors.createColors(false)
const content = (size: number) => ({ sha256: null, size })

function shown(
  changes: readonly Change[],
  { columns = 100, ignored = { details: 0, changes: 0 } } = {},
): string {
  const look = { columns, colors: plain, escapes: true }
  return [...readableLines({ changes, summary: summarise(changes), ignored }, look)].join('\n')
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
          {
            op: 'replace',
            path: '/meta/cacheControl',
            place: 'cacheControl',
            of: 'meta',
            before: 'no-cache',
            after: 'max-age=1',
          },
          { op: 'add', path: '/meta/metadata/a~1b', place: 'metadata.a/b', of: 'meta', after: 'c' },
          { op: 'remove', path: '/meta/tags', place: 'tags', of: 'meta', before: { a: 'b' } },
        ],
      },
      { type: 'unknown', path: 's3-buckets/c/', reason: 'AccessDenied', entries: 3 },
    ]),
  ).toMatchInlineSnapshot(`
    "+ s3-buckets/b/new  10 B
    - "s3-buckets/b/old\\n"  2.0 KiB
    ~ s3-buckets/b/x  2 B, +1 B
    * s3-buckets/b/y
        ~ cacheControl no-cache → max-age=1
        + metadata.a/b c
        - tags {a: b}
    ? s3-buckets/c/  AccessDenied, 3 paths cannot be compared

    1 added, 1 removed, 1 modified, 1 metadata, 1 unknown"
  `)
})

test('what is no text is told by its type', () => {
  const of = (contentType: string): Change => ({
    type: 'modified',
    path: 'x',
    before: { ...content(1), contentType },
    after: { ...content(2), contentType },
  })
  const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const types = ['application/pdf', sheet, 'text/css', 'image/svg+xml', 'application/json; charset=utf-8']
  expect(shown(types.map(of))).toMatchInlineSnapshot(`
    "~ x  2 B, +1 B  application/pdf
    ~ x  2 B, +1 B  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
    ~ x  2 B, +1 B
    ~ x  2 B, +1 B
    ~ x  2 B, +1 B

    5 modified"
  `)
})

test('a link is told by where it leads', () => {
  const link = (before?: string, after?: string): Change => ({
    type: 'modified',
    path: 'x',
    before: { ...content(1), ...(before === undefined ? {} : { target: before }) },
    after: { ...content(2), ...(after === undefined ? {} : { target: after }) },
  })
  expect(shown([link('a', 'b\n'), link('a'), link(undefined, 'b')])).toMatchInlineSnapshot(`
    "~ x  2 B, +1 B  link to a → "b\\n"
    ~ x  2 B, +1 B  link to a → file
    ~ x  2 B, +1 B  file → link to b

    3 modified"
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

describe('a document', () => {
  const modified = (details: readonly Detail[], path = 'a.json'): Change => ({
    type: 'modified',
    path,
    before: content(1),
    after: content(2),
    document: true,
    details,
  })

  test('that means the same is said to', () => {
    expect(shown([modified([])])).toMatchInlineSnapshot(`
      "~ a.json  2 B, +1 B
          reformatted; no semantic change

      1 modified"
    `)
  })

  test('has its long values cut so that a line fits, and what differs stays to be seen', () => {
    const arn = (name: string) =>
      `arn:aws:lambda:us-east-1:123456789012:function:a-function-with-a-long-name-${name}`
    const lines = shown(
      [
        modified(
          documentChanges({ Role: arn('one'), x: [] }, { Role: arn('two'), x: ['y'.repeat(500)] }, listsOf()),
        ),
      ],
      {
        columns: 80,
      },
    )
    expect(lines).toMatchInlineSnapshot(`
      "~ a.json  2 B, +1 B
          ~ Role …a-long-name-one → …a-long-name-two
          + x yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…yyyyyyyyyyyyyyyyyyyyyyy

      1 modified"
    `)
    expect(lines.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('can neither move the cursor nor turn the text around, and stays in its line', () => {
    const before = { 'a\u001b[2J': 'x', 'b\nc': 1, denied: 1 }
    const after = {
      'a\u001b[2J': '\u202ey\u009b',
      'b\nc': 'two\nlines',
      '\u0007': 1,
      denied: { $unknown: '\u001b[2J\n' },
    }
    expect(shown([modified(documentChanges(before, after, listsOf()))])).toMatchInlineSnapshot(`
      "~ a.json  2 B, +1 B
          + \\u0007 1
          ~ a\\u001b[2J x → \\u202ey\\u009b
          ~ b\\nc 1 → "two\\nlines"
          ? denied: unknown (\\u001b[2J\\n)

      1 modified"
    `)
  })

  test('tells values apart that look the same', () => {
    const before = { count: 60, on: true, none: null, name: 'caf\u00e9', key: 'a' }
    const after = { count: '60', on: 'true', none: 'null', name: 'cafe\u0301', key: 'a\u200d' }
    expect(shown([modified(documentChanges(before, after, listsOf()))])).toMatchInlineSnapshot(`
      "~ a.json  2 B, +1 B
          ~ count 60 → "60"
          ~ key "a" → "a\\u200d"
          ~ name "caf\\u00e9" → "cafe\\u0301"
          ~ none null → "null"
          ~ on true → "true"

      1 modified"
    `)
  })

  test('has a difference to be seen however far on it is, and no character cut in two', () => {
    const long = (end: string) => '😀'.repeat(5000) + end
    const details = documentChanges({ a: long('x'), b: '😀'.repeat(60) }, { a: long('y'), b: 1 }, listsOf())
    expect(shown([modified(details)], { columns: 60 })).toMatchInlineSnapshot(`
      "~ a.json  2 B, +1 B
          ~ a …😀😀😀😀😀😀x → …😀😀😀😀😀😀y
          ~ b 😀😀😀😀😀😀😀😀…😀😀😀 → 1

      1 modified"
    `)
  })
})

test('what was ignored is counted', () => {
  expect(shown([], { ignored: { details: 12, changes: 3 } })).toBe(
    'ignored: 12 places, and nothing else in 3 paths',
  )
})

test('the difference of a text takes the place of its line, and only the meta is told besides', () => {
  const change: Change = {
    type: 'modified',
    path: 'a.json',
    document: true,
    details: [
      { op: 'replace', path: '/x', place: 'x', before: 1, after: 2 },
      { op: 'replace', path: '/meta/x', place: 'x', of: 'meta', before: 3, after: 4 },
    ],
  }
  const look = {
    columns: 80,
    colors: plain,
    escapes: true,
    patch: () => [{ kind: 'head', text: 'diff\r' }] as const,
  }
  const explained = { changes: [change], summary: summarise([change]), ignored: { details: 0, changes: 0 } }
  expect([...readableLines(explained, look)].slice(0, 2)).toEqual(['diff\\u000d', '    ~ x 3 → 4'])
  expect([...readableLines(explained, { ...look, escapes: false })][0]).toBe('diff\r')
})

test('of a text with carriage returns, those of lines that changed are shown', () => {
  const change: Change = { type: 'modified', path: 'a.txt' }
  const patch = () =>
    [
      { kind: 'same', text: ' a\r' },
      { kind: 'removed', text: '-b\r' },
      { kind: 'added', text: '+b' },
    ] as const
  const explained = { changes: [change], summary: summarise([change]), ignored: { details: 0, changes: 0 } }
  const look = { columns: 80, colors: plain, escapes: true, patch }
  expect([...readableLines(explained, look)].slice(0, 3)).toEqual([' a', '-b\\u000d', '+b'])
})

const detailsOf = (before: Json, after: Json, lists?: DocumentLists) =>
  shown([
    {
      type: 'modified',
      path: 'local/x/a.json',
      before: content(1),
      after: content(2),
      document: true,
      details: documentChanges(before, after, lists),
    },
  ])

test('what went from a list is named in the order of the list', () => {
  expect(detailsOf({ Zones: ['1a', '1b', '1c', '1d'] }, { Zones: ['1c'] })).toContain(
    '    - Zones 1a\n    - Zones 1b\n    - Zones 1d\n',
  )
  expect(detailsOf([{ id: 'a', v: [1, 2] }, { id: 'b' }, { id: 'c' }], [{ id: 'b' }])).toMatch(
    / - a .*\n +- c\n/,
  )
})

test('nothing is said to have moved from a place to the same place', () => {
  const rules = (...names: string[]) => ({ list: names.map((id) => ({ id })) })
  // One of them has to be said to have moved: it is not the one that stands where it stood.
  expect(detailsOf(rules('a', 'b', 'c'), rules('c', 'b', 'a'))).not.toMatch(/place (\d+) to \1\b/)
  expect(detailsOf(rules('gone', 'a', 'b'), rules('b', 'a'))).toContain('list b: moved from position 3 to 1')
  expect(detailsOf(rules('a', 'b', 'c', 'd', 'e'), rules('d', 'e', 'c', 'a', 'b'))).toContain(
    'list c: moved relative to the others, still at position 3',
  )
})

test('a list is ordered by the priority of its things only in documents of WAF', () => {
  const [first, second] = [
    { Name: 'a', Priority: 1 },
    { Name: 'b', Priority: 2 },
  ]
  expect(detailsOf({ rules: [first, second] }, { rules: [second, first] })).toMatch(/moved from position/)
  expect(detailsOf({ Rules: [first, second] }, { Rules: [second, first] })).toMatch(/moved from position/)
  const inWaf = (before: Json, after: Json) =>
    detailsOf(before, after, listsOf('waf/regional/web-acls/shop.json'))
  expect(inWaf({ Steps: [first, second] }, { Steps: [second, first] })).toMatch(/moved from position/)
  expect(inWaf({ Rules: [first, second] }, { Rules: [second, first] })).not.toMatch(/moved/)
  const inMail = listsOf('integrations/ses/receipt-rule-sets/shop.json')
  expect(detailsOf({ Rules: [first, second] }, { Rules: [second, first] }, inMail)).toMatch(
    /moved from position/,
  )
})

test('of many changes of one document the first are shown, and the rest is counted, but with a patch', () => {
  const records = (ttl: number) =>
    Object.fromEntries(Array.from({ length: 1534 }, (_, i) => [`m${i + 1000}`, ttl]))
  const text = detailsOf(records(1), records(2))
  expect(text.split('\n').filter((line) => line.includes(' 1 → 2'))).toHaveLength(300)
  expect(text).toContain('\n    and 1,234 more; --json or -p shows all\n')
  const change: Change = {
    type: 'modified',
    path: 'local/x/a.json',
    before: content(1),
    after: content(2),
    document: true,
    details: documentChanges(records(1), records(2), undefined),
  }
  const look = { columns: 100, colors: plain, escapes: true, patch: () => undefined }
  const explained = { changes: [change], summary: summarise([change]), ignored: { details: 0, changes: 0 } }
  expect([...readableLines(explained, look)].filter((line) => line.includes(' 1 → 2'))).toHaveLength(1534)
})
