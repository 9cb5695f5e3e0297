import { expect, test } from 'vitest'
import { parseListPage } from '../../../src/sources/s3/list-page.ts'

const page = (inside: string) =>
  `<?xml version="1.0"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>shop</Name>${
    inside.includes('<IsTruncated>') ? '' : '<IsTruncated>false</IsTruncated>'
  }${inside}</ListBucketResult>`
const contents = (key: string, rest = '') =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>5</Size>${rest}</Contents>`
const keysOf = (xml: string) => parseListPage(xml, 'shop').objects.map(({ key }) => key)

test('takes all facts of an object', () => {
  const xml = page(
    contents(
      'a',
      '<Owner><ID>o</ID></Owner><StorageClass>GLACIER</StorageClass><RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2030-01-01T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>',
    ) + contents('b', '<RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus>'),
  )
  expect(parseListPage(xml, 'shop')).toEqual({
    objects: [
      {
        key: 'a',
        size: 5,
        etag: 'e',
        lastModified: '2026-01-01T00:00:00.000Z',
        storageClass: 'GLACIER',
        isRestored: true,
      },
      {
        key: 'b',
        size: 5,
        etag: 'e',
        lastModified: '2026-01-01T00:00:00.000Z',
        storageClass: 'STANDARD',
        isRestored: false,
      },
    ],
    isTruncated: false,
    nextToken: undefined,
  })
})

test.each([
  ['in front of the objects', (facts: string, objects: string) => facts + objects],
  ['behind them', (facts: string, objects: string) => objects + facts],
])('finds the facts of the page %s', (_, put) => {
  const facts =
    '<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b==</NextContinuationToken><EncodingType>url</EncodingType>'
  expect(parseListPage(page(put(facts, contents('a%2Bb+c'))), 'shop')).toMatchObject({
    objects: [{ key: 'a+b c' }],
    isTruncated: true,
    nextToken: 'a&b==',
  })
})

test('decodes keys of URLs only when the answer says that they are encoded', () => {
  const key = 'a%2Fb+c%25'
  expect(keysOf(page(contents(key)))).toEqual([key])
  expect(keysOf(page(`<EncodingType>url</EncodingType>${contents(key)}`))).toEqual(['a/b c%'])
})

test('takes references to characters for what they are, beyond the basic plane too', () => {
  expect(keysOf(page(contents('&lt;&amp;amp;&#13;&#x1F600;&#128512;&apos;&quot;&gt;')))).toEqual([
    '<&amp;\r\u{1F600}\u{1F600}\'">',
  ])
})

test('is not misled by a key that looks like a part of the page', () => {
  const key = '&lt;IsTruncated&gt;true&lt;/IsTruncated&gt;'
  expect(parseListPage(page(contents(key)), 'shop')).toMatchObject({ isTruncated: false })
})

test.each([
  ['HTML', '<html></html>'],
  ['an error', '<Error><Code>InternalError</Code></Error>'],
  ['a page that is cut off between two objects', page(contents('a')).replace('</ListBucketResult>', '')],
  ['a page that is cut off inside an object', page(contents('a')).slice(0, -60)],
  ['an object without a key', page('<Contents><Size>1</Size></Contents>')],
  ['an object with an empty key', page('<Contents><Key/><Size>1</Size></Contents>')],
  ['the listing of another bucket', page(contents('a')).replace('>shop<', '>other<')],
  ['a listing of no bucket', page(contents('a')).replace('<Name>shop</Name>', '')],
  [
    'a listing that does not say whether it goes on',
    page('').replace('<IsTruncated>false</IsTruncated>', ''),
  ],
  ['a listing that goes on perhaps', page('<IsTruncated>perhaps</IsTruncated>')],
  ['a listing without the objects that it counts', page('<KeyCount>5</KeyCount>')],
  ['a listing of more objects than it counts', page(`<KeyCount>0</KeyCount>${contents('a')}`)],
  ['an object without a size', page('<Contents><Key>a</Key></Contents>')],
])('refuses %s', (_, xml) => {
  expect(() => parseListPage(xml, 'shop')).toThrow(/listing|cut off|no key or size/)
})

test('takes a page that counts its objects, and one that does not', () => {
  expect(keysOf(page(`<KeyCount>2</KeyCount>${contents('a')}${contents('b')}`))).toEqual(['a', 'b'])
  expect(keysOf(page('<KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys>'))).toEqual([])
  expect(keysOf(page('<Prefix/><Marker/><MaxKeys>1000</MaxKeys>'))).toEqual([])
})
