import { expect, test } from 'vitest'
import * as ofScope from '../../src/model/scope-folders.ts'
import * as ofServices from '../../src/services/folders.ts'
import { loadLayoutBelow } from '../../src/services/layout.ts'
import { SOURCES } from '../../src/services/services.ts'

const folders = Object.values({ ...ofServices, ...ofScope }).filter((value) => typeof value === 'string')

test('every folder that jsnap asks about by name is one that is declared', async () => {
  const declared = SOURCES.flatMap(({ prefixes, resources }) => [
    ...prefixes,
    ...resources.flatMap(({ path, contentPath = path }) =>
      [path, contentPath].map((one) => one.split('*')[0]),
    ),
  ])
  expect(folders.filter((folder) => !declared.includes(folder))).toEqual([])
  const layout = await loadLayoutBelow('')
  for (const folder of folders) expect(layout.labelOf(folder)).toMatch(/^[A-Z]/)
})

test("a function's own document is told from those of its versions", () => {
  expect(ofServices.functionAt('lambda/functions/orders@eu-west-1/config.json')).toBe('orders@eu-west-1')
  expect(ofServices.functionAt('lambda/functions/orders/versions/1/config.json')).toBeUndefined()
  expect(ofServices.functionAt('lambda/layers/orders/config.json')).toBeUndefined()
})

test('a path below a folder is parted into a name and what is inside', () => {
  const { namedIn, documentIn } = ofScope
  expect(namedIn('local/', 'local/site/a/b')).toEqual(['site', 'a/b'])
  expect(namedIn('local/', 'local/site')).toEqual(['site', ''])
  expect(namedIn('local/', 'local/site/')).toEqual(['site', ''])
  expect(namedIn('local/', 'local//a')).toBeUndefined()
  expect(namedIn('local/', 'lambda/a')).toBeUndefined()
  expect(documentIn('s3-configs/', 's3-configs/shop.json')).toBe('shop')
  expect(documentIn('s3-configs/', 's3-configs/shop.jsonl')).toBeUndefined()
  expect(documentIn('s3-configs/', 's3-buckets/shop.json')).toBeUndefined()
})
