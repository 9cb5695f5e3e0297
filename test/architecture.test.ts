import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What each part of src may import beside itself; docs/architecture.md draws it. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  runtime: [],
  model: ['runtime'],
  services: ['model'],
  store: ['model', 'runtime'],
  sources: ['services', 'model', 'runtime'],
  terminal: ['model', 'runtime'],
  secrets: ['model', 'runtime'],
  config: ['store', 'model', 'runtime'],
  capture: ['config', 'sources', 'services', 'secrets', 'store', 'model', 'runtime'],
  versions: ['store', 'model', 'runtime'],
  diff: ['services', 'versions', 'store', 'terminal', 'model', 'runtime'],
  names: ['services', 'versions', 'store', 'model', 'runtime'],
  history: ['diff', 'services', 'versions', 'store', 'model', 'runtime'],
  query: ['history', 'diff', 'services', 'versions', 'store', 'model', 'runtime'],
  checkout: ['services', 'versions', 'store', 'model', 'runtime'],
  verify: ['config', 'services', 'versions', 'store', 'terminal', 'model', 'runtime'],
  api: [
    'capture',
    'sources',
    'services',
    'secrets',
    'names',
    'versions',
    'diff',
    'history',
    'query',
    'checkout',
    'verify',
    'config',
    'store',
    'model',
    'runtime',
  ],
  index: [
    'api',
    'capture',
    'secrets',
    'names',
    'versions',
    'diff',
    'history',
    'query',
    'checkout',
    'verify',
    'config',
    'store',
    'model',
    'runtime',
  ],
  flags: ['config', 'store', 'terminal', 'model', 'runtime'],
  commands: ['index', 'diff', 'flags', 'terminal'],
  cli: ['commands', 'terminal', 'model', 'runtime'],
  main: ['cli'],
}

/**
 * What a command may import beside the library: its own flags, what the flags of all commands stand for, the terminal,
 * and what shows a comparison.
 */
const BESIDE_THE_LIBRARY = /^(commands|flags|terminal|diff\/show)\//

/** What each part of diff may import of the others; only what shows knows a terminal. */
const IN_DIFF: Record<string, readonly string[]> = {
  document: [],
  compare: ['document'],
  show: ['compare', 'document', 'terminal'],
}

/** The one file outside of src that is imported: the version is in it. */
const MANIFEST = '../package.json'

/** What a program has around it. */
const TAKEN = new Set(['process', 'console', 'setFlagsFromString'])

interface SourceFile {
  /** Relative to src, with forward slashes. */
  readonly path: string
  /** The paths relative to src of the files it imports, type-only and dynamic imports included. */
  readonly imports: readonly string[]
  /** It hands on what another file exports. */
  readonly reExports: boolean
  /** What it takes from its surroundings, as `process` and `Date.now`. */
  readonly surroundings: readonly string[]
  /** Its literal texts, and what its templates begin with. */
  readonly texts: readonly string[]
}

const files = globSync('src/**/*.ts', { cwd: root })
  .map((file) => relative('src', file).replaceAll('\\', '/'))
  .sort()
  .map(parse)

function parse(path: string): SourceFile {
  const text = readFileSync(join(root, 'src', path), 'utf8')
  const imports: string[] = []
  const texts: string[] = []
  const surroundings = new Set<string>()
  let reExports = false
  const visit = (node: ts.Node) => {
    const imported = importedBy(node)
    const target = imported?.startsWith('.') ? posix.join(posix.dirname(path), imported) : undefined
    if (target !== undefined && target !== MANIFEST) imports.push(target)
    const taken = imported === 'node:process' ? 'process' : takenBy(node)
    if (taken !== undefined) surroundings.add(taken)
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) reExports = true
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) texts.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  return { path, imports, reExports, surroundings: [...surroundings], texts }
}

function importedBy(node: ts.Node): string | undefined {
  let from: ts.Node | undefined
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) from = node.moduleSpecifier
  else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    from = node.arguments[0]
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) from = node.argument.literal
  return from !== undefined && ts.isStringLiteral(from) ? from.text : undefined
}

function takenBy(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
    return 'new Date()'
  if (ts.isPropertyAccessExpression(node) && /^(Date|performance)\.now$/.test(node.getText()))
    return node.getText()
  if (!ts.isIdentifier(node) || !TAKEN.has(node.text)) return undefined
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node
  return isMember || ts.isPropertyAssignment(node.parent) ? undefined : node.text
}

/** The part of src that a file belongs to: its first folder, or its name. */
function partOf(path: string): string {
  return path.replace(/\.ts$/, '').split('/')[0] ?? path
}

