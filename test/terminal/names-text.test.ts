import { expect, test } from 'vitest'
import { namesText } from '../../src/terminal/names-text.ts'

test.each([
  [undefined, ''],
  [[], ''],
  [['www.shop.example'], '(www.shop.example)'],
  [['a.example', 'b.example'], '(a.example, b.example)'],
  [['a.example', 'b.example', 'c.example', 'd.example', 'e.example'], '(a.example, b.example, +3)'],
  [['x'.repeat(70)], `(${'x'.repeat(59)}…)`],
  [['🛍'.repeat(70)], `(${'🛍'.repeat(29)}…)`],
  [['a\u001b[31m\nb\u202e'], '(a\\u001b[31m\\nb\\u202e)'],
  // Its path says it.
  [['E1'], ''],
  [['E1', 'distributions'], ''],
])('%j is shown as %s', (names, text) => {
  expect(namesText('cloudfront/distributions/E1.json', names)).toBe(text)
})
