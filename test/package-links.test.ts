import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] }
/** npm packs these whatever `files` says. */
const PACKED = [...files, 'README.md', 'LICENSE', 'package.json']

/** A longer line of a table wraps in an editor or a terminal, and cannot be read there. */
const TABLE_WIDTH = 160

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).filter(isPacked)

function isPacked(path: string): boolean {
  return PACKED.some((one) => path === one || path.startsWith(`${one}/`) || path === `${one}/`)
}

test('every document of the package links to what is in the package', () => {
  expect(documents).toContain('README.md')
  const dead = documents.flatMap((document) => {
    const links = read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)
    return [...links]
      .map(([, link = '']) => relative(ROOT, join(ROOT, dirname(document), link)))
      .filter((target) => !isPacked(target) || !existsSync(join(ROOT, target)))
      .map((target) => `${document}: ${target}`)
  })
  expect(dead).toEqual([])
})

test('every anchor of a link is a heading of the document it leads to', () => {
  const dead = documents.flatMap((document) => {
    const links = read(document).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)
    return [...links]
      .filter(([, link = '', anchor = '']) => {
        const target = link === '' ? document : relative(ROOT, join(ROOT, dirname(document), link))
        return !anchorsOf(read(target)).includes(anchor)
      })
      .map(([link]) => `${document}: ${link}`)
  })
  expect(dead).toEqual([])
})

test('no line of a table is too long to be read', () => {
  const long = documents.flatMap((document) =>
    read(document)
      .split('\n')
      .flatMap((line, at) =>
        line.startsWith('|') && line.length > TABLE_WIDTH
          ? [`${document}:${at + 1}: ${line.length} characters`]
          : [],
      ),
  )
  expect(long).toEqual([])
})

function read(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8')
}

/** The anchors of headings, as GitHub and npm make them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
