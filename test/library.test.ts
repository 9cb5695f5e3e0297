import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import * as library from '../src/index.ts'
import { scratchFolder } from './helpers/scratch.ts'
import { TEST_USER } from './helpers/test-user.ts'

const { capture, check, checkout, createStore, diff, entries, entryAt, find, openStore, query } = library
const { blame, captureLive, isJsnapError, parseConfig, pathHistory, readContent, repair, verify, versions } =
  library

const root = join(import.meta.dirname, '..')

/** What importing a module does to a process. */
async function importing(module: string): Promise<Record<string, unknown>> {
  const watch = join(root, 'test', 'import-watched.mjs')
  const { stdout, stderr } = await execa(process.execPath, [watch, module])
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Record<string, unknown>
}

describe('importing the library', () => {
  test('changes nothing of the process, and takes neither the clock nor the environment', async () => {
    const { before, after, flags, taken } = await importing(join(root, 'src', 'index.ts'))
    expect(after).toEqual(before)
    expect({ flags, taken }).toEqual({ flags: [], taken: [] })
  })

  test('that sets flags, listens or reads the clock would be noticed', async () => {
    const folder = scratchFolder()
    const module = join(folder, 'module.mjs')
    writeFileSync(
      module,
      "import { setFlagsFromString } from 'node:v8'\nsetFlagsFromString('--stack-size=900')\nprocess.on('SIGINT', () => {})\nDate.now()\nprocess.env.HOME\n",
    )
    const { before, after, flags, taken } = await importing(module)
    expect(after).not.toEqual(before)
    expect({ flags, taken }).toEqual({ flags: ['--stack-size=900'], taken: ['Date.now', 'env.HOME'] })
  })
})

test('every name that the library exports has a comment of its own', () => {
  const index = join(root, 'src', 'index.ts')
  const source = ts.createSourceFile(index, readFileSync(index, 'utf8'), ts.ScriptTarget.Latest, true)
  const bare: string[] = []
  let count = 0
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement)) continue
    const { moduleSpecifier, exportClause } = statement
    if (moduleSpecifier === undefined || exportClause === undefined || !ts.isNamedExports(exportClause))
      continue
    if (!ts.isStringLiteral(moduleSpecifier)) continue
    const text = readFileSync(join(dirname(index), moduleSpecifier.text), 'utf8')
    for (const { name, propertyName } of exportClause.elements) {
      count++
      const declared = (propertyName ?? name).text
      const pattern = new RegExp(
        `\\*/\\nexport (?:async |abstract )?(?:function\\*?|class|interface|type|const) ${declared}\\b`,
      )
      if (!pattern.test(text)) bare.push(`${moduleSpecifier.text} ${declared}`)
    }
  }
  expect(bare).toEqual([])
  expect(count).toBeGreaterThan(80)
  expect(Object.keys(library).length).toBeLessThan(80)
})

