import { globSync, readFileSync } from 'node:fs'
import { isBuiltin, stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>
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

test('what is imported at run time is a dependency, so that it is there when only jsnap is installed', () => {
  const missing = files.flatMap((file) =>
    packagesOf(file)
      .filter((name) => !Object.hasOwn(manifest.dependencies, name))
      .map((name) => `${file} imports ${name}`),
  )
  expect(missing).toEqual([])
})

test('every dependency is imported', () => {
  const imported = new Set(files.flatMap(packagesOf))
  expect(imported.size).toBeGreaterThan(10)
  expect(Object.keys(manifest.dependencies).filter((name) => !imported.has(name))).toEqual([])
})

test('dependencies are ranges, so that one copy serves all that use it', () => {
  expect(Object.entries(manifest.dependencies).filter(([, range]) => !range.startsWith('^'))).toEqual([])
})
