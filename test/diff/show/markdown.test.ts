import { expect, test } from 'vitest'
import type { Change } from '../../../src/diff/compare/change.ts'
import { summarise } from '../../../src/diff/compare/summary.ts'
import { markdown } from '../../../src/diff/show/markdown.ts'
import { documentChanges } from '../../../src/diff/document/document-changes.ts'
import { withWholeThings } from '../../../src/diff/show/whole-things.ts'
import { loadLayoutBelow } from '../../../src/services/layout.ts'

const layout = await loadLayoutBelow('')

function shown(changes: readonly Change[], from = 'v1.0'): string {
  const compared = {
    from,
    to: 'v1.1',
    changes,
    summary: summarise(changes),
    ignored: { details: 0, changes: 0 },
    notCompared: [],
  }
  return [...markdown(compared, layout, (own) => withWholeThings(own, layout, () => true))].join('\n')
}

const HOSTILE = '`````\n</details> @anna #1 [x](https://x.example) |'

test('a comparison is a table of services, and a block for each that opens', () => {
  expect(
    shown([
      {
        type: 'modified',
        path: 'route53/dns-records/shop.example.json',
        document: true,
        before: { sha256: null, size: 90 },
        after: { sha256: null, size: 91 },
        details: documentChanges({ ttl: 300 }, { ttl: 60, x: [1] }, undefined),
      },
      { type: 'added', path: 's3-buckets/shop/index.html', after: { sha256: null, size: 3 } },
      { type: 'removed', path: 's3-buckets/shop/old.html', before: { sha256: null, size: 3 } },
    ]),
  ).toMatchInlineSnapshot(`
    "### v1.0 → v1.1

    1 added, 1 removed, 1 modified.

    | service | changes |
    | --- | --- |
    | Route 53 | 1 modified |
    | S3 | 1 added, 1 removed |

    <details><summary>Route 53: 1 modified</summary>

    \`\`\`diff
    ! route53/dns-records/shop.example.json  91 B, +1 B
    !     ttl 300 → 60
    +     x [1]
    \`\`\`

    </details>

    <details><summary>S3: 1 added, 1 removed</summary>

    \`\`\`diff
    + s3-buckets/shop/index.html  3 B
    - s3-buckets/shop/old.html  3 B
    \`\`\`

    </details>"
  `)
  expect(shown([])).toBe('### v1.0 → v1.1\n\nNo differences.')
})

test('nothing from the versions is markup, a mention or a link, and no block is left', () => {
  const text = shown([{ type: 'added', path: `s3-buckets/shop/${HOSTILE}` }], HOSTILE)
  const [, head = '', block = '', rest = ''] = /^([^]*?)\n(`{6,})diff\n[^]*?\n\2\n([^]*)$/.exec(text) ?? []
  expect(block).toBe('``````')
  expect(head).not.toMatch(/@anna|#1|(^|[^\\])`|<\/details>/)
  expect(rest).toBe('\n</details>')
})

test('a comparison that is too long for a comment is cut, and says so', () => {
  const changes = Array.from({ length: 3000 }, (_, i): Change => ({
    type: i % 2 === 0 ? 'added' : 'removed',
    path: `s3-buckets/shop/page-number-${i}.html`,
  }))
  const text = shown(changes)
  expect(text.length).toBeLessThan(65_536)
  expect(text).toMatch(
    /and [\d,]+ more lines\n```\n\n<\/details>\n\nToo long for a comment: `jsnap diff v1\.0 v1\.1` lists all\.$/,
  )
})
