import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeQuery, encodeRfc3986, sign, type Credentials } from '../../../src/sources/aws/sigv4.ts'

/** SHA-256, or with a key its HMAC, as the reference wants it. */
class NodeSha256 {
  readonly #hash

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }

  update(data: Uint8Array): void {
    this.#hash.update(data)
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }

  reset(): void {
    throw new Error('not used by the signer')
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') return secret
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret)
}

interface Signed {
  readonly credentials: Credentials
  readonly region: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: Record<string, string>
  readonly headers: Record<string, string>
  readonly date: Date
}

/** The signature by the SDK's own signer, over the headers that jsnap has signed. */
async function referenceSignature(signed: Signed, names: ReadonlySet<string>): Promise<string | undefined> {
  const { sessionToken, ...keys } = signed.credentials
  const signer = new SignatureV4({
    credentials: sessionToken === undefined ? keys : { ...keys, sessionToken },
    region: signed.region,
    service: 's3',
    sha256: NodeSha256,
    uriEscapePath: false,
    applyChecksum: true,
  })
  const { headers } = await signer.sign(
    {
      method: signed.method,
      protocol: 'https:',
      hostname: signed.host,
      path: signed.path,
      query: signed.query,
      headers: { ...signed.headers, host: signed.host },
      body: '',
    },
    { signingDate: signed.date, signableHeaders: new Set(names) },
  )
  return headers['authorization']
}

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
const hostileKey = fc.oneof(
  text,
  fc
    .array(
      fc.constantFrom('a', '/', '.', '..', ' ', '+', '%2F', '%', '?', '#', "'(*)!", '\n', '\0', 'é', '👟'),
    )
    .map((parts) => parts.join('')),
)
const header = fc.stringMatching(/^[!-~]( {0,3}[!-~]){0,10}$/)

test('signs as the SDK does, whatever the key, the query, the headers and the day', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        credentials: fc.record(
          {
            accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
            secretAccessKey: text,
            sessionToken: header,
          },
          { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
        ),
        region: fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1'),
        method: fc.constantFrom('GET', 'HEAD'),
        host: fc.constantFrom('shop.s3.us-east-1.amazonaws.com', '127.0.0.1:9000'),
        path: hostileKey.map((key) => `/${key.split('/').map(encodeRfc3986).join('/')}`),
        query: fc.dictionary(
          text.filter((name) => name !== '__proto__'),
          text,
          { maxKeys: 4, noNullPrototype: true },
        ),
        headers: fc.dictionary(fc.stringMatching(/^x-amz-[a-z]{1,8}$/), header, {
          maxKeys: 3,
          noNullPrototype: true,
        }),
        date: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      }),
      async (signed) => {
        const headers = sign(
          { ...signed, query: encodeQuery(signed.query) },
          signed.credentials,
          signed.region,
          's3',
          signed.date,
        )
        const names = /SignedHeaders=([^,]*)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? []
        expect(names).toEqual(
          expect.arrayContaining([
            'host',
            'x-amz-date',
            'x-amz-content-sha256',
            ...Object.keys(signed.headers),
          ]),
        )
        expect(headers['authorization']).toBe(await referenceSignature(signed, new Set(names)))
      },
    ),
    { numRuns: 300 },
  )
})

test('signs the example of the AWS documentation as it says', () => {
  const headers = sign(
    {
      method: 'GET',
      host: 'examplebucket.s3.amazonaws.com',
      path: '/',
      query: 'max-keys=2&prefix=J',
      headers: {},
    },
    {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
    'us-east-1',
    's3',
    new Date('2013-05-24T00:00:00Z'),
  )
  expect(headers['authorization']).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  )
})

test('leaves out of a query what is undefined, and keeps what is empty', () => {
  expect(encodeQuery({ prefix: undefined, tagging: '', 'a b': '/&=' })).toBe('a%20b=%2F%26%3D&tagging=')
})
