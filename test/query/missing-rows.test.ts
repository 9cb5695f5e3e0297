import { expect, test } from 'vitest'
import { missingRows } from '../../src/query/missing-rows.ts'
import { QUERY_TABLES } from '../../src/query/query-tables.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

test('what a version says nothing of, or could not read, is missing in the tables that are about it', async () => {
  const problem = {
    path: 's3-buckets/shop/old',
    operation: 's3:GetObject',
    code: 'AccessDenied',
    message: '',
  }
  const page = { path: 's3-buckets/shop/a.html', content: 'one' }
  const { store, versions } = await storeOfVersions(
    { made: [page], about: { problems: [problem, { ...problem, path: 's3-buckets/shop/older' }] } },
    { made: [], about: { notCovered: [{ path: 's3-buckets/', reason: 'left out by --only route53' }] } },
  )
  const missingIn = (...names: string[]) => [
    ...missingRows(
      store,
      QUERY_TABLES.filter(({ name }) => names.includes(name)),
      versions,
    ),
  ]
  const objects = [
    'v1.0 has 2 problems in s3-buckets/, so rows may be missing',
    'v1.1 has no information about s3-buckets/: left out by --only route53',
  ]
  expect(missingIn('objects')).toEqual(objects)
  // What two tables are made from is named once.
  expect(missingIn('objects', 'buckets')).toEqual(objects)
  expect(missingIn('zones', 'entries')).toEqual([])
})