describe('the parts of src', () => {
  test('are those of the layer table', () => {
    expect([...new Set(files.map(({ path }) => partOf(path)))].sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  test('import in the directions of the layer table only', () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter((imported) => {
          const [from, to] = [partOf(path), partOf(imported)]
          return from !== to && !(MAY_IMPORT[from] ?? []).includes(to)
        })
        .map((imported) => `${path} imports ${imported}`),
    )
    expect(wrong).toEqual([])
  })

  test('of diff import downwards only, and know no terminal but where it shows', () => {
    const inDiff = files.filter(({ path }) => path.startsWith('diff/'))
    const roomOf = (path: string) =>
      path.startsWith('diff/') ? path.split('/')[1] : path.startsWith('terminal/') ? 'terminal' : undefined
    expect([...new Set(inDiff.map(({ path }) => roomOf(path)))].sort()).toEqual(Object.keys(IN_DIFF).sort())
    const wrong = inDiff.flatMap(({ path, imports }) =>
      imports
        .filter((imported) => {
          const [from = '', to] = [roomOf(path), roomOf(imported)]
          return to !== undefined && from !== to && !(IN_DIFF[from] ?? []).includes(to)
        })
        .map((imported) => `${path} imports ${imported}`),
    )
    expect(wrong).toEqual([])
  })

  test('spell no folder of a source but in declarations and where the scope of a version is about it', () => {
    const registry = readFileSync(join(root, 'src/services/registry.ts'), 'utf8')
    const prefixes = [...registry.matchAll(/'([a-z0-9-]+\/(?:[a-z0-9-]+\/)?)'/g)].map(
      ([, prefix = '']) => prefix,
    )
    expect(prefixes.length).toBeGreaterThan(20)
    // The last one names files that only a checkout has.
    const owners = /^(services\/|model\/scope-folders\.ts$|checkout\/views\/estate-views\.ts$)/
    const spelled = files
      .filter(({ path }) => !owners.test(path))
      .flatMap(({ path, texts }) =>
        texts
          .filter((text) => prefixes.some((prefix) => text.startsWith(prefix)))
          .map((text) => `${path}: ${text}`),
      )
    expect(spelled).toEqual([])
  })

  test('import in no circle, not even a type', () => {
    const importsOf = new Map(files.map(({ path, imports }) => [path, imports]))
    const done = new Set<string>()
    const circles: string[] = []
    const follow = (path: string, above: readonly string[]): void => {
      const at = above.indexOf(path)
      if (at !== -1) circles.push([...above.slice(at), path].join(' -> '))
      if (at !== -1 || done.has(path)) return
      for (const imported of importsOf.get(path) ?? []) follow(imported, [...above, path])
      done.add(path)
    }
    for (const { path } of files) follow(path, [])
    expect(circles).toEqual([])
  })

  test('leave the process, the console, the clock and the flags of V8 to the command line and to worker entry points', () => {
    // Freeing buffers sets a flag for as long as it takes to get hold of the collector.
    const mayTouch = (path: string) =>
      /^(cli\/|main\.ts$|runtime\/free-dropped-buffers\.ts$)|(^|\/)(\w+-)?worker\.ts$/.test(path)
    const wrong = files
      .filter(({ path, surroundings }) => surroundings.length > 0 && !mayTouch(path))
      .map(({ path, surroundings }) => `${path} uses ${surroundings.join(', ')}`)
    expect(wrong).toEqual([])
  })

  test('hand nothing on that another file exports, but for the one that is the library', () => {
    expect(files.filter(({ reExports }) => reExports).map(({ path }) => path)).toEqual(['index.ts'])
  })

  test('which are commands import the library alone, but for flags, terminal and rendering', () => {
    const wrong = files
      .filter(({ path }) => path.startsWith('commands/'))
      .flatMap(({ path, imports }) => imports.map((imported) => [path, imported] as const))
      .filter(([, imported]) => imported !== 'index.ts' && !BESIDE_THE_LIBRARY.test(imported))
      .map(([path, imported]) => `${path} imports ${imported}`)
    expect(wrong).toEqual([])
  })

  test('have file names that say one idea', () => {
    const named = /^[a-z0-9]+(-[a-z0-9]+)*(\.flags)?\.ts$/
    const vague = /^index\.ts$|(^|-)(utils?|helpers?|common|misc|manager)(-|\.)/
    const wrong = files
      .map(({ path }) => path)
      .filter((path) => path !== 'index.ts')
      .filter((path) => !named.test(posix.basename(path)) || vague.test(posix.basename(path)))
    expect(wrong).toEqual([])
  })
})

describe('without the SDK or an HTTP client', () => {
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jsnap-architecture-'))
    mkdirSync(join(folder, 'site'))
    writeFileSync(join(folder, 'site', 'page.html'), '<h1>shop</h1>\n')
    writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify({ local: { site: { path: 'site' } } }))
    await execa(process.execPath, [join(root, 'bin/jsnap.js'), 'commit', '--only', 'local', '-m', 'v1'], {
      cwd: folder,
      env: { XDG_STATE_HOME: join(folder, 'state') },
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['--version'],
    ['--help'],
    ['commit --help'],
    ['log'],
    ['log local'],
    ['find --text shop'],
    ['query VALUES(1)'],
    ['show v1'],
    ['ls v1'],
    ['cat v1:local/site/page.html'],
    ['diff v1 v1'],
    ['checkout v1 out'],
    ['fsck'],
  ])('jsnap %s starts', async (command) => {
    const list = join(folder, 'loaded')
    rmSync(list, { force: true })
    await execa(
      process.execPath,
      ['--import', join(root, 'test/loaded-modules.mjs'), join(root, 'bin/jsnap.js'), ...command.split(' ')],
      { cwd: folder, env: { XDG_STATE_HOME: join(folder, 'state'), JSNAP_TEST_LOADED: list } },
    )
    const loaded = readFileSync(list, 'utf8').split('\n')
    expect(loaded.some((url) => url.endsWith('/src/main.ts'))).toBe(true)
    expect(loaded.filter((url) => /node_modules\/(@aws-sdk|@smithy|undici)\//.test(url))).toEqual([])
  })

  test('the declarations of all services are loaded', async () => {
    const list = join(folder, 'loaded')
    rmSync(list, { force: true })
    const load = `import(${JSON.stringify(join(root, 'src/services/lists-at.ts'))}).then((it) => it.loadListsBelow(''))`
    await execa(process.execPath, ['--import', join(root, 'test/loaded-modules.mjs'), '--eval', load], {
      env: { JSNAP_TEST_LOADED: list },
    })
    const loaded = readFileSync(list, 'utf8').split('\n')
    expect(loaded.some((url) => url.endsWith('/src/services/waf.ts'))).toBe(true)
    expect(loaded.filter((url) => /node_modules|\/src\/sources\//.test(url))).toEqual([])
  })
})
