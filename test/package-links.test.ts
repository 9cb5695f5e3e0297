import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] }
/** npm packs these whatever `files` says. */
const PACKED = [...files, 'README.md', 'LICENSE', 'package.json']

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).filter(isPacked)

function isPacked(path: string): boolean {
  return PACKED.some((one) => path === one || path.startsWith(`${one}/`) || path === `${one}/`)
}

test('every document of the package links to what is in the package', () => {
  expect(documents).toContain('README.md')
  const dead = documents.flatMap((document) => {
    const links = readFileSync(join(ROOT, document), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)
    return [...links]
      .map(([, link = '']) => relative(ROOT, join(ROOT, dirname(document), link)))
      .filter((target) => !isPacked(target) || !existsSync(join(ROOT, target)))
      .map((target) => `${document}: ${target}`)
  })
  expect(dead).toEqual([])
})
