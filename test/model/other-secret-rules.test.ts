import { expect, test } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import type { Entry, EntryType } from '../../src/model/entry.ts'
import { otherSecretRules } from '../../src/model/other-secret-rules.ts'
import type { SecretRulesScope } from '../../src/model/scope.ts'

const KNOWN = digestOf(Buffer.from('of its own'))
const rules = (own: SecretRulesScope['own'], known = KNOWN) => ({ secretRules: { own, known } })

function entry(type: EntryType, path: string, sealed: boolean): Entry {
  return { type, path, sha256: KNOWN, size: 1, meta: sealed ? { sealed: true } : {} }
}

test.each<[string, EntryType, SecretRulesScope['own'], SecretRulesScope['own'], boolean, boolean]>([
  ['local/x/a.conf', 'file', [], [['*.conf', 'sealed']], true, true],
  ['local/x/a.conf', 'file', [['*.conf', 'env']], [['local/**', 'sealed']], true, true],
  ['local/x/a.conf', 'file', [['*.conf', 'env']], [['*.md', 'sealed']], false, false],
  ['local/x/.env', 'file', [], [['*.conf', 'sealed']], true, false],
  ['local/x/.env', 'file', [], [['.env', 'env']], true, false],
  // The last that matches counts.
  [
    'local/x/a',
    'file',
    [
      ['a', 'env'],
      ['x', 'env'],
    ],
    [
      ['x', 'env'],
      ['a', 'env'],
    ],
    true,
    false,
  ],
  [
    'local/x/a',
    'file',
    [
      ['a', 'env'],
      ['**/a', 'sealed'],
    ],
    [
      ['**/a', 'sealed'],
      ['a', 'env'],
    ],
    true,
    true,
  ],
  ['lambda/functions/f/code/a.conf', 'file', [], [['*.conf', 'sealed']], false, false],
  ['sqs/queues/q.json', 'config', [], [['sqs/**', ['/Policy/Id']]], false, true],
  ['sqs/queues/q.json', 'config', [], [['sqs/**', 'sealed']], false, false],
])('%s (%s): %j → %j', (path, type, before, after, isSealed, expected) => {
  const differ = otherSecretRules(rules(before), rules(after))
  expect(differ?.(entry(type, path, false), entry(type, path, isSealed))).toBe(expected)
})

test('rules that are the same, or that a version does not keep, are no others', () => {
  expect(otherSecretRules(rules([['a', 'env']]), rules([['a', 'env']]))).toBeUndefined()
  expect(otherSecretRules({}, rules([['a', 'env']]))).toBeUndefined()
})

test('a file that another jsnap seals by a rule of its own is stored another way', () => {
  const differ = otherSecretRules(rules([]), rules([], digestOf(Buffer.from('of a newer one'))))
  const [plain, sealed] = [false, true].map((is) => entry('file', 'local/x/.newrc', is)) as [Entry, Entry]
  expect([differ?.(plain, sealed), differ?.(sealed, sealed), differ?.(plain, plain)]).toEqual([
    true,
    false,
    false,
  ])
})
