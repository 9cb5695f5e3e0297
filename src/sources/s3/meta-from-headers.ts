import type { IncomingHttpHeaders } from 'node:http'
import type { Json, JsonObject } from '../../model/canonical-json.ts'
import { written } from '../../model/marks.ts'

type Headers = IncomingHttpHeaders | Readonly<Record<string, string | string[] | undefined>>

const USER_METADATA = 'x-amz-meta-'

/** What an object's headers say that belongs to its meaning; volatile fields (dates, request ids, expiry) stay out. */
export function metaOfHeaders(headers: Headers): JsonObject {
  const text = (name: string): string | undefined => {
    const value = headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
  return compact({
    contentType: text('content-type'),
    cacheControl: text('cache-control'),
    contentEncoding: text('content-encoding'),
    contentDisposition: text('content-disposition'),
    contentLanguage: text('content-language'),
    expires: text('expires'),
    metadata: userMetadata(headers),
    missingMeta: numberOf(text('x-amz-missing-meta')),
    websiteRedirectLocation: text('x-amz-website-redirect-location'),
    sse: encryption(text),
    objectLock: compact({
      mode: text('x-amz-object-lock-mode'),
      retainUntil: text('x-amz-object-lock-retain-until-date'),
      legalHold: text('x-amz-object-lock-legal-hold'),
    }),
  })
}

function userMetadata(headers: Headers): JsonObject {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(USER_METADATA)
      ? [[name.slice(USER_METADATA.length), Array.isArray(value) ? value.join(',') : (value ?? '')] as const]
      : [],
  )
  return written(Object.fromEntries(pairs))
}

/** AES256 without a key of one's own is what S3 does by default; it is left out. */
function encryption(text: (name: string) => string | undefined): JsonObject {
  const algorithm = text('x-amz-server-side-encryption')
  if (algorithm === undefined || algorithm === 'AES256') return {}
  return compact({
    algorithm,
    kmsKeyId: text('x-amz-server-side-encryption-aws-kms-key-id'),
    bucketKey: text('x-amz-server-side-encryption-bucket-key-enabled') === 'true' ? true : undefined,
  })
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || Number(text) === 0 ? undefined : Number(text)
}

/** An object without the members that are undefined or empty objects. */
function compact(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => {
      if (value === undefined) return false
      return typeof value !== 'object' || value === null || Object.keys(value).length > 0
    }),
  )
}
