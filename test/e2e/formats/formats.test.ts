import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEntry } from '../../../src/model/entry.ts'
import { Journal } from '../../../src/store/journal.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import type { DiffDocument } from '../json-contract.ts'
import { succeed, type Surroundings } from '../jsnap-command.ts'
import { EstateToFreeze, NEW_OBJECTS, SEALED_VALUE, writeSite } from './estate-to-freeze.ts'
import { configure, makeStore } from './make-store.ts'
import { readStore, type Reading } from './read-store.ts'

const STORES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'stores')
/** The first jsnap whose stores every later one reads, and that reads every later one's; as it was packed. */
const FIRST = join(STORES, 'jsnap-1b17a8f.tgz')
const FROZEN = readdirSync(STORES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

let scratch: string
/** The launcher of the first jsnap, installed as a user would. */
let first: string

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jsnap-formats-')))
  const folder = join(scratch, 'first')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{}')
  await execa('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', FIRST], { cwd: folder })
  first = join(folder, 'node_modules', 'jsnap', 'bin', 'jsnap.js')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('a store is frozen by a script, which needs no test runner', async () => {
  const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'freeze-store.ts')
  const { stderr } = await execa(process.execPath, [script], { reject: false })
  expect(stderr).toContain('usage: node scripts/freeze-store.ts NAME')
})

function expected(name: string): Reading {
  return JSON.parse(readFileSync(join(STORES, name, 'expected.json'), 'utf8')) as Reading
}

/** Puts a frozen store into a folder as it was: git keeps no modes, and no empty folders. */
function thaw(name: string, folder: string): void {
  const store = join(folder, '.jsnap')
  cpSync(join(STORES, name, 'store'), store, { recursive: true })
  for (const empty of ['packs', 'tmp']) mkdirSync(join(store, empty), { recursive: true })
  for (const entry of readdirSync(store, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  chmodSync(store, 0o700)
}

/** A folder with a frozen store of its own. */
function thawed(name: string): Surroundings {
  const cwd = mkdtempSync(join(scratch, 'thawed-'))
  thaw(name, cwd)
  return { cwd }
}

describe.each(FROZEN)('the frozen store %s', (name) => {
  test('is read as the jsnap that made it read it', async () => {
    expect(await readStore(thawed(name))).toEqual(expected(name))
  })

  test('is read so by the first jsnap', async () => {
    expect(await readStore({ ...thawed(name), launcher: first })).toEqual(expected(name))
  })

  test('is read so without its index', async () => {
    const surroundings = thawed(name)
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(surroundings.cwd, '.jsnap', `index.sqlite${suffix}`), { force: true })
    expect(await readStore(surroundings)).toEqual(expected(name))
  })

  test('opens its sealed values', async () => {
    const identity = join(STORES, name, 'identity.txt')
    const args = ['secrets', 'show', 'HEAD', 'local/site/.env', '--identity', identity, '--json']
    const { secrets } = (await succeed(args, thawed(name))).json() as { secrets: { value: string }[] }
    expect(secrets.map(({ value }) => value)).toEqual([SEALED_VALUE, 'prod'])
  })

  test('takes a commit that goes on from the interrupted one, and stays readable for the first jsnap', async () => {
    const estate = new EstateToFreeze()
    estate.deploy()
    estate.upload()
    estate.account.bucket('frozen-payroll').denied.clear()
    estate.account.deleteObject('frozen-site', 'archived.bin')
    const served = await serve(estate.account)
    try {
      await expectToGoOn(name, served)
    } finally {
      await served.close()
    }
  })
})

async function expectToGoOn(name: string, served: AccountOnEndpoint): Promise<void> {
  const { folder, surroundings, endpoint } = served
  thaw(name, folder)
  configure(folder)
  writeSite(join(folder, 'site'), 2)
  const rows = new Journal(join(folder, '.jsnap', 'journal')).read()
  const journaled = Array.from(rows, ({ entry }) => parseEntry(entry).path)
  expect(journaled.length).toBeGreaterThan(0)

  const made = await served.commit('--only', 's3,lambda,route53,local', '-m', 'on-top')
  expect(made).toMatchObject({
    complete: true,
    parent: expected(name).versions.at(-1)?.id,
    counts: { removed: 0 },
  })

  const read = endpoint.log
    .filter(({ operation, status }) => operation === 'GetObject' && status === 200)
    .map(({ bucket = '', key = '' }) => `s3-buckets/${bucket}/${key}`)
  expect(read.filter((path) => journaled.includes(path))).toEqual([])

  const diff = (await served.run('diff', 'HEAD~1', 'HEAD', '--json')).json() as DiffDocument
  const uploaded = diff.changes.filter(({ path }) => path.startsWith('s3-buckets/frozen-uploads/'))
  expect(uploaded.map(({ type }) => type)).toEqual(Array<string>(NEW_OBJECTS).fill('added'))

  const today = await readStore(surroundings)
  expect(today.versions.slice(0, -1)).toEqual(expected(name).versions)
  // What changed in between may be told better by a jsnap that knows what the earlier one did not ask for.
  expect((await readStore({ ...surroundings, launcher: first })).versions).toEqual(today.versions)
}

describe("today's store", () => {
  let served: AccountOnEndpoint
  beforeAll(async () => {
    served = await makeStore()
  })
  afterAll(() => served.close())

  test('is read by the first jsnap as by this one', async () => {
    const today = await readStore(served.surroundings)
    expect(today.versions).toHaveLength(3)
    expect(await readStore({ ...served.surroundings, launcher: first })).toEqual(today)
  })

  test('takes a commit of the first jsnap', async () => {
    const old = { ...served.surroundings, launcher: first }
    await succeed(['commit', '--only', 's3,lambda,route53,local', '-m', 'by-the-first'], old)
    const diff = (
      await succeed(['diff', 'v1.1', 'by-the-first', 's3-buckets', '--json'], old)
    ).json() as DiffDocument
    expect(diff.changes.map(({ type }) => type)).toEqual(Array<string>(NEW_OBJECTS).fill('added'))
    // It keeps no record of it: this one says so, and keeps the version.
    await succeed(['fsck', '--repair'], served.surroundings)
    expect((await readStore(served.surroundings)).versions).toEqual((await readStore(old)).versions)
  })
})
