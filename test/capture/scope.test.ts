import { statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { loadLayoutBelow } from '../../src/services/layout.ts'
import { loadListsBelow } from '../../src/services/lists-at.ts'
import { compare } from '../../src/diff/compare/compare.ts'
import { explain } from '../../src/diff/compare/explain.ts'
import { ignorePatterns } from '../../src/diff/compare/ignore-patterns.ts'
import type { JsonObject } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import type { DeclaredKind } from '../../src/model/declared.ts'
import { parseNode } from '../../src/model/tree-node.ts'
import type { ConfiguredScope } from '../../src/model/scope.ts'
import type { Source } from '../../src/sources/source.ts'
import { Store } from '../../src/store/store.ts'
import type { Version } from '../../src/versions/version.ts'
import { documents } from '../helpers/documents-source.ts'
import { commitSources, localSource } from '../helpers/snapshot.ts'
import { scratchFolder } from '../helpers/scratch.ts'

interface Step {
  readonly sources: readonly Source[]
  readonly regions?: readonly string[]
  readonly only?: string[]
  readonly configured?: ConfiguredScope
  readonly account?: string | null
}

/** Commits one after the other, and returns how the last two compare, with the counts of the last. */
async function steps(...all: readonly Step[]) {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const versions: Version[] = []
  for (const { sources, regions = ['us-east-1'], account = '123456789012', ...rest } of all) {
    const { id, commit } = await commitSources(store, sources, {
      ...rest,
      identity: { account, partition: 'aws', regions },
    })
    versions.push({ id, name: `v${versions.length}`, commit })
  }
  const [a, b] = versions.slice(-2) as [Version, Version]
  const comparison = compare(store, a, b)
  const explained = explain(store, comparison, {
    versions: [a, b],
    ignore: ignorePatterns([]),
    sortKey: () => '',
    listsAt: await loadListsBelow(''),
    layout: await loadLayoutBelow(''),
    where: () => true,
  })
  expect(countsOf(b.commit)).toEqual(comparison.summary)
  return {
    changes: explained.changes,
    notCompared: comparison.notCompared,
    commit: b.commit,
    store,
    versions,
  }
}

/** The counts of a commit as a comparison sums changes up. */
function countsOf({ counts }: Commit): object {
  const { added, modified, removed, unchanged, entries, notCompared = 0, unknown = 0 } = counts
  expect(added + modified + unchanged + notCompared + unknown).toBe(entries)
  return { added, removed, modified, renamed: 0, metadata: 0, unknown }
}

const EAST = 'lambda/functions/f/config.json'
const WEST = 'lambda/functions/f@us-west-2/config.json'
const BOTH = ['us-east-1', 'us-west-2']

test('a region that only the first version was asked for is not removed, and not added when it comes back', async () => {
  const both = { sources: [documents({ [EAST]: { a: 1 }, [WEST]: { a: 2 } })], regions: BOTH }
  const east = { sources: [documents({ [EAST]: { a: 1 } })] }
  const narrowed = await steps(both, east)
  expect(narrowed.changes).toEqual([])
  expect(narrowed.notCompared).toEqual([
    { version: 'to', path: WEST, reason: 'region us-west-2 was not asked for', entries: 1 },
  ])
  const widened = await steps(both, east, both)
  expect(widened.changes).toEqual([])
  expect(widened.commit.counts).toMatchObject({ unchanged: 1, notCompared: 1 })
})

test('what changes in the regions of both versions is told', async () => {
  const { changes } = await steps(
    {
      sources: [documents({ [EAST]: { a: 1 }, 'lambda/functions/g/config.json': {}, [WEST]: {} })],
      regions: BOTH,
    },
    { sources: [documents({ [EAST]: { a: 2 } })] },
  )
  expect(changes.map(({ type, path }) => `${type} ${path}`)).toEqual([
    `modified ${EAST}`,
    'removed lambda/functions/g/config.json',
  ])
})

test('the order of regions beyond the first means nothing', async () => {
  const sources = [documents({ [EAST]: { a: 1 }, [WEST]: { a: 2 } })]
  const { commit, notCompared } = await steps(
    { sources, regions: [...BOTH, 'eu-west-1'] },
    { sources, regions: ['us-east-1', 'eu-west-1', 'us-west-2'] },
  )
  expect(notCompared).toEqual([])
  expect(commit.scope?.regions).toEqual(['eu-west-1', 'us-east-1', 'us-west-2'])
})

test('after a partial version the next whole one has added nothing', async () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'a'), 'a')
  const sources = [documents({ [EAST]: { a: 1 } }), localSource(folder)]
  const { changes, commit } = await steps({ sources }, { sources, only: ['local'] }, { sources })
  expect(changes).toEqual([])
  expect(commit.counts).toMatchObject({ entries: 2, added: 0, unchanged: 1, notCompared: 1 })
})

