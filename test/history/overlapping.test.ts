import { expect, test } from 'vitest'
import { overlapping } from '../../src/history/overlapping.ts'

test('texts overlap when one begins with the other', () => {
  const matches = overlapping(['a/b', 'a/', 'c/d/', 'a/x', 'é'])
  const texts = ['a/b/c', 'a/', 'a', 'c/', 'c/d/e', '', 'é/1']
  expect(texts.filter(matches)).toEqual(texts)
  expect(['b', 'c/e', 'c/dd', 'f'].filter(matches)).toEqual([])
  expect(overlapping([''])('anything')).toBe(true)
  expect(overlapping([])('anything')).toBe(false)
})

test('it is found among many beginnings as it is by looking at each', () => {
  const texts = Array.from({ length: 400 }, (_, i) => (i * 7919).toString(5).slice(0, 1 + (i % 5)))
  const beginnings = texts.filter((_, i) => i % 3 === 0 && texts[i] !== '0')
  const matches = overlapping(beginnings)
  for (const text of texts)
    expect([text, matches(text)]).toEqual([
      text,
      beginnings.some((one) => one.startsWith(text) || text.startsWith(one)),
    ])
})
