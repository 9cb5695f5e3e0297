import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFileName } from '../../src/checkout/file-name-component.ts'
import { fileNames } from '../../src/checkout/file-names.ts'
import { comparePaths } from '../../src/model/paths.ts'

function nameOf(path: string, ...others: string[]): string | undefined {
  return fileNames([path, ...others])[0]
}

describe('names that stay as they are', () => {
  test.each([
    'index.html',
    's3-buckets/qos-prod-site/assets/logo.svg',
    '.well-known/x',
    'a b',
    'ünï/日本語.txt',
    'a~f',
    "it's",
  ])('%s', (path) => expect(nameOf(path)).toBe(path))
})

describe('names that are escaped', () => {
  test.each([
    ['100%', '100%25'],
    ['a\nb\0\x7f', 'a%0Ab%00%7F'],
    ['c:\\x*?"<>|', 'c%3A%5Cx%2A%3F%22%3C%3E%7C'],
    ['ends.', 'ends%2E'],
    ['ends ', 'ends%20'],
    ['...', '..%2E'],
    ['.', '%2E'],
    ['a/../b', 'a/%2E%2E/b'],
    ['/etc/passwd', '%2F/etc/passwd'],
    ['a//b', 'a/%2F/b'],
    ['a/', 'a/%2F'],
    ['', '%2F'],
    ['con', '%63on'],
    ['x/Com7.tar.gz', 'x/%43om7.tar.gz'],
    ['LPT¹', '%4CPT¹'],
    ['console', 'console'],
    ['com', 'com'],
    ['\ud800x', '%ED%A0%80x'],
  ])('%j becomes %s', (path, name) => expect(nameOf(path)).toBe(name))

  test('a file beside a folder of the same path is marked', () => {
    expect(fileNames(['a', 'a/b', 'a/b/c'])).toEqual(['a%~f', 'a/b%~f', 'a/b/c'])
  })

  test('case twins keep the first in byte order and mark the others, files and folders alike', () => {
    expect(fileNames(['Logo.png', 'logo.png'])).toEqual(['Logo.png', 'logo.png%~ab211233b6576dbb'])
    expect(fileNames(['A/x', 'a', 'a/y'])).toEqual(['A/x', 'a%~ca978112ca1bbdca%~f', 'a%~ca978112ca1bbdca/y'])
  })

  test.each([
    ['e\u0301', 'é'],
    ['STRASSE', 'straße'],
    ['K', '\u212a'],
    ['ab', 'a\u200db'],
    ['ΣΑΣ', 'σας'],
  ])('%s and %s are twins', (first, second) => {
    const names = fileNames([first, second])
    expect(names[0]).toBe(first)
    expect(names[1]).toMatch(/%~[0-9a-f]{16}$/)
  })

  test('a long segment goes on in the next component', () => {
    const path = `k/${'x'.repeat(450)}.png`
    expect(nameOf(path)).toBe(`k/${'x'.repeat(200)}%~/${'x'.repeat(200)}%~/${'x'.repeat(50)}.png`)
    expect(decodeFileName(nameOf(path) ?? '')).toBe(path)
  })

  test('a long segment is cut neither inside a character nor inside an escape', () => {
    for (let shift = 0; shift < 4; shift++) {
      for (const filler of ['日', '😀', '\n', '\ud800']) {
        const path = 'x'.repeat(shift) + filler.repeat(120)
        expect(decodeFileName(nameOf(path) ?? '')).toBe(path)
      }
    }
  })

  test('what is left of a long segment is safe as a name of its own', () => {
    expect(nameOf(`${'x'.repeat(200)}con`)).toBe(`${'x'.repeat(200)}%~/%63on`)
    expect(nameOf(`${'x'.repeat(200)}.`)).toBe(`${'x'.repeat(200)}%~/%2E`)
    const twins = [`${'X'.repeat(200)}y`, `${'x'.repeat(200)}y`]
    expect(new Set(fileNames(twins).map((name) => name.toLowerCase())).size).toBe(2)
  })
})

test('the names do not depend on the order of the paths', () => {
  const paths = ['A/x', 'a', 'a/', 'a/y', 'É', 'é', 'e\u0301']
  const names = new Map(fileNames(paths).map((name, i) => [paths[i], name]))
  const reversed = paths.toReversed()
  expect(fileNames(reversed)).toEqual(reversed.map((path) => names.get(path)))
})

test('a path given twice is refused', () => {
  expect(() => fileNames(['a', 'b', 'a'])).toThrow(/two paths have the file name 'a'/)
})

const nastySegment = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    '...',
    '%',
    '%2F',
    '%2E',
    '%~',
    '%~f',
    '%~/',
    'a',
    'A',
    'é',
    'e\u0301',
    'É',
    'ß',
    'ss',
    'SS',
  ),
  fc.constantFrom(
    'con',
    'CON',
    'Con.txt',
    'nul ',
    'aux.',
    'com1.x',
    'a.',
    'a ',
    'a%~f',
    'a%~0123456789abcdef',
    '\u200d',
  ),
  fc.constantFrom(...['x', 'X', '日', '\n', '.', 'con'].map((part) => part.repeat(210))),
  fc.string({ unit: fc.constantFrom(...'a A . ~ % \n \\ : é / ſ s K \u212a'.split(' '), ' '), maxLength: 5 }),
  fc.string({ unit: 'binary', maxLength: 90 }),
  fc.integer({ min: 0xd7f0, max: 0xe010 }).map((unit) => String.fromCharCode(unit)),
)
const nastyPaths = fc
  .uniqueArray(
    fc.array(nastySegment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/')),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((paths) => paths.sort(comparePaths))

function allFoldings(name: string): string[] {
  return ['NFC', 'NFD'].flatMap((form) => {
    const normal = name.normalize(form)
    return [normal, normal.toLowerCase(), normal.toUpperCase(), normal.toUpperCase().toLowerCase()]
  })
}

describe('whatever the paths are', () => {
  test('every name gives its path back', () => {
    fc.assert(
      fc.property(nastyPaths, (paths) => {
        expect(fileNames(paths).map(decodeFileName)).toEqual(paths)
      }),
      { numRuns: 500 },
    )
  })

  test('every component is short and harmless on every system', () => {
    fc.assert(
      fc.property(nastyPaths, (paths) => {
        for (const component of fileNames(paths).flatMap((name) => name.split('/'))) {
          expect(Buffer.byteLength(component)).toBeLessThanOrEqual(255)
          expect(component.isWellFormed()).toBe(true)
          expect(component).not.toMatch(/^\.{0,2}$|[\x00-\x1f\x7f\\:*?"<>|]|[. ]$/)
          expect(component).not.toMatch(/^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('no two files, and no two folders, are one where case or normalisation is ignored', () => {
    fc.assert(
      fc.property(nastyPaths, (paths) => {
        const owners = new Map<string, string>()
        for (const name of fileNames(paths)) {
          const components = name.split('/')
          components.forEach((_, i) => {
            const above = components.slice(0, i + 1).join('/')
            for (const folded of allFoldings(above)) {
              expect(owners.get(folded) ?? above).toBe(above)
              owners.set(folded, above)
            }
          })
        }
      }),
      { numRuns: 500 },
    )
  })

  test('no file stands where a folder is needed', () => {
    fc.assert(
      fc.property(nastyPaths, (paths) => {
        const names = fileNames(paths)
        const folders = new Set(
          names.flatMap((name) => name.split('/').map((_, i, all) => all.slice(0, i).join('/'))),
        )
        for (const name of names) expect(folders.has(name)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
