import { expect, test } from 'vitest'
import { ignorePatterns } from '../../src/diff/compare/ignore-patterns.ts'
import { pathHistory, type Step } from '../../src/history/path-history.ts'
import type { Commit } from '../../src/model/commit.ts'
import { loadLayoutBelow } from '../../src/services/layout.ts'
import { loadListsBelow } from '../../src/services/lists-at.ts'
import { sortKey } from '../../src/sources/aws/content/table-scan/sort-key.ts'
import type { Made } from '../checkout/make-version.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const page = (name: string, content: string): Made => ({ path: `s3-buckets/shop/${name}`, content })

/** What became of paths, newest first, as `v1.1 since v1.0: modified a`. */
async function historyOf(
  paths: readonly string[],
  ...states: readonly { readonly made: readonly Made[]; readonly about?: Partial<Commit> }[]
): Promise<string[]> {
  const { store } = await storeOfVersions(...states)
  const explaining = {
    ignore: ignorePatterns([]),
    sortKey,
    listsAt: await loadListsBelow(''),
    layout: await loadLayoutBelow(''),
  }
  return [...pathHistory(store, paths, explaining)].map(stepText)
}

function stepText(step: Step): string {
  if (step.kind === 'blind') return `${step.version.name}: blind of ${step.path ?? 'all'}, ${step.reason}`
  const changes = step.explained.changes.map(({ type, path }) => `${type} ${path.split('/').at(-1)}`)
  return `${step.version.name} since ${step.before?.name ?? 'nothing'}: ${changes.join(', ')}`
}

test('a path has the versions that changed it, and no others', async () => {
  const states = [
    { made: [page('a', '1'), page('b', '1')] },
    { made: [page('a', '1'), page('b', '2')] },
    { made: [page('a', '2'), page('b', '2')] },
    { made: [page('b', '2')] },
  ]
  expect(await historyOf(['s3-buckets/shop/a'], ...states)).toEqual([
    'v1.3 since v1.2: removed a',
    'v1.2 since v1.1: modified a',
    'v1.0 since nothing: added a',
  ])
  expect(await historyOf(['s3-buckets/shop/*'], ...states)).toEqual([
    'v1.3 since v1.2: removed a',
    'v1.2 since v1.1: modified a',
    'v1.1 since v1.0: modified b',
    'v1.0 since nothing: added a, added b',
  ])
})

test('a version that says nothing of a path is passed over, and the next is compared with the one before it', async () => {
  const gap = { notCovered: [{ path: 's3-buckets/', reason: 'left out' }] }
  const states = [{ made: [page('a', '1')] }, { made: [], about: gap }, { made: [page('a', '2')] }]
  expect(await historyOf(['s3-buckets/shop/a'], ...states)).toEqual([
    'v1.1: blind of all, left out',
    'v1.2 since v1.0: modified a',
    'v1.0 since nothing: added a',
  ])
})

test('what the first version could not read is unknown there, and what no version before said anything of is first seen', async () => {
  const unread: Made = { path: 's3-buckets/shop/', type: 'unknown' }
  expect(await historyOf([], { made: [unread] })).toEqual(['v1.0 since nothing: unknown '])
  const gap = { notCovered: [{ path: 's3-buckets/', reason: 'left out' }] }
  expect(await historyOf(['s3-buckets/shop'], { made: [], about: gap }, { made: [page('a', '1')] })).toEqual([
    'v1.0: blind of all, left out',
    'v1.1 since nothing: firstSeen a',
  ])
})
