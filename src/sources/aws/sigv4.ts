import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

/** Keys that requests are signed with. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** A request as it will be sent. */
export interface UnsignedRequest {
  readonly method: string
  readonly host: string
  /** Encoded, beginning with a slash. S3 signs it as it is: nothing is normalised. */
  readonly path: string
  /** Encoded and sorted, as `list-type=2&prefix=a%2Fb`; may be empty. */
  readonly query: string
  /** Names in lower case. Those of `x-amz-` are signed. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

const EMPTY_HASH = hash('sha256', '')

/** Of one day there are as many as there are regions and keys in use. */
const signingKeys = new Map<string, KeyObject>()
const MAX_SIGNING_KEYS = 64

/**
 * Signs a request by Signature Version 4 (docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html) and
 * returns its headers. The signing key of a day is kept, which makes this a tenth of what the SDK's signer costs.
 */
export function sign(
  request: UnsignedRequest,
  credentials: Credentials,
  region: string,
  service: string,
  date: Date,
): Record<string, string> {
  const time = date.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`
  const payloadHash = request.body === undefined ? EMPTY_HASH : hash('sha256', request.body)
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.host,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': time,
  }
  if (credentials.sessionToken !== undefined) headers['x-amz-security-token'] = credentials.sessionToken
  const signed = Object.keys(headers)
    .filter((name) => name === 'host' || name.startsWith('x-amz-'))
    .sort()
  const canonical = [
    request.method,
    request.path,
    request.query,
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    payloadHash,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hash('sha256', canonical)].join('\n')
  const signature = createHmac('sha256', signingKey(credentials, scope)).update(toSign).digest('hex')
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed.join(';')}, Signature=${signature}`
  return headers
}

function signingKey({ secretAccessKey }: Credentials, scope: string): KeyObject {
  const of = `${secretAccessKey}\n${scope}`
  let key = signingKeys.get(of)
  if (key === undefined) {
    let secret = Buffer.from(`AWS4${secretAccessKey}`)
    for (const part of scope.split('/')) secret = createHmac('sha256', secret).update(part).digest()
    // Node makes an object of a key in bytes each time that it is used, which takes longer than the rest.
    key = createSecretKey(secret)
    if (signingKeys.size >= MAX_SIGNING_KEYS) signingKeys.clear()
    signingKeys.set(of, key)
  }
  return key
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A query string in the order and encoding that signing needs; members of undefined are left out. */
export function encodeQuery(query: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [[encodeRfc3986(name), encodeRfc3986(value)] as const],
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
