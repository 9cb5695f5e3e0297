import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { JsnapError, messageOf } from '../../runtime/errors.ts'
import { withMarks, written } from '../../model/marks.ts'
import { errorCode } from '../aws/sdk-client.ts'
import { isRefusedCredentials, refusedCredentials } from '../aws/session.ts'
import { PARTS } from './bucket-parts.ts'
import type { S3Client } from './s3-client.ts'
import { isUnsupported } from './unsupported.ts'

/** A sub-configuration that could not be read. */
export interface UnknownPart {
  readonly member: string
  readonly operation: string
  readonly code: string
  readonly message: string
}

/** The bucket does not exist (any more). */
export class NoSuchBucket extends Error {
  override readonly name = 'NoSuchBucket'
}

/**
 * Reads all sub-configurations of a bucket, or only those that are named, into one document. A part that is not
 * configured is absent; one that could not be read holds `{"$unknown": code}` and is told besides.
 * @throws NoSuchBucket, JsnapError Credentials
 */
export async function readBucketConfig(
  s3: S3Client,
  bucket: string,
  only?: readonly string[],
): Promise<{ readonly document: JsonObject; readonly unknown: readonly UnknownPart[] }> {
  const unknown: UnknownPart[] = []
  const members = await Promise.all(
    PARTS.filter(({ member }) => only?.includes(member) ?? true).map(
      async (part): Promise<[string, Json] | undefined> => {
        try {
          const value = plain(await part.read(s3, bucket))
          return value === undefined || isEmpty(value) ? undefined : [part.member, value]
        } catch (error) {
          s3.abort.abortSignal.throwIfAborted()
          if (error instanceof JsnapError) throw error
          const code = errorCode(error)
          if (isRefusedCredentials(code)) throw refusedCredentials(code, error)
          if (code === 'NoSuchBucket') throw new NoSuchBucket(bucket)
          if (part.absent?.includes(code) === true || isUnsupported(code)) return undefined
          unknown.push({
            member: part.member,
            operation: `s3:${part.operation}`,
            code,
            message: messageOf(error),
          })
          return [part.member, withMarks({}, { $unknown: code })]
        }
      },
    ),
  )
  const document = Object.fromEntries(members.filter((member) => member !== undefined))
  return { document: written(document), unknown }
}

/** Says whether the objects of a bucket with this configuration have ACLs that count. */
export function hasObjectAcls({ ownership }: JsonObject): boolean {
  const [rule] = Array.isArray(ownership) ? (ownership as JsonObject[]) : []
  return rule?.['ObjectOwnership'] !== 'BucketOwnerEnforced'
}

/** The answer as JSON: dates become ISO text, undefined members go. */
function plain(value: unknown): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}

/** An empty object inside is no void: it is how a notification to EventBridge is written. */
function isEmpty(value: Json): boolean {
  if (Array.isArray(value) || isBlank(value)) return isBlank(value)
  return typeof value === 'object' && Object.values(value ?? {}).every((member) => isBlank(member ?? null))
}

function isBlank(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
