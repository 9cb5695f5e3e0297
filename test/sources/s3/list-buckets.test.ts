import { S3Client } from '@aws-sdk/client-s3'
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { LIST_BUCKETS, S3 } from '../../../src/services/s3.ts'
import { RegionClients } from '../../../src/sources/aws/region-clients.ts'
import { createSession } from '../../../src/sources/aws/session.ts'

const element = (name: string, region: string) => `<Bucket><Name>${name}</Name>${region}</Bucket>`

type Query = HttpRequest['query']

/** The buckets of AWS, or of another server, whose requests are answered so. */
async function listBuckets(answer: (query: Query) => string, isForeign: boolean): Promise<JsonObject[]> {
  class Answered extends S3Client {
    constructor(settings: object) {
      super({
        ...settings,
        requestHandler: {
          handle({ query }: HttpRequest) {
            const headers = { 'content-type': 'application/xml' }
            const body = Readable.from([Buffer.from(answer(query))])
            return Promise.resolve({ response: new HttpResponse({ statusCode: 200, headers, body }) })
          },
        },
      })
    }
  }
  const sdk = { ...(await S3.api.load()), S3Client: Answered }
  const session = createSession({
    regions: ['us-east-1'],
    ...(isForeign ? { endpointUrl: 'http://127.0.0.1:9' } : {}),
    env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' },
    now: Date.now,
  })
  const caller = { session, onRequest: () => undefined, signal: new AbortController().signal }
  const clients = new RegionClients({ ...S3.api, load: () => Promise.resolve(sdk) }, 'us-east-1', caller)
  const listed = await clients.reader.list(LIST_BUCKETS)
  await clients.close()
  return listed.map(({ item }) => item)
}

/** AWS as the model has it: regions only in answers to requests with a parameter. */
const asAws =
  (asked: Query[]) =>
  (query: Query): string => {
    asked.push(query)
    const region = query['max-buckets'] === undefined ? '' : '<BucketRegion>eu-west-1</BucketRegion>'
    const [names, token] =
      query['max-buckets'] === undefined || query['continuation-token'] !== undefined
        ? [['b'], '']
        : [['a'], '<ContinuationToken>t</ContinuationToken>']
    const buckets = names.map((name) => element(name, region)).join('')
    return `<ListAllMyBucketsResult><Buckets>${buckets}</Buckets>${token}</ListAllMyBucketsResult>`
  }

test('AWS is asked for pages, in which it tells the regions', async () => {
  const asked: Query[] = []
  expect(await listBuckets(asAws(asked), false)).toEqual([
    { name: 'a', region: 'eu-west-1' },
    { name: 'b', region: 'eu-west-1' },
  ])
  expect(asked.map((query) => query['max-buckets'])).toEqual(['10000', '10000'])
})

test('another server is asked for all at once, since it may cut a page off and give no token', async () => {
  const asked: Query[] = []
  expect(await listBuckets(asAws(asked), true)).toEqual([{ name: 'b', region: undefined }])
  expect(asked.map((query) => query['max-buckets'])).toEqual([undefined])
})

test.each([
  '',
  '<Owner><ID>x</ID></Owner>',
  '<Buckets>no</Buckets>',
  '<Buckets><Other/></Buckets>',
  '<Buckets><Bucket/></Buckets>',
  '<Buckets><Bucket><Name/></Bucket></Buckets>',
  '<Odd>1</Odd>',
])('an answer that holds %s does not say that there are no buckets', async (inside) => {
  const answer = () => `<ListAllMyBucketsResult>${inside}</ListAllMyBucketsResult>`
  await expect(listBuckets(answer, true)).rejects.toMatchObject({ code: 'NoAnswer' })
})

test('an account may have no buckets', async () => {
  for (const buckets of ['<Buckets/>', '<Buckets></Buckets>']) {
    const answer = () => `<ListAllMyBucketsResult>${buckets}</ListAllMyBucketsResult>`
    expect(await listBuckets(answer, true)).toEqual([])
  }
})
