import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LogOptions } from '../../src/commands/log.flags.ts'
import { run } from '../../src/commands/log.ts'
import { run as diff } from '../../src/commands/diff.ts'
import { run as find } from '../../src/commands/find.ts'
import { run as query } from '../../src/commands/query.ts'
import { run as show } from '../../src/commands/show.ts'
import type { JsonObject } from '../../src/model/canonical-json.ts'
import type { DeclaredKind } from '../../src/model/declared.ts'
import type { ConfiguredScope } from '../../src/model/scope.ts'
import type { Source } from '../../src/sources/source.ts'
import { Store } from '../../src/store/store.ts'
import { documents } from '../helpers/documents-source.ts'
import { commit } from '../helpers/run-commit.ts'
import { runCommand } from '../helpers/run-command.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, localSource } from '../helpers/snapshot.ts'
import { TEST_USER } from '../helpers/test-user.ts'

interface Asked {
  readonly sources: readonly Source[]
  readonly regions?: readonly string[]
  readonly only?: string[]
  readonly configured?: ConfiguredScope
}

const EAST = ['us-east-1']
const BOTH = ['us-east-1', 'eu-west-1']

/** A folder with a store of the versions A, B, C, …, each made of what it asked for. */
async function storeOf(...asked: readonly Asked[]): Promise<string> {
  const folder = scratchFolder()
  const store = Store.init(join(folder, '.jsnap'), { user: TEST_USER })
  for (const [i, { sources, regions = EAST, ...rest }] of asked.entries())
    await commitSources(store, sources, {
      ...rest,
      name: String.fromCharCode(65 + i),
      identity: { account: '123456789012', partition: 'aws', regions },
    })
  store.close()
  return folder
}

interface LogJson {
  readonly versions: readonly {
    readonly name: string
    readonly changes: readonly { readonly type: string; readonly path: string; readonly reason?: string }[]
  }[]
  readonly unknown: readonly { readonly name: string; readonly path?: string; readonly reason: string }[]
}

/** What log says of paths: of each version its changes, and the versions that say nothing. */
async function logged(folder: string, ...paths: readonly string[]) {
  const { stdout } = await log(folder, { paths, stat: true, json: true })
  const { versions, unknown } = JSON.parse(stdout) as LogJson
  return {
    changes: versions.flatMap(({ name, changes }) =>
      changes.map(({ type, path }) => `${name} ${type} ${path}`),
    ),
    unknown: unknown.map(({ name, path = 'all', reason }) => `${name} ${path}: ${reason}`),
  }
}

const log = (folder: string, options: Partial<LogOptions>) =>
  runCommand(run, { paths: [], pager: false, ...options }, folder)

/** The rows of the table `changes` of a version. */
async function changesOf(folder: string, version: string): Promise<unknown> {
  const sql = 'SELECT type, path, parent FROM changes ORDER BY path'
  const { stdout } = await runCommand(query, { sql, version, json: true, pager: false }, folder)
  return (JSON.parse(stdout) as { rows: unknown }).rows
}

const NOT_ASKED = 'region eu-west-1 was not asked for'

test.each<[string, string, string, Partial<DeclaredKind>]>([
  [
    'a document',
    'integrations/logs/groups/x@eu-west-1.json',
    'integrations/logs/groups/x@eu-west-1.json',
    { path: 'integrations/logs/groups/*.json' },
  ],
  [
    'an export',
    'databases/table-exports/t@eu-west-1.jsonl',
    'databases/table-exports/t@eu-west-1.jsonl',
    { path: 'databases/dynamodb-schemas/*.json', contentPath: 'databases/table-exports/*.jsonl' },
  ],
  [
    'the only one of its kind',
    'integrations/ses/account@eu-west-1.json',
    'integrations/ses/account@eu-west-1.json',
    { path: 'integrations/ses/account.json' },
  ],
  [
    'the folder of a thing with contents',
    'lambda/functions/f@eu-west-1/config.json',
    'lambda/functions/f@eu-west-1',
    { contentPath: 'lambda/functions/*/' },
  ],
  [
    'the folder of a thing without contents',
    'integrations/api-gateway/websocket-apis/w@eu-west-1/api.json',
    'integrations/api-gateway/websocket-apis/w@eu-west-1/',
    { path: 'integrations/api-gateway/websocket-apis/*/api.json' },
  ],
])(
  'a version without the region has no information about %s, and the next one is compared with the last that does',
  async (_, path, asked, kind) => {
    const of = (document: JsonObject | undefined, regions: readonly string[]): Asked => ({
      sources: [documents(document === undefined ? {} : { [path]: document }, kind)],
      regions,
    })
    const folder = await storeOf(of({ a: 1 }, BOTH), of(undefined, EAST), of({ a: 2 }, BOTH))
    expect(await logged(folder, asked)).toEqual({
      changes: [`C modified ${path}`, `A added ${path}`],
      unknown: [`B all: ${NOT_ASKED}`],
    })
  },
)

