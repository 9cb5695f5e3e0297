import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Journal } from '../../src/store/journal.ts'
import { scratchFolder } from '../helpers/scratch.ts'

const row = (name: string) => ({ entry: `{"meta":{"é":1},"path":"${name}"}`, origin: `{"path":"${name}"}` })
const names = (file: string) => Array.from(new Journal(file).read(), ({ entry }) => entry.split('"')[7])

function write(file: string, ...blocks: string[][]): void {
  const journal = new Journal(file)
  for (const block of blocks) journal.append(block.map(row))
  journal.close()
}

test('a journal is read piece by piece, whatever its length', () => {
  const file = join(scratchFolder(), 'journal')
  // Some megabytes, so that rows and their letters lie across the pieces.
  const blocks = Array.from({ length: 200 }, (_, i) => Array.from({ length: 256 }, (_, k) => `${i}/${k}`))
  write(file, ...blocks)
  expect(readFileSync(file).length).toBeGreaterThan(2_000_000)
  expect(names(file)).toEqual(blocks.flat())
})

test('a torn or damaged block is skipped, and those after it are read', () => {
  const file = join(scratchFolder(), 'journal')
  write(file, ['a', 'b'], ['c', 'd'], ['e', 'f'])
  const bytes = readFileSync(file)
  bytes.write('X', bytes.indexOf('"c"') + 1)
  writeFileSync(file, bytes)
  expect(names(file)).toEqual(['a', 'b', 'e', 'f'])
  truncateSync(file, bytes.length - 3)
  expect(names(file)).toEqual(['a', 'b'])
})

test('a block that says more rows than there are hides none of the others', () => {
  const file = join(scratchFolder(), 'journal')
  writeFileSync(file, '00000000 999999999\n')
  write(file, ['a'], ['b'])
  expect(names(file)).toEqual(['a', 'b'])
})
