import { expect, test } from 'vitest'
import { searchGaps } from '../../src/history/search-gaps.ts'
import type { Commit } from '../../src/model/commit.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const PAGE = { path: 's3-buckets/shop/a.html', content: 'one' }
const problem = (path: string) => ({ path, operation: 's3:GetObject', code: 'AccessDenied', message: '' })

/** What a search of the last version passes over, as `PATH: REASON`; the version before has a page. */
async function passedOver(
  about: Partial<Commit>,
  paths: readonly string[],
  looksInside = true,
): Promise<string[]> {
  const { store, versions } = await storeOfVersions({ made: [PAGE] }, { made: [PAGE], about })
  return searchGaps(store, versions.slice(1), paths, looksInside).map(
    ({ path, reason }) => `${path}: ${reason}`,
  )
}

test('a content that could not be read is passed over where contents are looked into, and a folder always', async () => {
  const about = { problems: [problem('s3-buckets/shop/b.html'), problem('s3-buckets/tea/')] }
  const [content, folder] = ['s3-buckets/shop/b.html: AccessDenied', 's3-buckets/tea/: AccessDenied']
  expect(await passedOver(about, [])).toEqual([content, folder])
  expect(await passedOver(about, [], false)).toEqual([folder])
  expect(await passedOver(about, ['s3-buckets/shop'])).toEqual([content])
  expect(await passedOver(about, ['s3-buckets/tea/*.html'], false)).toEqual([folder])
})

test('a place is passed over that is not covered, and of a search of everything only where something was', async () => {
  const gap = (path: string) => ({ path, reason: 'left out' })
  const about = { notCovered: [gap('s3-buckets/'), gap('ec2/instance/')] }
  expect(await passedOver(about, [])).toEqual(['s3-buckets/: left out'])
  expect(await passedOver(about, ['ec2'])).toEqual(['ec2/instance/: left out'])
  expect(await passedOver(about, ['route53'])).toEqual([])
})

test('a version that read everything passes nothing over', async () => {
  expect(await passedOver({}, [])).toEqual([])
})
