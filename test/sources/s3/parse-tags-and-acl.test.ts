import { expect, test } from 'vitest'
import { parseAcl, parseTags } from '../../../src/sources/s3/parse-tags-and-acl.ts'

const FOREIGN = ['', '{}', '<html><body/></html>', '<Other/>', '{"message":"ok"}']

test.each([
  ...FOREIGN,
  '<Tagging/>',
  '<Tagging></Tagging>',
  '<Tagging><x/></Tagging>',
  '<Tagging><TagSet>no</TagSet></Tagging>',
  '<Tagging><TagSet><Tag/></TagSet></Tagging>',
  '<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>',
  '<Tagging><TagSet><Tag><Key>a</Key>',
  '<html><Tagging><TagSet/></Tagging></html>',
])('no tags are not read from %s', (answer) => {
  expect(() => parseTags(answer)).toThrow(/the answer|holds more/)
})

test.each([
  ['<Tagging><TagSet/></Tagging>', {}],
  [
    '<?xml version="1.0"?>\n<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet></TagSet></Tagging>\n',
    {},
  ],
  [
    '<Tagging><TagSet>\n<Tag><Key>b</Key><Value/></Tag> <Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>',
    { a: '1', b: '' },
  ],
])('the tags of %s', (answer, tags) => {
  expect(parseTags(answer)).toEqual(tags)
})

test.each([
  ...FOREIGN,
  '<AccessControlPolicy/>',
  '<AccessControlPolicy><Owner><ID>x</ID></Owner></AccessControlPolicy>',
  '<AccessControlPolicy><AccessControlList/></AccessControlPolicy>',
  '<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList>no</AccessControlList></AccessControlPolicy>',
  '<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList><Grant/></AccessControlList></AccessControlPolicy>',
  '<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList><Grant></Grant></AccessControlList></AccessControlPolicy>',
])('no ACL is not read from %s', (answer) => {
  expect(() => parseAcl(answer)).toThrow(/the answer|holds more/)
})

test('an ACL of which the owner alone has all is none, and another is its grants', () => {
  const acl = (permission: string) =>
    `<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>o</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>o</ID></Grantee><Permission>${permission}</Permission></Grant></AccessControlList></AccessControlPolicy>`
  expect(parseAcl(acl('FULL_CONTROL'))).toBeUndefined()
  expect(parseAcl(acl('READ'))).toEqual([{ grantee: 'o', permission: 'READ' }])
})