const GROUPS: Partial<DeclaredKind> = { path: 'integrations/logs/groups/*.json' }
const at = (name: string) => `integrations/logs/groups/${name}.json`
const groups = (made: Readonly<Record<string, JsonObject>>, regions = BOTH): Asked => ({
  sources: [
    documents(
      Object.fromEntries(Object.entries(made).map(([name, document]) => [at(name), document])),
      GROUPS,
    ),
  ],
  regions,
})

test('log of a folder names what changed, came and went while a region was not asked for', async () => {
  const folder = await storeOf(
    groups({ a: {}, 'x@eu-west-1': { n: 1 }, 'gone@eu-west-1': { n: 8 } }),
    groups({ a: { n: 2 } }, EAST),
    groups({ a: { n: 2 } }, EAST),
    groups({ a: { n: 2 }, 'x@eu-west-1': { n: 2 }, 'new@eu-west-1': { n: 9 } }),
  )
  const changes = [
    `D removed ${at('gone@eu-west-1')}`,
    `D added ${at('new@eu-west-1')}`,
    `D modified ${at('x@eu-west-1')}`,
    `B modified ${at('a')}`,
    `A added ${at('a')}`,
    `A added ${at('gone@eu-west-1')}`,
    `A added ${at('x@eu-west-1')}`,
  ]
  expect((await logged(folder, 'integrations/logs')).changes).toEqual(changes)
  expect((await logged(folder)).changes).toEqual(changes)
  expect(await changesOf(folder, 'D')).toEqual([
    { type: 'removed', path: at('gone@eu-west-1'), parent: 'A' },
    { type: 'added', path: at('new@eu-west-1'), parent: 'A' },
    { type: 'modified', path: at('x@eu-west-1'), parent: 'A' },
  ])
})

test('what went while it was not asked for is named where nothing of it is left', async () => {
  const folder = await storeOf(
    groups({ a: {}, 'x@eu-west-1': {} }),
    groups({ a: {} }, EAST),
    groups({ a: {} }),
    groups({ a: {} }),
  )
  expect((await logged(folder, 'integrations/logs')).changes).toEqual([
    `C removed ${at('x@eu-west-1')}`,
    `A added ${at('a')}`,
    `A added ${at('x@eu-west-1')}`,
  ])
})

test('a version that was not asked for a part of a folder, and changed nothing, is named with the part', async () => {
  const folder = await storeOf(groups({ a: {}, 'x@eu-west-1': {} }), groups({ a: {} }, EAST))
  expect((await logged(folder, 'integrations/logs')).unknown).toEqual([
    `B ${at('x@eu-west-1')}: ${NOT_ASKED}`,
  ])
  expect((await log(folder, { paths: ['integrations/logs'] })).stderr).toBe(
    `B has no information about ${at('x@eu-west-1')}: ${NOT_ASKED}\n`,
  )
})

