import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/model/canonical-json.ts'
import { JsnapError } from '../../src/runtime/errors.ts'
import type { ContentItem, Sink, Source, Unreadable } from '../../src/sources/source.ts'
import { fsck } from '../../src/store/fsck.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, entriesOf, localSource } from '../helpers/snapshot.ts'

/** A source that offers what a test tells it to. */
function fakeSource(capture: (sink: Sink) => Promise<void>): Source {
  return {
    name: 'fake',
    prefixes: ['fake/'],
    actions: [],
    workerContext: () => Promise.resolve(null),
    capture,
  }
}

function setUp() {
  const scratch = scratchFolder()
  const folder = join(scratch, 'data')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a'), 'content of a')
  return { folder, store: Store.init(join(scratch, '.jsnap')) }
}

const item = (folder: string, over: Partial<ContentItem> = {}): ContentItem => ({
  path: 'fake/a',
  type: 'object',
  size: 12,
  meta: {},
  origin: { etag: '1' },
  open: { opener: 'local', folder, path: 'a' },
  ...over,
})
const archived: Unreadable = {
  reason: 'archived',
  operation: 's3:GetObject',
  code: 'InvalidObjectState',
  message: 'it is in Glacier',
}

test('a source that fails leaves the others whole, and its places are unknown', async () => {
  const { folder, store } = setUp()
  const failing = fakeSource(() =>
    Promise.reject(Object.assign(new Error('service is down'), { code: 'Down' })),
  )
  const version = await commitSources(store, [failing, localSource(folder)])
  expect(entriesOf(store, version).map(({ path, type }) => [path, type])).toEqual([
    ['fake/', 'unknown'],
    ['local/x/a', 'file'],
  ])
  expect(version.commit.problems).toEqual([
    { path: 'fake/', operation: 'fake:capture', code: 'Down', message: 'service is down' },
  ])
})

test('a place that could not be listed is no entry: neither counted, nor added, nor removed', async () => {
  const { folder, store } = setUp()
  const both = (isDenied: boolean) => [
    fakeSource(async (sink) => {
      if (!isDenied) return sink.content(item(folder))
      sink.bare({ path: 'fake/', type: 'unknown', size: 0, meta: { code: 'AccessDenied' } })
      sink.problem({ path: 'fake/', operation: 'fake:List', code: 'AccessDenied', message: '' })
    }),
    localSource(folder),
  ]
  const versions = []
  for (const isDenied of [true, true, false, true]) versions.push(await commitSources(store, both(isDenied)))
  expect(versions.map(({ commit }) => Object.values(commit.counts).join(' '))).toEqual([
    // entries, added, modified, removed, unchanged, not compared, unknown: nobody knows whether it was there
    '1 1 0 0 0',
    '1 0 0 0 1 1',
    '2 0 0 0 1 1 1',
    '1 0 0 0 1 1',
  ])
  expect(versions[0]?.commit.sources).toMatchObject([
    { name: 'fake', entries: 0, unlisted: 1 },
    { name: 'local', entries: 1 },
  ])
  expect(versions[1]?.commit.tree).toBe(versions[0]?.commit.tree)
})

test('a document of which nothing could be read is no entry either', async () => {
  const { store } = setUp()
  const path = 'fake/account.json'
  const denied = fakeSource((sink) => {
    sink.bare({ path, type: 'unknown', size: 0, meta: { code: 'AccessDenied' } })
    sink.problem({ path, operation: 'fake:Get', code: 'AccessDenied', message: '' })
    return Promise.resolve()
  })
  for (let run = 1; run <= 2; run++)
    expect((await commitSources(store, [denied])).commit.counts).toMatchObject({ entries: 0, removed: 0 })
})

test('missing credentials end the commit before anything is a version', async () => {
  const { folder, store } = setUp()
  const failing = fakeSource(() => Promise.reject(new JsnapError('Credentials', 'no credentials')))
  await expect(commitSources(store, [failing, localSource(folder)])).rejects.toMatchObject({
    code: 'Credentials',
  })
  expect(store.refs().head).toBeNull()
})

test('what is listed as archived is a stub, unless its content is known already', async () => {
  const { folder, store } = setUp()
  const offer = (over: Partial<ContentItem>) => fakeSource((sink) => sink.content(item(folder, over)))
  const first = await commitSources(store, [offer({ unreadable: archived })])
  expect(entriesOf(store, first)).toMatchObject([
    {
      path: 'fake/a',
      type: 'stub',
      sha256: null,
      size: 12,
      meta: { reason: 'archived', code: 'InvalidObjectState' },
    },
  ])
  expect(first.commit.complete).toBe(false)
  const restored = await commitSources(store, [offer({})])
  expect(entriesOf(store, restored)).toMatchObject([{ type: 'object', size: 12 }])
})

