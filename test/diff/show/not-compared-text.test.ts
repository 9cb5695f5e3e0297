import { expect, test } from 'vitest'
import type { Commit } from '../../../src/model/commit.ts'
import { digestOf } from '../../../src/model/digest.ts'
import { notComparedText } from '../../../src/diff/show/not-compared-text.ts'
import { storeOfVersions } from '../../helpers/store-of-versions.ts'

/** What is said of a version that two entries of were not compared, by what its parent is like. */
async function saidOf(about: Partial<Commit>, parent?: Commit['parent']): Promise<string | undefined> {
  const { store, versions } = await storeOfVersions({ made: [], about }, { made: [] })
  const commit = versions[1]?.commit
  if (commit === undefined) throw new Error('there are two versions')
  const counts = { ...commit.counts, notCompared: 2 }
  return notComparedText(store, { ...commit, counts, parent: parent ?? commit.parent })
}

const left = { path: 'shop/', reason: 'left out' }
const denied = { ...left, denied: { source: 'shop', actions: ['shop:ListThings'] } }

test('what was not compared is what the parent did not ask for, or could not read where it was denied something', async () => {
  const unasked = '2 not compared: the parent did not ask for them'
  expect(await saidOf({ notCovered: [left] })).toBe(unasked)
  expect(await saidOf({ notCovered: [left, denied] })).toBe(`${unasked}, or could not read them`)
  expect(await saidOf({ complete: false })).toBe(`${unasked}, or could not read them`)
})

test('a parent that the store has lost keeps nothing from being said of a version', async () => {
  expect(await saidOf({}, digestOf(Buffer.from('lost')))).toBe(
    '2 not compared: the parent, which is damaged, did not ask for them or could not read them',
  )
})