test('a member that only the newer jsnap reads is no change, and a change beside it is one', async () => {
  const older = [documents({ [EAST]: { Name: 'f', Timeout: 3 } })]
  const reading = { details: { Policy: { call: 'lambda:GetPolicy' } } }
  const newer = await steps(
    { sources: older },
    { sources: [documents({ [EAST]: { Name: 'f', Timeout: 3, Policy: { Id: 'x' } } }, reading)] },
  )
  expect(newer.changes).toEqual([])
  expect(newer.notCompared).toEqual([
    {
      version: 'either',
      path: 'lambda/functions/*/config.json',
      reason: 'only one of the two versions of jsnap reads it, or stores it in this form',
      entries: 1,
      members: ['Policy'],
    },
  ])
  const changed = await steps(
    { sources: older },
    { sources: [documents({ [EAST]: { Name: 'f', Timeout: 9, Policy: { Id: 'x' } } }, reading)] },
  )
  expect(changed.changes).toMatchObject([
    { type: 'modified', details: [{ op: 'replace', path: '/Timeout' }] },
  ])
  expect(changed.changes[0]?.details).toHaveLength(1)
})

test.each<[string, Partial<DeclaredKind>, JsonObject, JsonObject]>([
  ['drops a member', { drop: ['LastModified'] }, { Name: 'f', LastModified: 1 }, { Name: 'f' }],
  ['drops one in a list', { drop: ['Layers.Size'] }, { Layers: [{ A: 1, Size: 2 }] }, { Layers: [{ A: 1 }] }],
  [
    'drops one by what is around it',
    { dropWhen: { 'Code.Sha': 'x' } },
    { Code: { Sha: 1, A: 2 } },
    { Code: { A: 2 } },
  ],
  ['marks a secret', { secret: ['Env'] }, { Env: 'a', B: 1 }, { Env: { $secret: 'hmac-sha256:00' }, B: 1 }],
  ['sorts a list', { unordered: { Ids: '' } }, { Ids: ['b', 'a'] }, { Ids: ['a', 'b'] }],
  ['parses a text', { json: ['Policy'] }, { Policy: '{"a":1}' }, { Policy: { a: 1 } }],
  ['lists by another call', { list: 'lambda:ListAll' }, { Name: 'f' }, { Name: 'f', Runtime: 'x' }],
  [
    'reads more of the thing itself',
    { details: { '': { call: 'lambda:GetFunction' } } },
    { Name: 'f' },
    { Name: 'f', Description: 'd' },
  ],
  [
    'reads more of each thing in a list',
    { details: { Aliases: { call: 'a', details: { Weights: { call: 'b' } } } } },
    { Aliases: [{ Name: 'live' }] },
    { Aliases: [{ Name: 'live', Weights: 1 }] },
  ],
])('a newer jsnap that %s has changed nothing', async (_, kind, before, after) => {
  const base = kind.details?.['Aliases'] === undefined ? {} : { details: { Aliases: { call: 'a' } } }
  const [older, newer] = [documents({ [EAST]: before }, base), documents({ [EAST]: after }, kind)]
  expect((await steps({ sources: [older] }, { sources: [newer] })).changes).toEqual([])
  expect((await steps({ sources: [newer] }, { sources: [older] })).changes).toEqual([])
})

