import { expect, test } from 'vitest'
import { gapAt } from '../../src/model/gap-matcher.ts'
import { leftOutText } from '../../src/terminal/left-out-text.ts'

test('what was met is named, also where its name has signs of a glob', () => {
  const met = ['local/x/a*b', 'local/x/{c}', 'local/x/d'].map((path) => gapAt(path, 'a named pipe'))
  expect(leftOutText(met)).toBe(
    'not covered: local/x/a*b (a named pipe), local/x/{c} (a named pipe), local/x/d (a named pipe)',
  )
})

test('patterns, folders and regions are no things that were met', () => {
  const gaps = ['local/x/a*b', 'local/x/[ab]', 'lightsail/buckets/a/', '@us-west-2/']
  expect(leftOutText(gaps.map((path) => ({ path, reason: 'not captured' })))).toBeUndefined()
})
