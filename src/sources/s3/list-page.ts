import { elements, elementText, unescapeXml } from '../aws/xml-text.ts'

/** An object as a listing names it. */
export interface ListedObject {
  readonly key: string
  readonly size: number
  /** Without its quotes. */
  readonly etag: string
  /** As S3 writes it. */
  readonly lastModified: string
  readonly storageClass: string
  /** A copy of an archived object can be read for the time being. */
  readonly isRestored: boolean
}

/** One answer to ListObjectsV2. */
export interface ListPage {
  readonly objects: readonly ListedObject[]
  readonly isTruncated: boolean
  readonly nextToken: string | undefined
}

/** What a page of a listing is asked for. */
export interface PageRequest {
  /** Keys after this one. */
  readonly startAfter?: string
  readonly token?: string
  readonly prefix?: string
  readonly maxKeys?: number
}

/** Fetches one page of a listing. */
export type FetchPage = (request: PageRequest) => Promise<ListPage>

/** A range of keys. */
export interface KeyRange {
  /** The keys after this one; undefined is before every key. */
  readonly after: string | undefined
  /** The last key that belongs to the range; undefined is after every key. */
  readonly until: string | undefined
}

/**
 * Parses a page of ListObjectsV2 by scanning its text, which costs a tenth of building an object tree. The elements
 * are those of docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html.
 * @throws Error when it is no such answer, or one about another bucket
 */
export function parseListPage(xml: string, bucket: string): ListPage {
  if (!xml.includes('<ListBucketResult')) throw new Error('the answer is not a listing')
  if (!xml.includes('</ListBucketResult>')) throw new Error('the listing is cut off')
  const head = xml.indexOf('<Contents>') === -1 ? xml : xml.slice(0, xml.indexOf('<Contents>')) + tail(xml)
  const name = unescapeXml(elementText(head, 'Name') ?? '')
  if (name !== bucket) throw new Error(`the listing is of '${name}'`)
  const isTruncated = elementText(head, 'IsTruncated')
  if (isTruncated !== 'true' && isTruncated !== 'false')
    throw new Error('the listing does not say whether it is truncated')
  // Only what the answer says is encoded may be decoded: some servers ignore the request for it.
  const decode = elementText(head, 'EncodingType') === 'url' ? decodeUrl : (text: string) => text
  const objects = elements(xml, 'Contents').map((element) => objectOf(element, decode))
  const count = elementText(head, 'KeyCount')
  if (count !== undefined && Number(count) !== objects.length)
    throw new Error(`the listing counts ${count} objects and has ${objects.length}`)
  return {
    objects,
    isTruncated: isTruncated === 'true',
    nextToken: emptyToUndefined(unescapeXml(elementText(head, 'NextContinuationToken') ?? '')),
  }
}

/** What follows the objects; servers differ in where they put the facts of the page. */
function tail(xml: string): string {
  return xml.slice(xml.lastIndexOf('</Contents>') + '</Contents>'.length)
}

function objectOf(element: string, decode: (text: string) => string): ListedObject {
  const size = Number(elementText(element, 'Size'))
  const key = elementText(element, 'Key')
  if (key === undefined || key === '' || !Number.isSafeInteger(size))
    throw new Error('a listed object has no key or size')
  return {
    key: decode(unescapeXml(key)),
    size,
    etag: unescapeXml(elementText(element, 'ETag') ?? '').replaceAll('"', ''),
    lastModified: elementText(element, 'LastModified') ?? '',
    storageClass: elementText(element, 'StorageClass') ?? 'STANDARD',
    isRestored: elementText(element, 'IsRestoreInProgress') === 'false',
  }
}

function decodeUrl(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'))
}

function emptyToUndefined(text: string): string | undefined {
  return text === '' ? undefined : text
}