test('a narrowed or widened ignore, a dropped folder and another one of its name change nothing', async () => {
  const folder = scratchFolder()
  for (const name of ['a.html', 'b.log']) writeFileSync(join(folder, name), name)
  const local = (path: string, ignore: string[]): ConfiguredScope => ({
    local: { folders: { x: { path, ignore } }, tooling: false },
  })
  const all = { sources: [localSource(folder)], configured: local('site', []) }
  const narrow = { sources: [localSource(folder, ['*.log'])], configured: local('site', ['*.log']) }
  const dropped = {
    sources: [localSource(scratchFolder())],
    configured: { local: { folders: {}, tooling: false } },
  }
  const other = { sources: [localSource(scratchFolder())], configured: local('site/src', []) }
  for (const [a, b] of [
    [all, narrow],
    [narrow, all],
    [all, dropped],
    [dropped, all],
    [all, other],
    [other, all],
  ] as const) {
    const { changes, notCompared } = await steps(a, b)
    expect(changes).toEqual([])
    expect(notCompared).toHaveLength(1)
  }
})

test('a commit into the line of another account is refused before anything is read', async () => {
  const sources = [documents({ [EAST]: { a: 1 } })]
  const other = {
    account: '210987654321',
    sources: [{ ...documents({}), capture: () => Promise.reject(new Error('read')) }],
  }
  await expect(steps({ sources }, other)).rejects.toMatchObject({
    code: 'Refused',
    message: 'the versions are of account 123456789012, and the credentials are of account 210987654321',
  })
  const folder = scratchFolder()
  const local = { sources: [localSource(folder)] }
  await expect(steps({ sources }, local, other)).rejects.toMatchObject({ code: 'Refused' })
})

test('a commit whose account cannot be told does not go on from versions of one, unless it takes in local folders alone', async () => {
  const sources = [documents({ [EAST]: { a: 1 } })]
  await expect(steps({ sources }, { sources, account: null })).rejects.toMatchObject({
    code: 'Refused',
    message:
      'the versions are of account 123456789012, and STS did not return the account of the credentials',
    hint: expect.stringContaining('--across-accounts') as string,
  })
  await steps({ sources }, { sources: [localSource(scratchFolder())] })
  await steps({ sources, account: null }, { sources, account: null }, { sources })
})

test('the first version of an account that cannot be told says so, and those that go on from it do not', async () => {
  const sources = [documents({ [EAST]: { a: 1 } })]
  const local = { sources: [localSource(scratchFolder())] }
  const untold = { sources, account: null }
  const { versions } = await steps(local, untold, untold, { sources })
  expect(versions.map(({ commit }) => commit.notes)).toEqual([
    undefined,
    [
      'the AWS account is unknown, because STS is not available: versions of different accounts cannot be distinguished',
    ],
    undefined,
    undefined,
  ])
})

test('an unchanged account in the same scope has the same tree', async () => {
  const step = { sources: [documents({ [EAST]: { a: 1 }, [WEST]: { a: 2 } })], regions: BOTH }
  const { commit, store } = await steps(step, step)
  expect(commit.tree).toBe(store.readCommit(commit.parent ?? commit.tree).tree)
})

test('another primary region is no change: paths are compared named by region', async () => {
  const [first, second] = [{ Arn: 'east' }, { Arn: 'west' }]
  const east = { sources: [documents({ [EAST]: first, [WEST]: second })], regions: BOTH }
  const other = 'lambda/functions/f@us-east-1/config.json'
  const west = (now: JsonObject) => ({
    sources: [documents({ [EAST]: second, [other]: now })],
    regions: ['us-west-2', 'us-east-1'],
  })
  expect((await steps(east, west(first))).changes).toEqual([])
  const { changes, commit } = await steps(east, west({ Arn: 'moved' }))
  expect(changes).toMatchObject([{ type: 'modified', path: other, details: [{ path: '/Arn' }] }])
  expect(commit.counts).toMatchObject({ modified: 1, unchanged: 1 })
  const alone = await steps(east, { sources: [documents({ [EAST]: second })], regions: ['us-west-2'] })
  expect(alone.changes).toEqual([])
  expect(alone.notCompared).toMatchObject([{ version: 'to', path: other, entries: 1 }])
})

