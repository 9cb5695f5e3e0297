import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { execa } from 'execa'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installClasp } from '../../../fixtures/clasp/install-clasp.ts'
import { applyDeployment } from '../../../fixtures/deployment.ts'
import { addEstate, deployEstate } from '../../../fixtures/estate/estate.ts'
import { makeScriptProjects, SCRIPT_IDS } from '../../../fixtures/estate/script-projects.ts'
import { loadFixtureAccount } from '../../../fixtures/fixture-account.ts'
import { EXTERNAL } from '../../../scripts/bundle.ts'
import { createProgram } from '../../../src/cli/program.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import { jsonLines, type CommitDocument, type ListedEntry } from '../json-contract.ts'
import { jsnap, succeed, type Ran, type Surroundings } from '../jsnap-command.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** One of each command that only reads; the package must print what the source prints, and end as it does. */
const READING: readonly (readonly string[])[] = [
  ['log'],
  ['log', '--stat', 's3-buckets'],
  ['show', 'v1.0'],
  ['ls', '-l', 'v1.1'],
  ['cat', 'v1.0:lambda/functions/qos-order-intake/config.json'],
  ['diff', 'v1.0', 'v1.1'],
  ['diff', '-p', 'v1.0', 'v1.1', 'lambda'],
  ['diff', 'v1.1', 'live', '--json'],
  ['status'],
  ['blame', 'lambda/functions/qos-order-intake/config.json'],
  ['find', '--text', 'release [12]', '--path', 'lambda'],
  ['query', "SELECT name, runtime FROM functions WHERE name REGEXP 'intake' ORDER BY name"],
  ['verify', 'v1.1'],
  ['coverage'],
  ['iam-policy'],
  ['fsck', '--full'],
  ['config', 'show', '--effective'],
  ['tag'],
  ['completion', 'bash'],
  ['complete', 'jsnap', 'dif'],
  ['trust', '--list'],
  ['secrets', 'list', 'v1.1'],
  ['secrets', 'show', 'v1.1', 'lambda/functions/qos-order-intake/config.json', '--identity', 'identity.txt'],
  ['secrets', 'export', 'v1.1'],
]

/** Those that write; the tests below run them. */
const WRITING = ['init', 'commit', 'checkout', 'keygen', 'guard']

