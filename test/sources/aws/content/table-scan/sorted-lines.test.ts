import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortedLines } from '../../../../../src/sources/aws/content/table-scan/sorted-lines.ts'
import { scratchFolder } from '../../../../helpers/scratch.ts'

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

test.each<[string, (folder: string, file: string) => void, RegExp]>([
  ['taken away', (folder) => rmSync(folder, { recursive: true }), /^a file of the store was removed/],
  ['cut off', (_, file) => truncateSync(file, 5), /^the disk of the store has cut off/],
])('lines whose file is %s are an error of the store and not of the table', (_, harm, message) => {
  const folder = join(scratchFolder(), 'tmp')
  mkdirSync(folder)
  const lines = new SortedLines(folder, 1)
  lines.add('a', 'a\n')
  harm(folder, join(folder, readdirSync(folder)[0] ?? ''))
  const disk = { code: 'StoreDisk', message: expect.stringMatching(message) as string }
  expect(() => [...lines.inOrder()]).toThrow(expect.objectContaining(disk) as Error)
  if (!existsSync(folder)) expect(() => lines.add('b', 'b\n')).toThrow(expect.objectContaining(disk) as Error)
})
