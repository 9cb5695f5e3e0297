import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Leaves } from '../../src/capture/leaves.ts'
import { entryLine } from '../../src/model/entry.ts'

const lineOf = (path: string, note = '') =>
  entryLine({ path, type: 'config', sha256: null, size: 0, meta: { note } })

const leavesOf = (lines: readonly string[]) => {
  const leaves = new Leaves()
  for (const line of lines) leaves.add(line)
  return leaves
}

test('every line comes back as it was, in the order of the UTF-8 bytes of the paths', () => {
  const paths = fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 200 })
  fc.assert(
    fc.property(paths, (some) => {
      const leaves = leavesOf(some.map((path) => lineOf(path)))
      const sorted = some.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(leaves.size).toBe(some.length)
      expect([...leaves.inPathOrder()]).toEqual(sorted.map((path) => ({ path, line: lineOf(path) })))
    }),
  )
})

test('lines that are longer than a block, or end one, are kept whole', () => {
  const lines = [300_000, 1_500_000, 700_000, 400_000, 10].map((length, i) =>
    lineOf(`path ${i}`, 'ü'.repeat(length)),
  )
  expect([...leavesOf(lines).inPathOrder()].map(({ line }) => line)).toEqual(lines)
})

test('a path that is offered twice is an error, for one of the two would be lost', () => {
  expect(() => [...leavesOf([lineOf('a'), lineOf('b'), lineOf('a')]).inPathOrder()]).toThrow(
    expect.objectContaining({
      code: 'Source',
      message: "path 'a' was listed twice, and one of the two would be lost",
    }) as Error,
  )
})

test('lines are all of a version only when there are as many, each of another path', () => {
  const leaves = new Leaves()
  leaves.add('{"path":"a"}')
  leaves.add('{"path":"b"}')
  expect([1, 2, 3].map((count) => leaves.areAll(count))).toEqual([false, true, false])
  leaves.add('{"path":"a"}')
  expect(leaves.areAll(3)).toBe(false)
})
