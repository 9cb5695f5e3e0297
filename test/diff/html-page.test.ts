import { expect, test } from 'vitest'
import type { Change } from '../../src/diff/change.ts'
import { documentChanges } from '../../src/diff/document-changes.ts'
import { htmlPage } from '../../src/diff/html-page.ts'
import { summarise } from '../../src/diff/summary.ts'

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert('2')">`

function page(changes: readonly Change[], from: string): string {
  const explained = { changes, summary: summarise(changes), ignored: { details: 0, changes: 0 } }
  const patch = () => [{ kind: 'added', text: `+${HOSTILE}` }] as const
  return [...htmlPage({ from, to: 'v1.1', ...explained }, patch)].join('')
}

const hostile: Change[] = [
  {
    type: 'modified',
    path: `${HOSTILE}/a.json`,
    document: true,
    before: { sha256: null, size: 1, contentType: HOSTILE },
    after: { sha256: null, size: 1, contentType: HOSTILE },
    details: documentChanges({ [HOSTILE]: 1, x: HOSTILE }, { [HOSTILE]: HOSTILE, x: { [HOSTILE]: [] } }),
    items: {
      added: 1,
      removed: 0,
      modified: 0,
      first: [{ op: 'add', key: HOSTILE, after: { [HOSTILE]: HOSTILE } }],
    },
  },
  { type: 'unknown', path: `s3-buckets/${HOSTILE}`, reason: HOSTILE, entries: 1 },
  { type: 'renamed', path: HOSTILE, from: `x${HOSTILE}` },
]

test('nothing from the data is markup in the page', () => {
  const html = page(hostile, HOSTILE)
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(html.match(/<\/script/g)).toHaveLength(1)
  expect(html).not.toMatch(/<img|onerror="/)
  // The whole head of the page stands before anything from the data.
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('&lt;'))
})

test('the page may run its own script and nothing else, and loads nothing', () => {
  const html = page([], 'v1.0')
  expect(html).toMatch(
    /content="default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'"/,
  )
  expect(html).not.toMatch(/https?:|src=|href=|style="| on[a-z]+="/)
  expect(html).toContain('No differences.')
})
