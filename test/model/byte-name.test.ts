import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bytesOfName,
  isNameText,
  nameOfText,
  placeInFolder,
  rawNameMeta,
  textOfName,
} from '../../src/model/byte-name.ts'

const LATIN1 = Buffer.from('caf\xe9.txt', 'latin1')

test('a byte that is no UTF-8 is U+FFFD and its two hex digits, and a real U+FFFD is doubled', () => {
  expect(textOfName(LATIN1)).toBe('caf\ufffde9.txt')
  expect(textOfName(Buffer.from('a\ufffdb'))).toBe('a\ufffd\ufffdb')
  expect(textOfName(Buffer.from([0xf0, 0x9f, 0x98, 0xc3, 0xa9]))).toBe('\ufffdf0\ufffd9f\ufffd98é')
  expect(textOfName(Buffer.from([0xed, 0xa0, 0x80, 0xff]))).toBe('\ufffded\ufffda0\ufffd80\ufffdff')
  expect(textOfName(Buffer.from('日本語 ü'))).toBe('日本語 ü')
})

test('any bytes come back from the text, and no two names have the same', () => {
  const name = fc
    .array(
      fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom('\ufffd', 'é', '😀', 'e9', 'a', '\ufffde9').map((text) => Buffer.from(text)),
      ),
    )
    .map((parts) => Buffer.concat(parts))
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(bytesOfName(textOfName(a))).toEqual(a)
      expect(isNameText(textOfName(a))).toBe(true)
      expect(textOfName(a) === textOfName(b)).toBe(a.equals(b))
    }),
    { numRuns: 2000 },
  )
})

test('text of somebody else hides no slash or dot in bytes, nor a second spelling of a name', () => {
  expect(bytesOfName('\ufffd2e\ufffd2e\ufffd2fetc').toString()).toBe('\ufffd2e\ufffd2e\ufffd2fetc')
  expect(isNameText('\ufffdc3\ufffda9')).toBe(false)
  expect(isNameText('\ufffdE9')).toBe(false)
  expect(isNameText('\ufffd')).toBe(false)
})

test('only a path that needs it has a raw name and is opened by bytes', () => {
  expect(placeInFolder('/r', 'a/b')).toBe('/r/a/b')
  expect(placeInFolder('/r', 'caf\ufffde9.txt')).toEqual(Buffer.concat([Buffer.from('/r/'), LATIN1]))
  expect(placeInFolder('/r', nameOfText('a\ufffd'))).toEqual(Buffer.from('/r/a\ufffd'))
  expect(rawNameMeta('local/x/é')).toEqual({})
  expect(rawNameMeta('local/x/\ufffde9')).toEqual({
    rawName: Buffer.from('local/x/\xe9', 'latin1').toString('base64'),
  })
})
