import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readableDomain } from '../../src/model/readable-domain.ts'

test.each([
  ['shop.example.', 'shop.example'],
  ['\\052.shop.example.', '*.shop.example'],
  ['0\\05725.2.0.192.in-addr.arpa.', '0\\05725.2.0.192.in-addr.arpa'],
  ['a\\040b\\134c\\303\\251.example.', 'a\\040b\\134c\\303\\251.example'],
  ['.', '.'],
])('%s is shown as %s', (name, shown) => {
  expect(readableDomain(name)).toBe(shown)
})

test('two domains are never shown alike', () => {
  // As Route 53 writes names: all but these characters by their codes.
  const escaped = (byte: number) =>
    /[a-z0-9_.-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`
  const name = fc.uint8Array({ minLength: 1 }).map((bytes) => `${[...bytes].map(escaped).join('')}.`)
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(readableDomain(a) === readableDomain(b)).toBe(a === b)
    }),
  )
})
