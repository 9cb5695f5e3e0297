import { globSync, readFileSync } from 'node:fs'
import { isBuiltin, stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { EXTERNAL } from '../scripts/bundle.ts'

const root = join(import.meta.dirname, '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}
const files = globSync(['src/**/*.ts', 'bin/*'], { cwd: root }).sort()

/** The packages that a file imports when it runs, so none of which it takes types only. */
function packagesOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const { importedFiles } = ts.preProcessFile(
    file.endsWith('.ts') ? stripTypeScriptTypes(text) : text,
    true,
    true,
  )
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => !name.startsWith('.') && !isBuiltin(name))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
}

const imported = new Map(files.flatMap((file) => packagesOf(file).map((name) => [name, file] as const)))

test('what is imported is a development dependency, which goes into the bundle, or one that is left out of it', () => {
  const known = { ...manifest.devDependencies, ...manifest.dependencies }
  expect([...imported].filter(([name]) => !Object.hasOwn(known, name))).toEqual([])
})

test('the package depends on just what is imported and not in the bundle', () => {
  expect(Object.keys(manifest.dependencies)).toEqual(EXTERNAL.filter((name) => imported.has(name)))
})

test('dependencies are ranges, so that one copy serves all that use it', () => {
  const { node, ...others } = manifest.devDependencies
  expect(node).toMatch(/^\d/)
  const exact = Object.entries({ ...others, ...manifest.dependencies }).filter(
    ([, range]) => !range.startsWith('^'),
  )
  expect(exact).toEqual([])
})
