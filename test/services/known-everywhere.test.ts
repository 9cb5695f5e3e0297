import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { signingNameOf, UNSPOKEN } from '../../fixtures/aws/apis.ts'
import { resources } from '../../src/query/tables/resources.ts'
import type { Api } from '../../src/services/declaration/api.ts'
import { apisOf } from '../../src/services/declaration/calls.ts'
import { SERVICES, SOURCES } from '../../src/services/services.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const captured = readFileSync(join(root, 'docs/captured.md'), 'utf8')

test('every declaration is registered', async () => {
  const modules = await Promise.all(
    globSync('src/services/*.ts', { cwd: root }).map(
      (file) => import(join(root, file)) as Promise<Record<string, unknown>>,
    ),
  )
  const declared = modules.flatMap((module) => Object.values(module)).filter(isDeclaration)
  expect(declared.filter((one) => !(SOURCES as readonly unknown[]).includes(one))).toEqual([])
  expect(declared.length).toBe(SOURCES.length)
})

function isDeclaration(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'prefixes' in value &&
    'label' in value &&
    'resources' in value
  )
}

test.each(SOURCES.map((source) => [source.label, source] as const))(
  '%s has a row in the README, a section in docs/captured.md and a label of its own',
  (label, { name, prefixes }) => {
    expect(label).toMatch(/^[A-Z]/)
    const anchor = label.toLowerCase().replaceAll(' ', '-')
    const row = `| [${label}](docs/captured.md#${anchor}) `
    expect(readme.includes(`\n${row}`), `${row}in the README`).toBe(true)
    const [first = ''] = (captured.split(`\n## ${label}\n\n`)[1] ?? '').split('\n')
    for (const named of [name, ...prefixes]) expect(first).toContain(`\`${named}\``)
    const alike = SOURCES.filter((other) => other.label === label)
    expect(new Set(alike.map((other) => other.name))).toEqual(new Set([name]))
  },
)

describe.each(SERVICES.map((service) => [service.name, service] as const))('%s', (_, service) => {
  test('says which types it covers, so that `coverage` does not name them', () => {
    expect(Object.keys(service.types ?? {})).not.toEqual([])
  })

  test('is asked by APIs that the embedded account knows by their signatures', async () => {
    for (const api of apisOf(service))
      if (api.id !== UNSPOKEN) expect(signingNameOf(api)).toBe(await signedAs(api))
  })

  test('is a service of the table `resources`, with all of its kinds', async () => {
    const paths = service.resources.map(({ path }) => path.replace('*', 'shop'))
    const { store, versions } = await storeOfVersions({ made: paths.map((path) => config(path, {})) })
    const [version] = versions
    if (version === undefined) throw new Error('a version was made')
    const rows = [...(await resources.rows(store, version, () => true))]
    expect(rows.length).toBe(paths.length)
    for (const [called, kind, name] of rows) {
      expect(called).toBe(service.called ?? service.name)
      expect([kind, 'shop']).toContain(name)
    }
  })
})

/** The name by which a client of the SDK signs for its API. */
async function signedAs({ load, client }: Api): Promise<string | undefined> {
  const sdk = (await load()) as Readonly<Record<string, new (options: object) => SdkClient>>
  const Client = sdk[client]
  if (Client === undefined) throw new Error(`the SDK has no ${client}`)
  return new Client({ region: 'us-east-1' }).config.defaultSigningName
}

interface SdkClient {
  readonly config: { readonly defaultSigningName?: string }
}