describe('a program that uses the library', () => {
  const at = (time: string) => () => Date.parse(time)

  async function setUp() {
    const folder = scratchFolder()
    const user = TEST_USER
    const site = join(folder, 'site')
    mkdirSync(site)
    const write = (settings: object) => writeFileSync(join(site, 'settings.json'), JSON.stringify(settings))
    writeFileSync(join(site, 'page.html'), '<h1>shop</h1>\n')
    write({ colour: 'red', size: 1 })
    const config = await parseConfig({ local: { site: { path: 'site' } } })
    const store = await createStore(join(folder, '.jsnap'), { user })
    const options = { config, folder, env: {}, only: ['local'] }
    const now = at('2026-11-01T12:00:00Z')
    await capture(store, { ...options, now, name: 'v1' })
    write({ colour: 'blue', size: 1 })
    await capture(store, { ...options, now: at('2026-11-02T12:00:00Z'), name: 'v2', message: 'blue' })
    return { folder, user, store, options, write }
  }

  test('captures, lists, reads, compares and writes versions', async () => {
    const { folder, store } = await setUp()
    expect([...versions(store)].map(({ name, commit }) => [name, commit.time, commit.message])).toEqual([
      ['v2', '2026-11-02T12:00:00.000Z', 'blue'],
      ['v1', '2026-11-01T12:00:00.000Z', ''],
    ])
    expect([...entries(store, 'HEAD~1')].map(({ path, size }) => [path, size])).toEqual([
      ['local/site/page.html', 14],
      ['local/site/settings.json', 25],
    ])
    const text = (version: string) =>
      Buffer.from(readContent(store, entryAt(store, version, 'local/site/settings.json'))).toString()
    expect([text('v1'), text('v2')]).toEqual(['{"colour":"red","size":1}', '{"colour":"blue","size":1}'])
    const { changes, summary, isDifferent } = await diff(store, 'v1', 'v2')
    expect(changes.map(({ type, path, details }) => [type, path, details?.map(({ path }) => path)])).toEqual([
      ['modified', 'local/site/settings.json', ['/colour']],
    ])
    expect(summary).toMatchObject({ modified: 1, added: 0 })
    expect(isDifferent).toBe(true)
    const { files } = await checkout(store, 'v1', join(folder, 'out'), { paths: ['local'], verify: true })
    expect(files).toBe(2)
    expect(readFileSync(join(folder, 'out', 'local', 'site', 'page.html'), 'utf8')).toBe('<h1>shop</h1>\n')
    store.close()
  })

  test('is told that a store was closed, or that something is no version', async () => {
    const { folder, store, options } = await setUp()
    const entry = entryAt(store, 'v1', 'local/site/page.html')
    // @ts-expect-error what a program without types can do
    await expect(diff(store, 'v1', undefined)).rejects.toMatchObject({ code: 'Usage' })
    // @ts-expect-error a number is no version
    expect(() => [...entries(store, 1)]).toThrow(/'1' is not a version/)
    store.close()
    store.close()
    const uses = [
      () => [...versions(store)],
      () => diff(store, 'v1', 'v2'),
      () => readContent(store, entry),
      () => find(store, { text: 'a' }),
      () => query(store, 'SELECT 1'),
      () => checkout(store, 'v1', join(folder, 'out')),
      () => capture(store, { ...options, now: Date.now }),
    ]
    for (const use of uses)
      await expect((async () => use())()).rejects.toMatchObject({
        code: 'Usage',
        message: expect.stringMatching(/ was closed/) as unknown,
      })
  })

  test('asks who set what, where something is, and what a version has', async () => {
    const { store } = await setUp()
    const fields = await blame(store, 'HEAD', 'local/site/settings.json')
    expect(fields.map(({ path, version }) => [path, version?.name])).toEqual([
      ['/colour', 'v2'],
      ['/size', 'v1'],
    ])
    const { hits } = await find(store, { text: 'SHOP', ignoreCase: true })
    expect(hits.map(({ entry, from, to }) => [entry.path, from.name, to.name])).toEqual([
      ['local/site/page.html', 'v1', 'v2'],
    ])
    const steps = await pathHistory(store, { paths: ['local/site/settings.json'] })
    expect([...steps].map(({ version }) => version.name)).toEqual(['v2', 'v1'])
    const answer = await query(store, 'SELECT path, size FROM entries ORDER BY size', { version: 'v1' })
    expect([answer.columns, [...answer.rows]]).toEqual([
      ['path', 'size'],
      [
        ['local/site/page.html', 14n],
        ['local/site/settings.json', 25n],
      ],
    ])
    answer.close()
    const checks = await verify(store, 'v2', { now: at('2026-11-03T00:00:00Z') })
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([])
    store.close()
  })

  test('compares with what there is now, and checks and repairs a store', async () => {
    const { folder, user, store, options, write } = await setUp()
    write({ colour: 'blue', size: 2 })
    const now = at('2026-11-03T12:00:00Z')
    const { config } = options
    const live = await captureLive(store, 'v2', { config, folder, env: {}, now })
    expect((await diff(live.store, 'v2', live.version)).changes.map(({ path }) => path)).toEqual([
      'local/site/settings.json',
    ])
    live.close()
    expect((await check(store, { full: true })).problems).toEqual([])
    store.close()
    const again = await openStore(join(folder, '.jsnap'), { user })
    expect((await repair(again, { now })).problems).toEqual([])
    again.close()
  })

  test('is told what went wrong by a code, and ends what takes long by a signal', async () => {
    const { folder, store, options } = await setUp()
    const failure = async (work: () => unknown) => {
      try {
        await work()
        return undefined
      } catch (error) {
        return isJsnapError(error) ? error.code : error
      }
    }
    const now = at('2026-11-03T12:00:00Z')
    expect(await failure(() => entryAt(store, 'v3', 'local'))).toBe('UnknownVersion')
    expect(await failure(() => [...entries(store, 'v1', { paths: ['none'] })])).toBe('NoSuchPath')
    expect(await failure(() => capture(store, { ...options, now, name: 'v2' }))).toBe('NameTaken')
    expect(await failure(() => capture(store, { ...options, now, name: 'a b' }))).toBe('InvalidName')
    expect(await failure(() => parseConfig({ locale: {} }))).toBe('Config')
    const wrong = { ...options, config: JSON.parse('{"local":{"site":true}}') as typeof options.config, now }
    expect(await failure(() => capture(store, wrong))).toBe('Config')
    expect(await failure(() => openStore(join(folder, 'site')))).toBe('NoStore')
    const signal = AbortSignal.abort()
    const aborted = { name: 'AbortError' }
    const out = join(folder, 'out')
    expect(await failure(() => checkout(store, 'v1', out, { signal }))).toMatchObject(aborted)
    expect(await failure(() => capture(store, { ...options, now, signal }))).toMatchObject(aborted)
    store.close()
  })
})