test('meta that only the listing tells is brought up to date on content that is not read again', async () => {
  const { store, folder } = setUp()
  await new Promise((resolve) => setTimeout(resolve, 80))
  const origin = { size: 12 }
  const offer = (meta: JsonObject) => fakeSource((sink) => sink.content(item(folder, { meta, origin })))
  await commitSources(store, [offer({})])
  const moved = await commitSources(store, [offer({ storageClass: 'STANDARD_IA' })])
  expect(moved.bytesRead).toBe(0)
  expect(entriesOf(store, moved)).toMatchObject([{ meta: { mode: '0644', storageClass: 'STANDARD_IA' } }])
  const back = await commitSources(store, [offer({ storageClass: undefined })])
  expect(entriesOf(store, back)[0]?.meta).toEqual({ mode: '0644' })
})

test('what is gone when it is read is no entry and no problem', async () => {
  const { folder, store } = setUp()
  const source = fakeSource((sink) =>
    sink.content(item(folder, { open: { opener: 'local', folder, path: 'gone' } })),
  )
  const version = await commitSources(store, [source])
  expect(entriesOf(store, version)).toEqual([])
  expect(version.commit.complete).toBe(true)
})

test('an interrupted commit leaves no version, and the next one does not read again what was stored', async () => {
  const { folder, store } = setUp()
  for (let i = 0; i < 900; i++) writeFileSync(join(folder, `f${i}`), `file ${i}`.repeat(400))
  await new Promise((resolve) => setTimeout(resolve, 80))
  const abort = new AbortController()
  const local = localSource(folder)
  const stopping: Source = {
    ...local,
    async capture(sink, signal, others) {
      let offered = 0
      await local.capture(
        {
          ...bound(sink),
          content: async (item) => {
            if (++offered === 700) {
              await new Promise((resolve) => setTimeout(resolve, 600))
              abort.abort(new JsnapError('Interrupted', 'interrupted'))
            }
            await sink.content(item)
          },
        },
        signal,
        others,
      )
    },
  }
  await expect(commitSources(store, [stopping], { signal: abort.signal })).rejects.toMatchObject({
    code: 'Interrupted',
  })
  expect(store.refs().head).toBeNull()
  const notes: string[] = []
  const resumed = await commitSources(store, [local], { note: (text) => notes.push(text) })
  expect(notes).toEqual([expect.stringMatching(/^resuming: \d+ entries/)])
  const whole = await commitSources(Store.init(join(folder, '../other/.jsnap')), [local])
  expect(resumed.commit.tree).toBe(whole.commit.tree)
  expect(resumed.bytesRead).toBeLessThan(whole.bytesRead / 2)
  expect(fsck(store, true, () => undefined).problems).toEqual([])
})

test('--only and --skip choose by source and by path, and say what they left out', async () => {
  const { folder, store } = setUp()
  const fake = fakeSource((sink) =>
    sink.document({ path: 'fake/doc.json', type: 'config', bytes: Buffer.from('{}'), meta: {} }),
  )
  const paths = async (options: { only?: string[]; skip?: string[] }) => {
    const version = await commitSources(store, [fake, localSource(folder)], options)
    return [
      entriesOf(store, version).map(({ path }) => path),
      version.commit.notCovered.map(({ path }) => path),
    ]
  }
  expect(await paths({})).toEqual([['fake/doc.json', 'local/x/a'], []])
  expect(await paths({ only: ['local'] })).toEqual([['local/x/a'], ['fake/']])
  expect(await paths({ skip: ['local'] })).toEqual([['fake/doc.json'], ['local/']])
  expect(await paths({ only: ['fake/*.json'] })).toEqual([['fake/doc.json'], ['fake/', 'local/']])
  expect(await paths({ skip: ['local/x/*'] })).toEqual([['fake/doc.json'], ['local/x/*', 'local/x/*/**']])
})

test('two sources that offer one path are a bug that is noticed, not a version with two of it', async () => {
  const { store } = setUp()
  const twice = fakeSource(async (sink) => {
    sink.bare({ path: 'fake/a', type: 'directory', size: 0, meta: {} })
    sink.bare({ path: 'fake/a', type: 'directory', size: 0, meta: {} })
    await Promise.resolve()
  })
  await expect(commitSources(store, [twice])).rejects.toThrow("path 'fake/a' was listed twice")
  expect(store.refs().head).toBeNull()
})