const OBJECT = 's3-buckets/b/film'

/** A bucket with one object, the content of a file, under a size limit. */
function bucket(file: string, maxSize: number): Step {
  const { size } = statSync(file)
  const code = { operation: 's3:GetObject', code: 'SizeLimit', message: '' }
  const source: Source = {
    name: 's3',
    prefixes: ['s3-buckets/', 's3-configs/'],
    actions: [],
    workerContext: () => Promise.resolve(null),
    capture: (sink) =>
      sink.content({
        path: OBJECT,
        type: 'object',
        size,
        meta: {},
        origin: { size },
        open: { opener: 'local', folder: dirname(file), path: basename(file) },
        ...(size > maxSize ? { unreadable: { reason: 'size limit', ...code } } : {}),
      }),
  }
  return { sources: [source], configured: { s3: { buckets: { '*': { maxSize } } } } }
}

test('an object above the size limit is not asked for, whatever an earlier version has of it', async () => {
  const [film, longer] = [join(scratchFolder(), 'film'), join(scratchFolder(), 'longer')]
  writeFileSync(film, 'a film of some bytes')
  writeFileSync(longer, 'a film of some more bytes')
  // What was written just now is read again each time.
  await new Promise((resolve) => setTimeout(resolve, 80))
  const [low, high] = [10, 100]
  const left = [{ version: 'to', path: OBJECT, reason: 'it is above the size limit', entries: 1 }]
  const lowered = await steps(bucket(film, low), bucket(film, high), bucket(film, low))
  expect(lowered).toMatchObject({ changes: [], notCompared: left })
  expect(lowered.versions[2]?.commit.tree).toBe(lowered.versions[0]?.commit.tree)
  const raised = await steps(bucket(film, high), bucket(film, low), bucket(film, high))
  expect(raised.changes).toEqual([])
  expect(raised.versions[2]?.commit.tree).toBe(raised.versions[0]?.commit.tree)

  const changed = await steps(bucket(film, high), bucket(film, low), bucket(longer, low))
  expect(changed.changes).toMatchObject([{ type: 'unknown', path: OBJECT, reason: 'size limit' }])
  const [oldest, , newest] = changed.versions as [Version, Version, Version]
  expect(compare(changed.store, oldest, newest)).toMatchObject({ changes: [], notCompared: left })
})

test('where lines are lost, versions of two primary regions are compared by the paths that each has', async () => {
  const names = Array.from({ length: 200 }, (_, i) => `f${String(i).padStart(3, '0')}`)
  const all = (suffix: string) =>
    documents(
      Object.fromEntries(names.map((name, i) => [`lambda/functions/${name}${suffix}/config.json`, { a: i }])),
    )
  const east = { sources: [all('')], identity: identityOf(BOTH) }
  const west = { sources: [all('@us-east-1')], identity: identityOf(['us-west-2', 'us-east-1']) }
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const { commit } = await commitSources(store, east.sources, east)
  const { children } = parseNode(commit.tree, store.readNode(commit.tree))
  const [first, last] = [children[0], children.at(-1)]
  if (first === undefined || last === undefined || first === last) throw new Error('there should be some')
  store.catalog.forgetObjects([first.node, last.node])
  const made = await commitSources(store, west.sources, west)
  expect(made.commit.counts).toEqual({
    entries: 200,
    added: 0,
    modified: 0,
    removed: 0,
    unchanged: 200 - first.count - last.count,
    notCompared: first.count + last.count,
  })
})

function identityOf(regions: readonly string[]) {
  return { account: '123456789012', partition: 'aws', regions }
}