test('a source, a region and a kind that are newly asked for are seen for the first time, and not added', async () => {
  const site = scratchFolder()
  mkdirSync(join(site, 'css'))
  writeFileSync(join(site, 'index.html'), '<h1>')
  const local: ConfiguredScope = { local: { folders: { x: { path: 'x', ignore: [] } }, tooling: false } }
  const lambda = documents({ 'lambda/functions/f/config.json': {} })
  const folder = await storeOf(
    { sources: [lambda] },
    { sources: [lambda, localSource(site)], configured: local },
    {
      sources: [
        documents({ 'lambda/functions/f/config.json': {}, 'lambda/functions/f@eu-west-1/config.json': {} }),
        localSource(site),
      ],
      configured: local,
      regions: BOTH,
    },
  )
  expect(await logged(folder, 'local')).toEqual({
    changes: ['B firstSeen local/x/css', 'B firstSeen local/x/index.html'],
    unknown: ["A all: the source 'local' was not asked for"],
  })
  expect((await logged(folder, 'lambda')).changes).toEqual([
    'C firstSeen lambda/functions/f@eu-west-1/config.json',
    'A added lambda/functions/f/config.json',
  ])
  expect((await logged(folder)).changes).toEqual([
    'C firstSeen lambda/functions/f@eu-west-1/config.json',
    'B firstSeen local/x/css',
    'B firstSeen local/x/index.html',
    'A added lambda/functions/f/config.json',
  ])
  expect((await log(folder, { paths: ['local/x/index.html'] })).stdout).toMatch(
    /^B .* {2}1 first seen\n {2}\. local\/x\/index\.html {2}4 B {2}first seen \(before: the source 'local' was not asked for\)\n$/,
  )
  expect((await log(folder, { paths: ['local'], nameStatus: true })).stdout).toContain(
    'S\tlocal/x/index.html\n',
  )
  expect(await changesOf(folder, 'B')).toEqual([
    { type: 'firstSeen', path: 'local/x/css', parent: null },
    { type: 'firstSeen', path: 'local/x/index.html', parent: null },
  ])
})

test('what lies above several sources is seen for the first time by the version that first asks one of them', async () => {
  const folder = await storeOf({ sources: [documents({})] }, groups({ a: {} }))
  expect(await logged(folder, 'integrations')).toEqual({
    changes: [`B firstSeen ${at('a')}`],
    unknown: ["A all: none of the sources below 'integrations/' was asked for"],
  })
})

test('a kind that an older jsnap did not know is seen for the first time', async () => {
  const layers = 'lambda/layers/l/config.json'
  const folder = await storeOf(
    { sources: [documents({})] },
    { sources: [documents({ [layers]: {} }, { path: 'lambda/layers/*/config.json' })] },
  )
  expect((await logged(folder, layers)).changes).toEqual([`B firstSeen ${layers}`])
})

test('versions that have no information about a path for the same reason share a line', async () => {
  const west = groups({ 'x@eu-west-1': {} })
  const east = groups({}, EAST)
  const folder = await storeOf(west, east, east, east, east, east)
  const { stderr } = await log(folder, { paths: [at('x@eu-west-1')] })
  expect(stderr).toBe(`F, E, D and 2 more versions have no information about it: ${NOT_ASKED}\n`)
})

test('log and show say how many entries the counts of a version leave out', async () => {
  const folder = await storeOf(
    groups({ a: {} }, EAST),
    groups({ a: {}, 'x@eu-west-1': {}, 'y@eu-west-1': {} }),
  )
  const said = '2 not compared: the parent did not ask for them'
  expect((await log(folder, { number: 1 })).stdout).toContain(
    `+0 ~0 -0   3 entries, 9 B, account 123456789012\n  ${said}\n`,
  )
  expect((await log(folder, { number: 1, oneline: true })).stdout).toContain('+0 ~0 -0  2 not compared\n')
  expect((await runCommand(show, {}, folder)).stdout).toContain(`1 unchanged\n         ${said}\n`)
})

test('find says which regions and sources a version was not asked for', async () => {
  const whole: Asked = {
    sources: [
      documents({ 'lambda/functions/f/config.json': {}, 'lambda/functions/g@eu-west-1/config.json': {} }),
    ],
    regions: BOTH,
  }
  const folder = await storeOf(whole, groups({ a: {} }, EAST), whole)
  const found = async (options: object) => {
    const { stdout } = await runCommand(
      find,
      { patterns: [], text: 'nothing', pager: false, json: true, ...options },
      folder,
    )
    const { unknown } = JSON.parse(stdout) as { unknown: { name: string; path: string; reason: string }[] }
    return unknown.map(({ name, path, reason }) => `${name} ${path}: ${reason}`)
  }
  const all = [
    "A integrations/logs/: the source 'logs' was not asked for",
    "B lambda/: the source 'lambda' was not asked for",
    `B **@eu-west-1**: ${NOT_ASKED}`,
    "C integrations/logs/: the source 'logs' was not asked for",
  ]
  expect(await found({})).toEqual(all)
  expect(await found({ path: ['lambda'] })).toEqual([all[1], all[2]])
  expect(
    (await runCommand(find, { patterns: [], text: 'nothing', pager: false, in: ['B'] }, folder)).stderr,
  ).toContain('B has no information about')
})