test('content that is already stored is not stored again, in this version or the next', async () => {
  const { folder, store } = setUp()
  const bytes = Buffer.from('<p>the same</p>'.repeat(1000))
  for (let i = 0; i < 50; i++) writeFileSync(join(folder, `copy${i}`), bytes)
  const first = await commitSources(store, [localSource(folder)])
  expect(first.bytesStored).toBeLessThan(4000)
  expect(readFileSync(join(folder, 'copy0')).equals(bytes)).toBe(true)
})

/** A sink's methods as an object of their own, so that some can be replaced. */
function bound(sink: Sink): Sink {
  return {
    wants: (prefix) => sink.wants(prefix),
    content: (item) => sink.content(item),
    document: (item) => sink.document(item),
    bare: (item) => sink.bare(item),
    listed: (listed) => sink.listed(listed),
    problem: (problem) => sink.problem(problem),
    note: () => undefined,
    had: () => false,
    wasUnknown: () => false,
    isExpected: (kind) => sink.isExpected(kind),
    notCovered: (gap) => sink.notCovered(gap),
    lookAgain: () => undefined,
    request: (operation) => sink.request(operation),
    status: (text) => sink.status(text),
  }
}

test('a source hears what the version before had at a place, and what it could not read there', async () => {
  const { folder, store } = setUp()
  const heard: unknown[] = []
  const places = ['fake/', 'fake/unread/', 'other/']
  const source = fakeSource(async (sink) => {
    heard.push(places.map((place) => [sink.had(place, () => true), sink.wasUnknown(place)]))
    sink.bare({ path: 'fake/unread/', type: 'unknown', size: 0, meta: {} })
    await sink.content(item(folder))
  })
  await commitSources(store, [source])
  await commitSources(store, [source])
  expect(heard).toEqual([
    places.map(() => [false, false]),
    [
      [true, true],
      [false, true],
      [false, false],
    ],
  ])
})

test('entries below a place that could not be listed are not counted as removed', async () => {
  const { folder, store } = setUp()
  const both = (failing: boolean) => [
    fakeSource((sink) => (failing ? Promise.reject(new Error('down')) : sink.content(item(folder)))),
    localSource(folder),
  ]
  await commitSources(store, both(false))
  const { counts } = (await commitSources(store, both(true))).commit
  expect(counts).toMatchObject({ removed: 0, unchanged: 1 })
})

describe('what the last version could not read, or left out, is taken over from the version that has it', () => {
  const denied = { ...archived, reason: 'denied' as const }
  const offering = (folder: string, over: Partial<ContentItem> = {}) =>
    fakeSource((sink) => sink.content(item(folder, { origin: { size: 12 }, ...over })))

  test.each<[string, { failing?: boolean; over?: Partial<ContentItem>; only?: string[]; skip?: string[] }]>([
    ['its source failed', { failing: true }],
    ['it was refused', { over: { origin: { size: 13 }, unreadable: denied } }],
    ['all but another path was left out', { only: ['fake/b'] }],
    ['its path was left out', { skip: ['fake/*'] }],
  ])('when %s', async (_, { failing = false, over = {}, only = [], skip = [] }) => {
    const { folder, store } = setUp()
    await new Promise((resolve) => setTimeout(resolve, 80))
    const first = await commitSources(store, [offering(folder)])
    const source = failing ? fakeSource(() => Promise.reject(new Error('down'))) : offering(folder, over)
    for (let i = 0; i < 2; i++) {
      const without = await commitSources(store, [source], { only, skip })
      expect(without.commit.tree).not.toBe(first.commit.tree)
    }
    const again = await commitSources(store, [offering(folder)])
    expect(again.bytesRead).toBe(0)
    expect([again.commit.tree, again.commit.origins]).toEqual([first.commit.tree, first.commit.origins])
  })

  test('but not what had gone before that', async () => {
    const { folder, store } = setUp()
    await new Promise((resolve) => setTimeout(resolve, 80))
    await commitSources(store, [offering(folder)])
    await commitSources(store, [fakeSource(() => Promise.resolve())])
    await commitSources(store, [fakeSource(() => Promise.reject(new Error('down')))])
    expect((await commitSources(store, [offering(folder)])).bytesRead).toBe(12)
  })
})
