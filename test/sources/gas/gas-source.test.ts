import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { installClasp } from '../../../fixtures/clasp/install-clasp.ts'
import type { ClaspOptions, Projects } from '../../../fixtures/clasp/project.ts'
import { createGasSource } from '../../../src/sources/gas/gas-source.ts'
import { Store } from '../../../src/store/store.ts'
import { scratchFolder } from '../../helpers/scratch.ts'
import { commitSources, entriesOf } from '../../helpers/snapshot.ts'

const MANIFEST = '{"timeZone":"Etc/UTC","oauthScopes":["https://www.googleapis.com/auth/drive"]}\n'
const PROJECTS: Projects = {
  orders1: {
    files: {
      'appsscript.json': MANIFEST,
      'Code.js': 'function run() {}\n',
      'lib/a.js': 'let a\n',
      'Empty.js': '',
    },
    deployments: [
      { deploymentId: 'zLive', versionNumber: 2, description: 'live - since May' },
      { deploymentId: 'aHead' },
    ],
    versions: [{ versionNumber: 2, description: 'faster' }, { versionNumber: 1 }],
  },
  stock1: { files: { 'appsscript.json': MANIFEST } },
}
const VERSIONS = ['2.5.0', '3.4.1'] as const

let folder: string
let store: Store

beforeEach(() => {
  folder = scratchFolder()
  store = Store.init(join(folder, '.jsnap'))
})
afterEach(() => store.close())

/** Commits projects that a clasp of this kind knows. */
async function commit(
  configured: Readonly<Record<string, string>>,
  options?: ClaspOptions & { only?: string[]; path?: string },
) {
  installClasp(join(folder, 'bin'), PROJECTS, options)
  const temporaryFolder = join(folder, 'tmp')
  mkdirSync(temporaryFolder, { recursive: true })
  const env = { PATH: options?.path ?? `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder }
  const source = createGasSource(configured, { env, temporaryFolder })
  const version = await commitSources(store, [source], { only: options?.only ?? [] })
  const contents = Object.fromEntries(
    entriesOf(store, version).map(({ path, sha256, meta }) => [
      path,
      sha256 === null ? meta['code'] : store.readContent(sha256).toString(),
    ]),
  )
  expect(readdirSync(temporaryFolder)).toEqual([])
  return { version, contents, problems: version.commit.problems }
}

describe.each(VERSIONS)('projects that clasp %s pulls', (version) => {
  test('are its files, the script id, deployments and versions', async () => {
    const { contents, problems, version: made } = await commit({ orders: 'orders1' }, { version })
    expect(problems).toEqual([])
    expect(contents).toEqual({
      'gas-projects/orders/.clasp.json': '{\n  "scriptId": "orders1"\n}\n',
      'gas-projects/orders/Code.js': 'function run() {}\n',
      'gas-projects/orders/Empty.js': '',
      'gas-projects/orders/appsscript.json': MANIFEST,
      'gas-projects/orders/lib/a.js': 'let a\n',
      'gas-projects/orders/deployments.json': `${JSON.stringify(
        [
          { deploymentId: 'aHead' },
          { deploymentId: 'zLive', description: 'live - since May', versionNumber: 2 },
        ],
        Object.keys({ deploymentId: 0, description: 0, versionNumber: 0 }),
        2,
      )}\n`,
      'gas-projects/orders/versions.json': `${JSON.stringify(
        [{ versionNumber: 1 }, { description: 'faster', versionNumber: 2 }],
        null,
        2,
      )}\n`,
    })
    expect(made.requests).toEqual({ 'gas:pull': 1, 'gas:deployments': 1, 'gas:versions': 1 })
  })

  test('may have no versions and no deployments', async () => {
    const { contents, problems } = await commit({ stock: 'stock1' }, { version })
    expect(problems).toEqual([])
    expect(contents).toMatchObject({
      'gas-projects/stock/deployments.json': '[]\n',
      'gas-projects/stock/versions.json': '[]\n',
    })
  })

  test('are unknown one by one: what fails of one does not touch the others', async () => {
    const { contents, problems } = await commit({ gone: 'nobody', stock: 'stock1' }, { version })
    expect(problems).toMatchObject([
      { path: 'gas-projects/gone/', operation: 'gas:pull', code: 'ClaspFailed' },
    ])
    expect(problems[0]?.message).toContain('Requested entity was not found.')
    expect(problems[0]?.message).toContain('check the script id')
    expect(contents).toMatchObject({
      'gas-projects/gone/': 'ClaspFailed',
      'gas-projects/stock/appsscript.json': MANIFEST,
    })
  })

  test('are unknown when clasp is logged out, with a hint', async () => {
    const { contents, problems } = await commit({ stock: 'stock1' }, { version, failure: 'logged out' })
    expect(contents).toEqual({ 'gas-projects/stock/': 'ClaspLoggedOut' })
    expect(problems[0]?.message).toMatch(/run 'clasp login'$/)
  })

  test('leave what clasp prints of tokens out of the problem', async () => {
    const { problems } = await commit({ stock: 'stock1' }, { version, failure: 'crash' })
    expect(problems).toMatchObject([{ code: 'ClaspFailed' }])
    expect(JSON.stringify(problems)).not.toContain('ya29')
  })
})

test('two captures of projects that have not changed have the same tree', async () => {
  const projects = { orders: 'orders1', stock: 'stock1' }
  const first = await commit(projects)
  expect((await commit(projects)).version.commit.tree).toBe(first.version.commit.tree)
  expect((await commit(projects, { version: '2.5.0' })).version.commit.tree).toBe(first.version.commit.tree)
})

test('only the projects that are wanted are pulled', async () => {
  const projects = { orders: 'orders1', stock: 'stock1' }
  const { contents, version } = await commit(projects, { only: ['gas-projects/stock'] })
  expect(Object.keys(contents).every((path) => path.startsWith('gas-projects/stock/'))).toBe(true)
  expect(version.requests['gas:pull']).toBe(1)
})

test('a machine without clasp makes every project a problem that says how to get it', async () => {
  const { contents, problems } = await commit({ stock: 'stock1' }, { path: join(folder, 'nothing') })
  expect(contents).toEqual({ 'gas-projects/stock/': 'ClaspMissing' })
  expect(problems[0]?.message).toContain('npm install -g @google/clasp')
})

test('a clasp that hangs is not waited for when the capture is interrupted', async () => {
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'clasp'), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 })
  const source = createGasSource(
    { orders: 'orders1' },
    { env: { PATH: `${bin}:/usr/bin:/bin`, HOME: folder }, temporaryFolder: folder },
  )
  const interrupt = new AbortController()
  setTimeout(() => interrupt.abort(new Error('interrupted')), 200)
  const start = performance.now()
  await expect(commitSources(store, [source], { signal: interrupt.signal })).rejects.toThrow(
    /interrupted|abort/i,
  )
  expect(performance.now() - start).toBeLessThan(10_000)
})
