import type { JsonObject } from '../../model/canonical-json.ts'
import { S3 } from '../../services/s3.ts'
import { AwsError } from '../aws/aws-error.ts'
import { isForeignAnswer, oneOf, type AwsResponse } from '../aws/request.ts'
import type { ReadOutcome } from '../source.ts'
import { parseAcl, parseTags } from './parse-tags-and-acl.ts'
import { metaOfHeaders } from './meta-from-headers.ts'
import type { Opening } from './object-request.ts'
import { objectSubResource } from './s3-requests.ts'
import { unreadableObject } from './unreadable-object.ts'

const { lacking: LACKING = [] } = S3.api

/** What the answer to a GET says of the object, and its tags and ACL when it may have such. @throws UnreadableError */
export async function factsOf(opening: Opening, { headers }: AwsResponse): Promise<ReadOutcome> {
  const hasTags = Number(oneOf(headers['x-amz-tagging-count']) ?? 0) > 0
  const { meta, problems } = await readAttributes(opening, hasTags)
  const versionId = oneOf(headers['x-amz-version-id'])
  const { etag, size, lastModified } = opening.object
  return {
    meta: { ...metaOfHeaders(headers), ...meta },
    origin: { etag, size, lastModified, ...(versionId === undefined ? {} : { versionId }) },
    problems,
  }
}

/**
 * Tags and ACL of an object whose content is known. Where nobody asked for them by name, a refusal leaves them as they
 * were known. @throws UnreadableError
 */
export async function refreshedFacts(opening: Opening, isAsked: boolean): Promise<ReadOutcome> {
  const { meta, problems } = await readAttributes(opening, true)
  if (!isAsked && problems.length > 0) return { meta: {}, origin: null, problems, isUnread: true }
  return { meta: { tags: undefined, acl: undefined, ...meta }, origin: null, problems }
}

async function readAttributes(
  opening: Opening,
  hasTags: boolean,
): Promise<{ readonly meta: JsonObject; readonly problems: ReadOutcome['problems'] }> {
  const problems: ReadOutcome['problems'][number][] = []
  const tags = hasTags ? await readAttribute(opening, 'tagging', parseTags, problems) : undefined
  const acl = opening.object.acl ? await readAttribute(opening, 'acl', parseAcl, problems) : undefined
  const meta: JsonObject = {
    ...(tags === undefined || Object.keys(tags).length === 0 ? {} : { tags }),
    ...(acl === undefined ? {} : { acl }),
  }
  return { meta, problems }
}

async function readAttribute<T>(
  opening: Opening,
  subResource: 'tagging' | 'acl',
  parse: (xml: string) => T,
  problems: ReadOutcome['problems'][number][],
): Promise<T | { readonly $unknown: string } | undefined> {
  try {
    return await objectSubResource(opening, subResource, parse)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { operation, code, message } = error
    if (code === 'NoSuchKey') throw unreadableObject('gone', code, 'deleted while it was read')
    // Other S3 servers have no ACLs or no tags, or trip over them; there is nothing to be known then.
    if (opening.address.isForeign && (isForeignAnswer(error) || LACKING.includes(code))) return undefined
    problems.push({ operation, code, message })
    return { $unknown: code }
  }
}
