import { messageOf } from '../../model/errors.ts'
import { encodeQuery } from '../aws/sigv4.ts'
import { LARGEST_XML } from '../aws/collect-answer.ts'
import { send, sendForBytes, type AwsRequest, type AwsResponse, type Sender } from '../aws/request.ts'
import { AwsError } from '../aws/aws-error.ts'
import { bucketPath, objectPath, type BucketAddress } from './bucket-address.ts'
import { parseListPage, type ListPage } from './list-page.ts'
import type { PageRequest } from './list-objects.ts'
import { checkObjectAnswer } from './object-answer.ts'
import type { Opening } from './object-request.ts'

/** Asks for a page of a bucket's objects. @throws AwsError */
export async function listPage(
  address: BucketAddress,
  { startAfter, token, prefix, maxKeys }: PageRequest,
  sender: Sender,
): Promise<ListPage> {
  const operation = 's3:ListObjectsV2'
  const text = await sendForText(
    {
      operation,
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
  )
  try {
    return parseListPage(text)
  } catch (error) {
    throw new AwsError(operation, 200, 'InvalidAnswer', messageOf(error))
  }
}

/** The answer to a sub-resource of an object, as `tagging` or `acl`. @throws AwsError */
export function objectSubResource(
  address: BucketAddress,
  key: string,
  subResource: 'tagging' | 'acl',
  sender: Sender,
): Promise<string> {
  const operation = subResource === 'tagging' ? 's3:GetObjectTagging' : 's3:GetObjectAcl'
  return sendForText(
    {
      operation,
      destination: address.destination,
      path: objectPath(address, key),
      query: `${subResource}=`,
    },
    sender,
    LARGEST_ATTRIBUTES,
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

/** Sends a request and takes its whole answer. @throws AwsError */
async function sendForText(request: AwsRequest, sender: Sender, largest: number): Promise<string> {
  return (await sendForBytes(request, sender, largest)).toString()
}

/** A page has a thousand keys of 1 KiB at most, three times as long when they are encoded. */
const LARGEST_LISTING = LARGEST_XML
/** Ten tags, or a hundred grants. */
const LARGEST_ATTRIBUTES = 256 * 1024
