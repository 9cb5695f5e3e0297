import { expect, test } from 'vitest'
import { changesSince } from '../../src/history/changes-since.ts'
import type { Json } from '../../src/model/canonical-json.ts'
import { loadListsBelow } from '../../src/services/lists-at.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

test('a member that could not be read is compared with what was last read, also one called constructor', async () => {
  const at = 'lambda/functions/f/config.json'
  const state = (document: Json, unknown: readonly string[] = []) => ({
    made: [config(at, document, unknown.length === 0 ? {} : { meta: { unknown } })],
  })
  const since = async (now: Json) => {
    const { store, versions } = await storeOfVersions(
      state({ a: 1, constructor: 1 }),
      state({ $unknown: 'AccessDenied', a: 1 }, ['$unknown']),
      state(now),
    )
    const [, before, version] = versions
    if (before === undefined || version === undefined) throw new Error('there should be three versions')
    return changesSince(store, before, version, await loadListsBelow('')).flatMap(
      ({ comparison }) => comparison.changes,
    )
  }
  expect(await since({ a: 1, constructor: 1 })).toEqual([])
  expect(await since({ a: 1, constructor: 2 })).toMatchObject([
    { type: 'modified', path: at, details: [{ path: '/constructor', before: 1, after: 2 }] },
  ])
})
