import { createHash } from 'node:crypto'
import { DEMO_KEY } from '../../../fixtures/endpoint/credentials.ts'
import type { Endpoint } from '../../../fixtures/endpoint/endpoint.ts'
import { openObject } from '../../../src/sources/s3/open-object.ts'
import type { ReadOutcome, OpenTools, Reading } from '../../../src/sources/source.ts'

/** What a worker gets to know of an object. */
export interface Opened extends ReadOutcome {
  readonly sha256: string
  readonly size: number
}

/** The request that the source would make of an object as it is now. */
export function requestFor({ account }: Endpoint, bucket: string, key: string, over: object = {}) {
  const object = account.bucket(bucket).current(key)
  if (object === undefined) throw new Error(`no object ${key}`)
  return {
    opener: 's3' as const,
    bucket,
    key,
    region: account.bucket(bucket).region,
    etag: object.etag.slice(1, -1),
    size: object.content.size,
    lastModified: object.lastModified,
    acl: false,
    ...over,
  }
}

/** Opens an object as a worker does. */
export function open(
  { url }: { readonly url: string },
  request: ReturnType<typeof requestFor>,
  tools: Partial<OpenTools> = {},
): Promise<Reading> {
  return openObject.open(
    request,
    { credentials: DEMO_KEY, endpoint: url },
    {
      now: Date.now,
      count: () => undefined,
      allocate: (size) => Buffer.alloc(size),
      temporaryFolder: '',
      ...tools,
    },
  )
}

/** Opens an object, takes all of its content, and settles. */
export async function read(
  endpoint: { readonly url: string },
  request: ReturnType<typeof requestFor>,
  tools: Partial<OpenTools> = {},
): Promise<Opened> {
  const reading = await open(endpoint, request, tools)
  const sha256 = createHash('sha256')
  let size = 0
  const { content } = reading
  for await (const piece of content instanceof Uint8Array ? [content] : (content ?? [])) {
    sha256.update(piece)
    size += piece.length
  }
  return { ...(await reading.settle()), sha256: sha256.digest('hex'), size }
}

/** The digest of an object's content as the endpoint holds it. */
export function digestAt({ account }: Endpoint, bucket: string, key: string): string {
  const content = account.bucket(bucket).current(key)?.content
  return createHash('sha256')
    .update(content?.read(0, content.size) ?? '')
    .digest('hex')
}
