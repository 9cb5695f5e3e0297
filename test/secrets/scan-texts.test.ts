import { expect, test } from 'vitest'
import { isScanned, scanTexts } from '../../src/secrets/scan-texts.ts'

const TOKEN = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_')
const STRIPE = ['sk', 'live', '51H8abcdefghijklmnopqrstuv'].join('_')
const texts = (...all: string[]) => scanTexts(all.map((text) => Buffer.from(text)))

test('what looks like a secret is told by its line and rule, in each text for itself', async () => {
  expect(await texts('nothing\n', `a\nconst token = '${TOKEN}'`, '', `\n\n${STRIPE} ${TOKEN}\n`)).toEqual([
    [],
    [{ line: 2, rule: 'github' }],
    [],
    [
      { line: 3, rule: 'github' },
      { line: 3, rule: 'stripe' },
    ],
  ])
})

test('the finding does not hold what was found', async () => {
  expect(JSON.stringify(await texts(TOKEN))).not.toContain(TOKEN)
})

test('binary and large content is not scanned', () => {
  expect(isScanned(Buffer.from('text ü'))).toBe(true)
  for (const bytes of [
    Buffer.from(''),
    Buffer.from('a\0b'),
    Buffer.from([0xff, 0xd8]),
    Buffer.alloc(1024 * 1024 + 1, 'a'),
  ])
    expect(isScanned(bytes)).toBe(false)
})
