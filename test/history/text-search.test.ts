import { expect, test } from 'vitest'
import { LARGEST_TEXT, TextSearch, type FoundLines } from '../../src/history/text-search.ts'
import { parseEntry } from '../../src/model/entry.ts'
import { entries } from '../../src/store/tree.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

/** What is found in contents, by their names, and how many of them were too large. */
async function searched(pattern: RegExp, contents: Readonly<Record<string, string | Uint8Array>>) {
  const made = Object.entries(contents).map(([name, content]) => ({ path: `local/x/${name}`, content }))
  const { store, versions } = await storeOfVersions({ made })
  const search = new TextSearch(store, pattern)
  const found: Record<string, FoundLines> = {}
  for (const line of versions.flatMap(({ commit }) => [...entries(store, commit.tree)])) {
    const entry = parseEntry(line)
    const lines = search.look(entry)
    // It remembers what it has looked into.
    expect(search.look(entry)).toEqual(lines)
    if (lines !== undefined) found[entry.path.slice('local/x/'.length)] = lines
  }
  return { found, tooLarge: search.tooLarge }
}

test('text is found by line, whatever ends the lines', async () => {
  const { found } = await searched(/^two$/, {
    unix: 'one\ntwo\n',
    windows: 'one\r\ntwo\r\n',
    none: 'two three',
  })
  const second: FoundLines = { count: 1, first: [{ line: 2, text: 'two' }] }
  expect(found).toEqual({ unix: second, windows: second })
})

test('what has a zero byte, is no UTF-8 or is too large is not looked into, and the last is counted', async () => {
  const { found, tooLarge } = await searched(/key/, {
    binary: Buffer.from('key\0'),
    latin: Buffer.from([0x6b, 0x65, 0x79, 0xe4]),
    large: Buffer.alloc(LARGEST_TEXT + 1, 'key '),
    text: 'key',
  })
  expect(Object.keys(found)).toEqual(['text'])
  expect(tooLarge).toBe(1)
})

test('of many lines the first are kept, and of a long one what is around the place', async () => {
  const { found } = await searched(/key/, {
    many: 'key\n'.repeat(8),
    long: `${'x'.repeat(5000)}key${'y'.repeat(5000)}`,
  })
  expect(found['many']).toMatchObject({
    count: 8,
    first: [1, 2, 3, 4, 5].map((line) => ({ line, text: 'key' })),
  })
  expect(found['long']?.first[0]?.text).toBe(`…${'x'.repeat(20)}key${'y'.repeat(477)}…`)
})
