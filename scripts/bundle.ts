import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown, type Plugin } from 'rolldown'
import manifest from '../package.json' with { type: 'json' }
import { declaredService } from '../src/sources/aws/declared-service.ts'
import { SERVICES } from '../src/services/services.ts'
import { billOfMaterials, licenseTexts, thirdPartiesOf } from './third-parties.ts'

const ROOT = join(import.meta.dirname, '..')

/** What is started by its file's name. Piscina starts the `worker.js` that lies where its own code is. */
const ENTRIES = {
  main: 'src/main.ts',
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
  })
  const parties = thirdPartiesOf(output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])))
  writeFileSync(join(folder, 'THIRD_PARTY_LICENSES.txt'), licenseTexts(parties))
  writeFileSync(join(folder, 'sbom.cdx.json'), billOfMaterials(parties, manifest))
}
