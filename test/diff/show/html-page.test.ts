import { expect, test } from 'vitest'
import type { Change } from '../../../src/diff/compare/change.ts'
import { documentChanges } from '../../../src/diff/document/document-changes.ts'
import { htmlPage } from '../../../src/diff/show/html-page.ts'
import type { PageSide } from '../../../src/diff/show/page-head.ts'
import { withWholeThings } from '../../../src/diff/show/whole-things.ts'
import { digestOf } from '../../../src/model/digest.ts'
import { loadLayoutBelow } from '../../../src/services/layout.ts'
import { summarise } from '../../../src/diff/compare/summary.ts'
import { BARE_COMMIT } from '../../helpers/bare-commit.ts'

const layout = await loadLayoutBelow('')

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert('2')">`

function page(changes: readonly Change[], from: string, text = `+${HOSTILE}`, lines = 1): string {
  const explained = {
    changes,
    summary: summarise(changes),
    ignored: { details: 0, changes: 0 },
    notCompared: [],
  }
  const patch = () => Array.from({ length: lines }, () => ({ kind: 'added', text }) as const)
  const side: PageSide = {
    version: {
      id: digestOf(from),
      name: from,
      commit: {
        ...BARE_COMMIT,
        name: from,
        tree: digestOf('tree'),
        origins: digestOf('origins'),
        message: from,
        account: from,
        regions: [from],
        tool: from,
        by: { arn: from, user: from, host: from },
        complete: false,
        problems: [{ path: 'lambda/', operation: 'lambda:List', code: 'AccessDenied', message: from }],
      },
    },
    problems: [`lambda: 1 call denied (${from})`],
  }
  const sides = [side, { ...side, problems: [] }] as const
  const made = { from, to: 'v1.1', sides, time: Date.parse('2026-12-01T12:00:00Z') }
  const group = (own: readonly Change[]) => withWholeThings(own, layout, () => true)
  return [...htmlPage({ ...made, ...explained }, layout, patch, group)].join('')
}

const hostile: Change[] = [
  {
    type: 'modified',
    path: `${HOSTILE}/a.json`,
    document: true,
    before: { sha256: null, size: 1, contentType: HOSTILE },
    after: { sha256: null, size: 1, contentType: HOSTILE },
    details: documentChanges(
      { [HOSTILE]: 1, x: HOSTILE },
      { [HOSTILE]: HOSTILE, x: { [HOSTILE]: [] } },
      undefined,
    ),
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

/** The part of a page that is made for a change. */
function body(html: string): string {
  return html.slice(html.indexOf('<div class="changes">'), html.indexOf('</main>'))
}

test('a change has its sign, its path, what there is to say of it, and its lines', () => {
  const content = { sha256: null, size: 1 }
  const html = page(
    [
      { type: 'added', path: 'a', after: content, copyOf: 'c' },
      {
        type: 'modified',
        path: 'a.json',
        before: content,
        after: content,
        document: true,
        details: documentChanges({ a: 1 }, { a: 2 }, undefined),
      },
      { type: 'renamed', path: 'b.txt', from: 'a.txt', similarity: 90, after: content },
    ],
    'v1.0',
    '+x',
  )
  expect(body(html)).toMatchInlineSnapshot(`
    "<div class="changes">
    <div class="change head added" data-kind="added"><span class="sign">+</span> <code>a</code> <span class="note">1 B · copy of c</span></div>
    </div>
    </section>
    <section>
    <h2>a.json <small>1</small></h2>
    <div class="changes">
    <details class="change modified" data-kind="modified" open><summary class="head"><span class="sign">~</span> <code>a.json</code> <span class="note">1 B</span></summary><ul><li class="modified"><span class="sign">~</span> <span class="place">a</span> <del>1</del> → <ins>2</ins></li></ul></details>
    </div>
    </section>
    <section>
    <h2>b.txt <small>1</small></h2>
    <div class="changes">
    <details class="change renamed" data-kind="renamed" open><summary class="head"><span class="sign">&gt;</span> <code>a.txt → b.txt</code> <span class="note">1 B · 90 % alike</span></summary><pre><span class="added">+x
    </span></pre></details>
    </div>
    </section>
    "
  `)
})

test('a line without end is cut, and of many lines the first are shown', () => {
  const change: Change = { type: 'modified', path: 'x.js' }
  expect(body(page([change], 'v1.0', `+${'x'.repeat(5000)}`))).toContain(`+${'x'.repeat(999)}…`)
  expect(body(page([change], 'v1.0', '+x', 2001))).toContain('>and 1 more line<')
  const many = Array.from({ length: 51 }, () => change)
  expect(body(page(many, 'v1.0', '+x', 2000))).toContain(
    '<p class="note">the first 100,000 lines of text are shown, and none after them</p>',
  )
})

test('of many changes of one document the page has the first, and counts the rest', () => {
  const records = (ttl: number) => Object.fromEntries(Array.from({ length: 1534 }, (_, i) => [`m${i}`, ttl]))
  const details = documentChanges(records(1), records(2), undefined)
  const html = page([{ type: 'modified', path: 'a.json', document: true, details }], 'v1.0')
  expect(html.match(/<li class="modified">/g)).toHaveLength(300)
  expect(html).toContain('and 1,234 more; --json shows all')
})
