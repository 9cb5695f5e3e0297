import { expect, test } from 'vitest'
import { changesSince } from '../../src/history/changes-since.ts'
import { loadListsBelow } from '../../src/services/lists-at.ts'
import type { Gap } from '../../src/model/commit.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const page = (content: string) => ({ path: 's3-buckets/shop/index.html', content })

/** How often versions are compared for the last of versions with these gaps, and what changed in it. */
async function lookedBack(...gaps: readonly (readonly Gap[])[]) {
  const { store, versions } = await storeOfVersions(
    ...gaps.map((notCovered, i) => ({ made: [page(`page ${i}`)], about: { notCovered } })),
  )
  const [before, version] = versions.slice(-2)
  if (before === undefined || version === undefined) throw new Error('two versions are needed')
  const parts = changesSince(store, before, version, await loadListsBelow(''))
  return {
    parts: parts.length,
    changes: parts.flatMap(({ comparison }) => comparison.changes.map(({ type, path }) => `${type} ${path}`)),
  }
}

const streams = (count: number): Gap => ({
  path: 'kinesis/stream/',
  reason: `${count} resources of type kinesis:stream, a kind that jsnap does not capture`,
})
const CHANGED = ['modified s3-buckets/shop/index.html']

test('a gap whose reason counts other things in every version is looked back over at once', async () => {
  expect(await lookedBack([streams(1)], [streams(2)], [streams(3)], [streams(4)], [])).toEqual({
    parts: 2,
    changes: CHANGED,
  })
})

test('what else a version does not cover is no reason to look at it', async () => {
  const other = (name: string): Gap => ({ path: `${name}/`, reason: 'not captured' })
  expect(
    await lookedBack(
      [streams(1), other('a')],
      [streams(1), other('b')],
      [streams(1), other('c')],
      [other('c')],
    ),
  ).toEqual({ parts: 2, changes: CHANGED })
})

test('a region that is newly read is no place of which something is looked for', async () => {
  const region = (count: number): Gap => ({ path: '@eu-west-1/', reason: `${count} resources` })
  expect(await lookedBack([region(1)], [region(2)], [])).toEqual({ parts: 1, changes: CHANGED })
})

test('what went while a place was left out is named by the version that looks there again', async () => {
  const left: Gap = { path: 's3-buckets/tea/', reason: 'excluded by the configuration' }
  const { store, versions } = await storeOfVersions(
    { made: [page(''), { path: 's3-buckets/tea/a', content: 'a' }] },
    { made: [page('')], about: { notCovered: [left] } },
    { made: [page('')], about: { notCovered: [left, streams(1)] } },
    { made: [page('')] },
  )
  const [, , before, version] = versions
  if (before === undefined || version === undefined) throw new Error('two versions are needed')
  const changes = changesSince(store, before, version, await loadListsBelow('')).flatMap(
    ({ comparison }) => comparison.changes,
  )
  expect(changes.map(({ type, path }) => `${type} ${path}`)).toEqual(['removed s3-buckets/tea/a'])
})
