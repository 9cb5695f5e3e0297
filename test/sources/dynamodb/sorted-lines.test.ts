import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortedLines } from '../../../src/sources/dynamodb/sorted-lines.ts'
import { scratchFolder } from '../../helpers/scratch.ts'

test('lines come back in order and once for each key, however few fit into memory', () => {
  const folder = scratchFolder()
  const keyed = fc.tuple(fc.string({ maxLength: 3 }), fc.string({ unit: 'grapheme', maxLength: 30 }))
  fc.assert(
    fc.property(fc.array(keyed, { maxLength: 200 }), fc.integer({ min: 1, max: 500 }), (added, runBytes) => {
      const lines = new SortedLines(folder, runBytes)
      for (const [key, text] of added) lines.add(key, `${JSON.stringify([key, text])}\n`)
      const expected = [...new Map(added.map(([key, text]) => [key, `${JSON.stringify([key, text])}\n`]))]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, line]) => line)
        .join('')
      expect(Buffer.concat([...lines.inOrder()]).toString()).toBe(expected)
      lines.close()
      expect(readdirSync(folder)).toEqual([])
    }),
    { numRuns: 60 },
  )
})
