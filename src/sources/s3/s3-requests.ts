import { messageOf } from '../../runtime/errors.ts'
import { encodeQuery } from '../aws/sigv4.ts'
import { LARGEST_XML } from '../aws/collect-answer.ts'
import { send, sendForBytes, type AwsRequest, type AwsResponse, type Sender } from '../aws/request.ts'
import { AwsError } from '../aws/aws-error.ts'
import { bucketPath, objectPath, type BucketAddress } from './bucket-address.ts'
import { parseListPage, type ListPage, type PageRequest } from './list-page.ts'
import { checkObjectAnswer } from './object-answer.ts'
import type { Opening } from './object-request.ts'

/** Asks for a page of a bucket's objects. @throws AwsError */
export async function listPage(
  address: BucketAddress,
  { startAfter, token, prefix, maxKeys }: PageRequest,
  sender: Sender,
): Promise<ListPage> {
  return sendForParsed(
    {
      operation: 's3:ListObjectsV2',
      destination: address.destination,
      path: bucketPath(address),
      query: encodeQuery({
        'list-type': '2',
        'encoding-type': 'url',
        prefix,
        'start-after': startAfter,
        'continuation-token': token,
        'max-keys': maxKeys === undefined ? undefined : String(maxKeys),
      }),
      headers: { 'x-amz-optional-object-attributes': 'RestoreStatus' },
    },
    sender,
    LARGEST_LISTING,
    (text) => parseListPage(text, address.bucket),
  )
}

/** What an answer to a sub-resource of an object holds, as `tagging` or `acl`. @throws AwsError */
export function objectSubResource<T>(
  { object, address, sender }: Opening,
  subResource: 'tagging' | 'acl',
  parse: (xml: string) => T,
): Promise<T> {
  return sendForParsed(
    {
      operation: subResource === 'tagging' ? 's3:GetObjectTagging' : 's3:GetObjectAcl',
      destination: address.destination,
      path: objectPath(address, object.key),
      query: `${subResource}=`,
    },
    sender,
    LARGEST_ATTRIBUTES,
    parse,
  )
}

/** Begins to read an object as it is listed, from some byte on. @throws AwsError */
export async function getObject({ object, address, sender }: Opening, from = 0): Promise<AwsResponse> {
  const response = await send(
    {
      operation: 's3:GetObject',
      destination: address.destination,
      path: objectPath(address, object.key),
      query: '',
      headers: {
        'if-match': `"${object.etag}"`,
        'x-amz-checksum-mode': 'ENABLED',
        ...(from > 0 ? { range: `bytes=${from}-` } : {}),
      },
    },
    sender,
  )
  try {
    checkObjectAnswer(response, object, from)
    return response
  } catch (error) {
    response.body.destroy()
    throw error
  }
}

/** Sends a request and parses its whole answer; what cannot be is not an answer. @throws AwsError */
async function sendForParsed<T>(
  request: AwsRequest,
  sender: Sender,
  largest: number,
  parse: (text: string) => T,
): Promise<T> {
  const text = (await sendForBytes(request, sender, largest)).toString()
  try {
    return parse(text)
  } catch (error) {
    throw new AwsError(request.operation, 200, 'InvalidAnswer', messageOf(error))
  }
}

/** A page has a thousand keys of 1 KiB at most, three times as long when they are encoded. */
const LARGEST_LISTING = LARGEST_XML
/** Ten tags, or a hundred grants. */
const LARGEST_ATTRIBUTES = 256 * 1024