test('the newest version that was asked for the region of a path is the one that is asked', async () => {
  const folder = await storeOf(groups({ a: {}, 'x@eu-west-1': { n: 1 } }), groups({ a: {} }, EAST))
  const { stdout, stderr } = await runCommand(show, { version: `:${at('x@eu-west-1')}` }, folder)
  expect(stdout).toContain(at('x@eu-west-1'))
  expect(stderr).toBe('B does not cover all of it: this is A\n')
})

test('after a newer jsnap, log looks back over all versions of the older one at once', async () => {
  const old = { sources: [documents({ 'lambda/functions/f/config.json': {} })] }
  const layers = documents({ 'lambda/layers/l/config.json': {} }, { path: 'lambda/layers/*/config.json' })
  const folder = await storeOf(old, old, old, { sources: [layers] }, { sources: [layers] })
  expect((await logged(folder, 'lambda')).changes).toEqual([
    'D firstSeen lambda/layers/l/config.json',
    'A added lambda/functions/f/config.json',
  ])
})

test('diff does not say that nothing was compared where one region of two versions with other primary ones was', async () => {
  const all = { common: {}, other: {}, 'common@eu-west-1': {}, 'other@eu-west-1': {} }
  const west = ['us-west-2', 'eu-west-1']
  const changed = { ...all, 'common@eu-west-1': { n: 1 } }
  const alone = ['us-west-2']
  const folder = await storeOf(
    groups(all),
    groups(all, west),
    groups(changed, west),
    groups({ common: {}, other: {} }, alone),
  )
  const differing = async (version: string, ...paths: readonly string[]) => {
    const more = [version, ...paths]
    const options = { version: 'A', more, pager: false, exitCode: true }
    const { exitCode, stdout, stderr } = await runCommand(diff, options, folder)
    return [exitCode, stdout !== '', stderr.includes('nothing was compared')]
  }
  expect(await differing('B')).toEqual([0, false, false])
  expect(await differing('C')).toEqual([1, true, false])
  expect(await differing('B', at('common@eu-west-1'))).toEqual([0, false, false])
  expect(await differing('B', at('common'))).toEqual([2, false, true])
  expect(await differing('D')).toEqual([2, false, true])
})

test('log and the tables of changes name a file whose secret rules changed with its content', async () => {
  const folder = scratchFolder()
  const configure = (secrets: object) => {
    const config = { local: { etc: { path: 'f' } }, ...secrets }
    writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify(config))
  }
  const write = (name: string, n: number) =>
    writeFileSync(join(folder, 'f', name), JSON.stringify({ a: n, pw: 'hunter2hunter' }))
  const make = async (name: string) => {
    await runCommand(commit, { message: name, only: ['local'] }, folder)
  }
  mkdirSync(join(folder, 'f'))
  configure({})
  write('c.json', 1)
  await make('v1')
  configure({ secrets: { rules: { 'local/etc/c.json': ['/pw'] } } })
  write('c.json', 9)
  await make('v2')
  write('c.json', 10)
  await make('v3')

  const path = 'local/etc/c.json'
  const reason = 'the secret rules changed, so it is stored in another form'
  const changes = [`v3 modified ${path}`, `v2 unknown ${path}`, `v1 added ${path}`]
  for (const paths of [[path], ['local/etc'], []])
    expect(await logged(folder, ...paths)).toEqual({ changes, unknown: [] })
  expect((await log(folder, { paths: [path] })).stdout).toContain(reason)
  for (const look of [{ nameStatus: true }, { stat: true }])
    expect((await log(folder, look)).stdout).toMatch(/^v2 .* 1 unknown\n.*local\/etc/m)
  const sql = 'SELECT type, path, reason FROM changes'
  const { stdout } = await runCommand(query, { sql, version: 'v2', json: true, pager: false }, folder)
  expect((JSON.parse(stdout) as { rows: unknown }).rows).toEqual([{ type: 'unknown', path, reason }])
})
