import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown, type Plugin, type PluginContext } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import manifest from '../package.json' with { type: 'json' }
import { declaredService } from '../src/sources/aws/declared-service.ts'
import { SERVICES } from '../src/services/services.ts'
import { billOfMaterials, licenseTexts, thirdPartiesOf } from './third-parties.ts'

const ROOT = join(import.meta.dirname, '..')

const LIBRARY = 'src/index.ts'

/** What is started, or imported, by its file's name. Piscina starts the `worker.js` that lies where its own code is. */
const ENTRIES = {
  main: 'src/main.ts',
  index: LIBRARY,
  'command-thread': 'src/cli/command-thread.ts',
  'reading-worker': 'src/capture/reading-worker.ts',
  'write-worker': 'src/checkout/write-worker.ts',
  'verify-worker': 'src/checkout/verify-worker.ts',
  'answer-worker': 'src/query/answer-worker.ts',
  worker: 'node_modules/piscina/dist/worker.js',
}

/** SQLite is compiled for the machine; Piscina asks for the other with an option that nobody uses. */
export const EXTERNAL = ['better-sqlite3', '@napi-rs/nice']

/**
 * A declaration has the text of its functions, which a bundler prints in its own way. So it is written down from the
 * source: a version made by the package and one made by the source were asked for the same.
 */
function declarationsFromSource(): Plugin {
  const declared = Object.fromEntries(SERVICES.map((service) => [service.name, declaredService(service)]))
  return {
    name: 'declarations-from-source',
    load: {
      filter: { id: /\/src\/sources\/aws\/declared-service\.ts$/ },
      handler: () =>
        `const DECLARED = ${JSON.stringify(declared)}\nexport const declaredService = ({ name }) => DECLARED[name]`,
    },
  }
}

/** What so many commands load together is one file: opening sixty small ones takes longer than reading what is not needed. */
const COMMANDS_THAT_SHARE = 15

/** Says whether a module is loaded before it is known which command is run. */
function isLoadedFirst(id: string, chunking: Pick<PluginContext, 'getModuleInfo'>): boolean {
  const first = new Set<string>()
  const add = (one: string) => {
    if (first.has(one)) return
    first.add(one)
    chunking.getModuleInfo(one)?.importedIds.forEach(add)
  }
  for (const entry of [ENTRIES.main, ENTRIES['command-thread']]) add(join(ROOT, entry))
  return first.has(id)
}

/** The name of the package that a module is of, without its scope: what a chunk of the SDK is called in a stack trace. */
function packageName(moduleId = ''): string | undefined {
  return /.*\/node_modules\/(?:@[^/]+\/)?([^/]+)/.exec(moduleId)?.[1]
}

/**
 * Makes what the package runs: a folder of chunks that holds everything but SQLite, the licences of what is in them, and
 * their list in the form of CycloneDX. Names are kept and there are no source maps: a stack trace can be read as it is.
 */
export async function makeBundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const bundle = await rolldown({
    cwd: ROOT,
    input: ENTRIES,
    platform: 'node',
    external: EXTERNAL,
    preserveEntrySignatures: 'allow-extension',
    // The SDK's clients as modules: what is shared between them is in the bundle once.
    resolve: { mainFields: ['module', 'main'] },
    // Modules that are CommonJS name the folder of their file; that of the bundle is what they get.
    transform: { define: { __dirname: 'import.meta.dirname' } },
    plugins: [declarationsFromSource()],
  })
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: ({ moduleIds, name }) => `${packageName(moduleIds.at(-1)) ?? name}.js`,
    comments: { legal: false },
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          test: /\/src\/(?:api|config|index|model|runtime|secrets|store|versions)\b/,
          minShareCount: COMMANDS_THAT_SHARE,
          debugName: 'shared by commands',
          name: (id, chunking) => (isLoadedFirst(id, chunking) ? 'start' : 'library'),
        },
      ],
    },
  })
  const parties = thirdPartiesOf(output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])))
  writeFileSync(join(folder, 'THIRD_PARTY_LICENSES.txt'), licenseTexts(parties))
  writeFileSync(join(folder, 'sbom.cdx.json'), billOfMaterials(parties, manifest))
}

/**
 * Writes the types of the library as one file, without what is marked as internal. What it takes from other packages must
 * be among the dependencies of the package, or nobody can compile against it.
 */
export async function makeTypes(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: { index: LIBRARY },
    platform: 'node',
    external: (id) => id !== LIBRARY && !/^[./]/.test(id),
    plugins: [dts({ cwd: ROOT, emitDtsOnly: true, compilerOptions: { stripInternal: true } })],
  })
  await bundle.write({ dir: folder })
}