let scratch: string
/** Where jsnap is installed, and the `node_modules` there. */
let folder: string
let modules: string
let served: AccountOnEndpoint
/** As typed where jsnap is installed, and in this checkout. */
let installed: Surroundings
let source: Surroundings

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jsnap-package-')))
  const PATH = pathOutsideModules(join(scratch, 'bin'))
  await execa('npm', ['pack', '--pack-destination', scratch], { cwd: ROOT })
  folder = join(scratch, 'installed')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{}')
  const packed = readdirSync(scratch)
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => join(scratch, name))
  await execa('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', ...packed], {
    cwd: folder,
    env: { PATH },
  })

  modules = join(folder, 'node_modules')
  const account = loadFixtureAccount()
  const estate = addEstate(account)
  served = await serve(account)
  installClasp(join(scratch, 'bin'), makeScriptProjects())
  source = { ...served.surroundings, env: { ...served.surroundings.env, PATH } }
  installed = { ...source, launcher: join(modules, '.bin', 'jsnap') }

  const { stdout: recipient } = await succeed(['keygen', 'identity.txt'], installed)
  writeFileSync(
    join(served.folder, 'jsnap.config.json'),
    JSON.stringify({ gas: SCRIPT_IDS, secrets: { recipients: [recipient.trim()] } }),
  )
  await succeed(['init'], installed)
  await succeed(['commit', '-m', 'v1.0'], installed)
  applyDeployment(account)
  deployEstate(estate)
  await succeed(['commit', '-m', 'v1.1'], installed)
}, 600_000)
afterAll(async () => {
  await served.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** A PATH that begins with a folder of this Node alone, and leads to no tool of the checkout. */
function pathOutsideModules(first: string): string {
  mkdirSync(first)
  symlinkSync(process.execPath, join(first, 'node'))
  const others = (process.env['PATH'] ?? '').split(delimiter).filter((one) => !one.includes('node_modules'))
  return [first, ...others].join(delimiter)
}

function namesOf(command: CommandUnknownOpts, prefix = ''): string[] {
  if (command.commands.length === 0) return [`${prefix}${command.name()}`]
  const below = command === program ? '' : `${prefix}${command.name()} `
  return command.commands.flatMap((one) => namesOf(one, below))
}

const program = createProgram({
  version: '0',
  context() {
    throw new Error('nothing is run')
  },
  setExitCode: () => undefined,
})

/** What is the same from run to run. */
function stable({ exitCode, stdout, stderr }: Ran): unknown {
  return { exitCode, stdout: stdout.replace(/"durationMs":\d+| in [\d.]+ m?s$/gm, ''), stderr }
}

describe('jsnap as it is installed', () => {
  test.each(READING.map((args) => [args.join(' '), args] as const))('jsnap %s', async (_, args) => {
    const ran = await jsnap(args, installed)
    expect(ran.stdout + ran.stderr).not.toMatch(/internal error|ERR_MODULE_NOT_FOUND|Cannot find/)
    expect(stable(ran)).toEqual(stable(await jsnap(args, source)))
  })

  test('is tried with one of each command', () => {
    const tried = [...READING.map((args) => args.join(' ')), ...WRITING]
    const untried = namesOf(program).filter((name) => !tried.some((one) => `${one} `.startsWith(`${name} `)))
    expect(untried).toEqual([])
  })

  test('captures Apps Script projects', async () => {
    const listed = jsonLines((await succeed(['ls', 'v1.0', 'gas-projects', '--json'], installed)).stdout)
    const projects = new Set((listed as ListedEntry[]).map(({ path }) => path.split('/')[1]))
    expect([...projects].sort()).toEqual(Object.keys(SCRIPT_IDS).sort())
  })

  test('checks a version out', async () => {
    await succeed(['checkout', 'v1.0', 'out', '--verify'], installed)
  })

  test('runs a command between two versions', async () => {
    const guarded = await succeed(['guard', '--json', '--', 'true'], installed)
    expect(guarded.json()).toMatchObject({ exitCode: 0, changes: [] })
  })

  test('makes from an unchanged account the version that the source makes, of the same scope', async () => {
    const scopes = []
    for (const surroundings of [source, installed]) {
      const made = (await succeed(['commit', '--deep', '--json'], surroundings)).json() as CommitDocument
      expect(made.counts).toMatchObject({ added: 0, modified: 0, removed: 0 })
      expect(made.problems).toEqual([])
      const shown = (await succeed(['show', '--json'], surroundings)).json() as { readonly scope: object }
      scopes.push(shown.scope)
    }
    expect(scopes[0]).toHaveProperty('declarations.lambda')
    expect(scopes[0]).toEqual(scopes[1])
  })

  test('is small: a bundle, and SQLite', async () => {
    const { stdout: size } = await execa('du', ['-sm', modules])
    expect(Number.parseInt(size)).toBeLessThanOrEqual(45)
    expect(
      readdirSync(modules)
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual(['better-sqlite3', 'jsnap', 'node-addon-api'])
    const [tarball = ''] = readdirSync(scratch).filter((name) => name.endsWith('.tgz'))
    expect(statSync(join(scratch, tarball)).size).toBeLessThanOrEqual(3e6)
  })

  test('imports nothing that is not there, and names no folder of where it was built', () => {
    const dist = join(modules, 'jsnap', 'dist')
    const chunks = readdirSync(dist).filter((name) => name.endsWith('.js'))
    expect(chunks.length).toBeGreaterThan(100)
    for (const name of chunks) {
      const text = readFileSync(join(dist, name), 'utf8')
      const { importedFiles } = ts.preProcessFile(text, true, true)
      const packages = importedFiles
        .map(({ fileName }) => fileName)
        .filter((one) => !one.startsWith('./') && !isBuiltin(one))
      expect([name, packages.filter((one) => !EXTERNAL.includes(one))]).toEqual([name, []])
      expect(text.includes(ROOT), name).toBe(false)
    }
  })

  test('has the licence of each package that is in it, and a list of them', () => {
    const dist = join(modules, 'jsnap', 'dist')
    const licences = readFileSync(join(dist, 'THIRD_PARTY_LICENSES.txt'), 'utf8')
    const bill = JSON.parse(readFileSync(join(dist, 'sbom.cdx.json'), 'utf8')) as {
      readonly components: readonly { name: string; version: string; licenses: [{ expression: string }] }[]
    }
    expect(bill.components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['@aws-sdk/client-s3', '@smithy/core', 'piscina', 'undici', 'zod']),
    )
    for (const { name, version, licenses } of bill.components) {
      expect(licences).toContain(`${name} ${version} (${licenses[0].expression})\n`)
    }
  })

  test('says in a stack trace which function failed', async () => {
    const ran = await jsnap(['cat', 'v1.0:none'], {
      ...installed,
      env: { ...installed.env, JSNAP_DEBUG: '1' },
    })
    expect(ran.stderr).toMatch(/at (?:async )?[a-z]\w+ \(file:.*\/dist\/cat\.js:\d+:\d+\)/)
  })
})

describe('the library, as it is installed', () => {
  const page = readFileSync(join(ROOT, 'docs', 'library.md'), 'utf8')
  const [program = '', output = ''] = [...page.matchAll(/(?:^ {4}.*\n|^\n(?= {4}))+/gm)]
    .map(([block]) => block.replace(/^ {4}/gm, '').trim())
    .filter((block) => /^import |^v1\.1 /.test(block))

  test('runs the program of its page, which prints what the page shows', async () => {
    writeFileSync(join(folder, 'program.mjs'), program)
    const { stdout } = await execa(
      process.execPath,
      ['program.mjs', join(served.folder, '.jsnap'), join(scratch, 'of-program')],
      { cwd: folder, env: { ...installed.env } },
    )
    expect(stdout).toBe(output)
    expect(program.split('\n').length).toBeGreaterThan(15)
    expect(program.split('\n').length).toBeLessThanOrEqual(25)
  })

  test('changes nothing of the process that imports it', async () => {
    const watch = join(ROOT, 'test', 'import-watched.mjs')
    const library = join(modules, 'jsnap', 'dist', 'index.js')
    const { stdout } = await execa(process.execPath, [watch, library], { cwd: folder })
    const { before, after, flags, taken, names } = JSON.parse(stdout) as Record<string, unknown>
    expect(after).toEqual(before)
    expect({ flags, taken }).toEqual({ flags: [], taken: [] })
    expect(names).toEqual(Object.keys(await import('../../../src/index.ts')).sort())
  })

  /** What the compiler of a program that uses the library says of it; checks the library's own types as well. */
  async function compiled(text: string, module: string, moduleResolution: string, types: readonly string[]) {
    writeFileSync(join(folder, 'program.mts'), text)
    const compilerOptions = {
      ...{ noEmit: true, strict: true, skipLibCheck: false, target: 'es2024', module, moduleResolution },
      ...{ types, typeRoots: [join(ROOT, 'node_modules', '@types')] },
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.mts'] }))
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = await execa(process.execPath, [tsc], { cwd: folder, reject: false })
    return stdout
  }

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for a program of %s modules that %s resolves', async (module, resolution) => {
    expect(await compiled(program, module, resolution, ['node'])).toBe('')
    const plain = `import * as jsnap from 'jsnap'\nexport const store: Promise<jsnap.Store> = jsnap.openStore('.jsnap')\n`
    expect(await compiled(plain, module, resolution, [])).toBe('')
    const wrong = `import { diff, openStore, query } from 'jsnap'
const store = await openStore('.jsnap')
await diff(store, 'v1')
await diff(store, 'v1', 'v2', { path: [] })
for (const row of await query(store, 'SELECT 1')) console.log(row)
store.catalog.close()
`
    const errors = await compiled(wrong, module, resolution, ['node'])
    expect(errors.split('\n').map((line) => /^program.mts\((\d+),/.exec(line)?.[1] ?? line)).toEqual([
      '3',
      '4',
      '5',
      '6',
    ])
  })

  test('leads to its schema and its manifest, and to nothing else', async () => {
    const resolve = (names: readonly string[]) =>
      `for (const name of ${JSON.stringify(names)}) { try { console.log(import.meta.resolve(name).slice(-24)) } catch (error) { console.log(error.code) } }`
    const names = ['jsnap/package.json', 'jsnap/schema/jsnap.config.schema.json', 'jsnap/dist/main.js']
    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', resolve(names)], {
      cwd: folder,
    })
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/\/jsnap\/package\.json$/),
      expect.stringMatching(/schema\.json$/),
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ])
  })
})
