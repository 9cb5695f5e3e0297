import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Chunker } from '../../src/store/chunker.ts'

const split = (bytes: Buffer, piece: number): Buffer[] => {
  const chunker = new Chunker('seed')
  const chunks: Buffer[] = []
  let start = 0
  for (let end = piece; ; end += piece) {
    const found = chunker.split(bytes.subarray(start, end), end >= bytes.length)
    for (const chunk of found) start += chunk.length
    chunks.push(...found)
    if (end >= bytes.length) return chunks
  }
}
const ids = (chunks: readonly Buffer[]) =>
  chunks.map((chunk) => createHash('sha256').update(chunk).digest('hex'))

test('the chunks put together are the content, however it came', () => {
  const bytes = randomBytes(3_000_000)
  for (const piece of [1000, 65_536, 1_000_000, 3_000_000]) {
    expect(Buffer.concat(split(bytes, piece)).equals(bytes), `pieces of ${piece}`).toBe(true)
  }
})

test('the chunks do not depend on the pieces that the content came in', () => {
  const bytes = randomBytes(2_000_000)
  expect(ids(split(bytes, 4_096))).toEqual(ids(split(bytes, 2_000_000)))
})

test('chunks keep within their bounds', () => {
  const lengths = split(randomBytes(8_000_000), 1_000_000).map((chunk) => chunk.length)
  expect(Math.max(...lengths)).toBeLessThanOrEqual(256 * 1024)
  expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThan(16 * 1024)
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
  expect(mean).toBeGreaterThan(40_000)
  expect(mean).toBeLessThan(110_000)
})

test('an insertion changes only the chunks around it', () => {
  const bytes = randomBytes(8_000_000)
  const edited = Buffer.concat([
    bytes.subarray(0, 3_000_000),
    Buffer.from('inserted'),
    bytes.subarray(3_000_000),
  ])
  const before = new Set(ids(split(bytes, 1_000_000)))
  const fresh = ids(split(edited, 1_000_000)).filter((id) => !before.has(id))
  expect(fresh.length).toBeLessThan(6)
})

test('content without any boundary is cut at the greatest size', () => {
  expect(split(Buffer.alloc(600_000), 600_000).map((chunk) => chunk.length)).toEqual([
    262_144, 262_144, 75_712,
  ])
})
