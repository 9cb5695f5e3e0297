import { expect, test } from 'vitest'
import { find, type Sought } from '../../src/history/find.ts'
import type { Made } from '../checkout/make-version.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const page = (name: string, content: string, meta = {}): Made => ({
  path: `local/shop/${name}`,
  content,
  meta,
})

/** The hits in versions, as `v1.0..v1.1 a.html`. */
async function found(
  states: readonly (readonly Made[])[],
  sought: Partial<Sought<true>> = {},
): Promise<string[]> {
  const { store, versions } = await storeOfVersions(...states.map((made) => ({ made })))
  const signal = new AbortController().signal
  const everything: Sought<true> = { prefix: '', isWanted: () => true, look: () => true, signal }
  const hits = await find(store, versions, { ...everything, ...sought })
  return hits.map(
    ({ from, to, entry }) => `${from.name}..${to.name} ${entry.path.slice('local/shop/'.length)}`,
  )
}

test('an entry is found once for each run of versions that have it with the same content', async () => {
  const states = [
    [page('a', 'one'), page('b', 'b')],
    [page('a', 'one', { cacheControl: 'no-store' }), page('b', 'b')],
    [page('a', 'two'), page('c/d', 'd')],
    [page('a', 'two'), page('b', 'b')],
  ]
  const runs = ['v1.0..v1.1 a', 'v1.2..v1.3 a', 'v1.0..v1.1 b', 'v1.3..v1.3 b', 'v1.2..v1.2 c/d']
  expect(await found(states)).toEqual(runs)
  expect(await found(states, { prefix: 'local/shop/c' })).toEqual(['v1.2..v1.2 c/d'])
  expect(await found(states, { isWanted: (path) => path.endsWith('/b') })).toEqual([
    'v1.0..v1.1 b',
    'v1.3..v1.3 b',
  ])
})

test('a content is looked at once for each run, and only where it is wanted', async () => {
  const looked: string[] = []
  await found([[page('a', '1'), page('b', '1')], [page('a', '1')], [page('a', '2')]], {
    isWanted: (path) => path.endsWith('/a'),
    look: ({ path, size }) => {
      looked.push(`${path} ${size}`)
      return undefined
    },
  })
  expect(looked).toEqual(['local/shop/a 1', 'local/shop/a 1'])
})

test('a search is ended at once', async () => {
  const { store, versions } = await storeOfVersions({
    made: [page('a', 'a'), page('b', 'b'.repeat(5_000_000)), page('c', 'c'), page('d', 'd')],
  })
  const abort = new AbortController()
  const looked: string[] = []
  const searching = find(store, versions, {
    prefix: '',
    isWanted: () => true,
    look: ({ path }) => {
      looked.push(path)
      setImmediate(() => abort.abort(new Error('stop')))
      return undefined
    },
    signal: abort.signal,
  })
  await expect(searching).rejects.toThrow('stop')
  expect(looked).toEqual(['local/shop/a', 'local/shop/b'])
})
