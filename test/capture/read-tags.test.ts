import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Account } from '../../fixtures/endpoint/account.ts'
import { startEndpoint } from '../../fixtures/endpoint/endpoint.ts'
import type { MadeVersion } from '../../src/capture/make-version.ts'
import { createS3Source } from '../../src/sources/s3/s3-source.ts'
import type { ReadTags } from '../../src/model/s3-config.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, entriesOf } from '../helpers/snapshot.ts'
import { sessionFor } from '../sources/s3/capture-account.ts'

/** An account with buckets of so many objects, by name, and a store for it. */
async function serve(buckets: Readonly<Record<string, number>>) {
  const account = new Account()
  for (const [name, objects] of Object.entries(buckets)) {
    account.createBucket(name)
    for (let i = 0; i < objects; i++) account.putObject(name, `k${String(i).padStart(4, '0')}`, `${name}${i}`)
  }
  const endpoint = await startEndpoint({ account })
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const commit = (readTags?: ReadTags, deep = false) => {
    const config = readTags === undefined ? {} : { readTags }
    const markAt = () => (name: string) => ({ $secret: name })
    const session = sessionFor(endpoint.url)
    return commitSources(store, [createS3Source({ session, config, deep, markAt })])
  }
  const metaOf = (version: MadeVersion, path: string) =>
    entriesOf(store, version).find((entry) => entry.path === `s3-buckets/${path}`)?.meta
  return { account, commit, metaOf, close: () => endpoint.close() }
}

const unseen = (objects: number) => [{ source: 's3', what: 'tags and ACLs', objects }]

test('a tag or an ACL that changes on an object of a small bucket is seen, and nothing is left unsaid', async () => {
  const { account, commit, metaOf, close } = await serve({ small: 200 })
  account.setBucketConfig('small', 'ownershipControls', null)
  const first = await commit()
  expect(first.commit.notLookedAt).toBeUndefined()
  account.setObjectTags('small', 'k0007', { class: 'secret' })
  account.setObjectAcl('small', 'k0199', 'public-read')
  const second = await commit()
  expect(metaOf(second, 'small/k0007')).toMatchObject({ tags: { class: 'secret' } })
  expect(metaOf(second, 'small/k0199')?.['acl']).toHaveLength(2)
  expect(second.commit.counts).toMatchObject({ modified: 2 })
  expect(second.requests).not.toHaveProperty('s3:GetObject')
  expect(second.commit.notLookedAt).toBeUndefined()
  await close()
})

test('one of a large bucket is seen by --deep alone, and a version says of how many objects it does not know', async () => {
  const { account, commit, metaOf, close } = await serve({ large: 201, small: 3 })
  await commit()
  account.setObjectTags('large', 'k0007', { class: 'secret' })
  account.setObjectTags('small', 'k0001', { class: 'secret' })
  const second = await commit()
  expect([metaOf(second, 'large/k0007')?.['tags'], metaOf(second, 'small/k0001')?.['tags']]).toEqual([
    undefined,
    { class: 'secret' },
  ])
  expect(second.commit.notLookedAt).toEqual(unseen(201))
  const deep = await commit(undefined, true)
  expect(metaOf(deep, 'large/k0007')).toMatchObject({ tags: { class: 'secret' } })
  expect(deep.commit.notLookedAt).toBeUndefined()
  await close()
})

test('the configuration says whose tags are read again', async () => {
  const { account, commit, metaOf, close } = await serve({ large: 201, small: 3 })
  await commit()
  account.setObjectTags('large', 'k0007', { class: 'secret' })
  account.setObjectTags('small', 'k0001', { class: 'secret' })
  const none = await commit('never')
  expect(none.requests).not.toHaveProperty('s3:GetObjectTagging')
  expect([none.commit.counts.modified, none.commit.notLookedAt]).toEqual([0, unseen(204)])
  const all = await commit('always')
  expect([all.commit.counts.modified, all.commit.notLookedAt]).toEqual([2, undefined])
  expect(metaOf(all, 'large/k0007')).toMatchObject({ tags: { class: 'secret' } })
  await close()
})

test('of many small buckets, the first ones by name are looked at until there are 2,000 objects', async () => {
  const names = Array.from({ length: 12 }, (_, i) => `b${String(i).padStart(2, '0')}`)
  const { account, commit, metaOf, close } = await serve(Object.fromEntries(names.map((name) => [name, 190])))
  await commit()
  for (const name of names) account.setObjectTags(name, 'k0000', { seen: 'yes' })
  const second = await commit()
  const seen = names.filter((name) => metaOf(second, `${name}/k0000`)?.['tags'] !== undefined)
  expect(seen).toEqual(names.slice(0, 10))
  expect(second.commit.notLookedAt).toEqual(unseen(2 * 190))
  await close()
})

test('tags that may not be read are no problem while nobody asked for them, and one with --deep', async () => {
  const { account, commit, metaOf, close } = await serve({ small: 3 })
  account.setObjectTags('small', 'k0001', { class: 'a' })
  await commit()
  account.denyConfig('small', 'GetObjectTagging')
  const second = await commit()
  expect([second.commit.problems, second.commit.notLookedAt]).toEqual([[], unseen(3)])
  expect(metaOf(second, 'small/k0001')).toMatchObject({ tags: { class: 'a' } })
  const deep = await commit(undefined, true)
  expect(deep.commit.problems.map(({ operation }) => operation)).toEqual(Array(3).fill('s3:GetObjectTagging'))
  await close()
})

test('tags that could not be read are asked for again until they can be, in a bucket of any size', async () => {
  const { account, commit, metaOf, close } = await serve({ large: 201 })
  account.setObjectTags('large', 'k0001', { class: 'a' })
  account.denyConfig('large', 'GetObjectTagging')
  expect((await commit()).commit.problems).toHaveLength(1)
  expect((await commit()).commit.problems).toMatchObject([{ path: 's3-buckets/large/k0001' }])
  account.bucket('large').denied.clear()
  const later = await commit()
  expect([later.commit.problems, metaOf(later, 'large/k0001')?.['tags']]).toEqual([[], { class: 'a' }])
  await close()
})
