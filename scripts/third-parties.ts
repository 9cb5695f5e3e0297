import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package, modules of which are in a bundle. */
export interface ThirdParty {
  readonly name: string
  readonly version: string
  /** An SPDX expression. */
  readonly license: string
  /** Its licence files and notices, empty when it has none. */
  readonly text: string
}

const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i

/** The packages of which these modules are, in the order of their names. Throws when one does not say its licence. */
export function thirdPartiesOf(moduleIds: Iterable<string>): ThirdParty[] {
  const folders = new Set(Iterator.from(moduleIds).map(packageFolder))
  return [...folders]
    .filter((folder) => folder !== undefined)
    .map(readPackage)
    .sort((a, b) => (nameAndVersion(a) < nameAndVersion(b) ? -1 : 1))
}

/** The folder of the package that a module is of, or undefined for one of this project's. */
function packageFolder(moduleId: string): string | undefined {
  return /.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(moduleId.replace(/^\0/, ''))?.[0]
}

function readPackage(folder: string): ThirdParty {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Partial<ThirdParty>
  const { name, version, license } = manifest
  if (name === undefined || version === undefined || license === undefined) {
    throw new Error(`${folder} does not say its name, version and licence`)
  }
  const texts = readdirSync(folder)
    .filter((file) => LICENSE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return { name, version, license, text: texts.join('\n\n') }
}

function nameAndVersion({ name, version }: ThirdParty): string {
  return `${name} ${version}`
}

/**
 * The licences of third parties as one text, each once, below the names of those that have it. A package without a
 * licence file stands with that of another under the same licence; throws when there is none.
 */
export function licenseTexts(parties: readonly ThirdParty[]): string {
  const byText = Map.groupBy(parties, ({ name, license, text }) => {
    const known = text || parties.find((other) => other.license === license && other.text !== '')?.text
    if (known === undefined) throw new Error(`${name} comes without the text of its licence, ${license}`)
    return known
  })
  return [...byText]
    .map(
      ([text, of]) => `${of.map((one) => `${nameAndVersion(one)} (${one.license})`).join('\n')}\n\n${text}\n`,
    )
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** The list of third parties as a bill of materials in the form of CycloneDX 1.6, of a package of this name and version. */
export function billOfMaterials(
  parties: readonly ThirdParty[],
  { name, version }: { readonly name: string; readonly version: string },
): string {
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...component({ name, version }) } },
    components: parties.map((party) => ({
      type: 'library',
      ...component(party),
      licenses: [{ expression: party.license }],
    })),
  }
  return JSON.stringify(bom, null, 2) + '\n'
}

function component({ name, version }: { readonly name: string; readonly version: string }) {
  return { name, version, purl: `pkg:npm/${name.replace('@', '%40')}@${version}` }
}
