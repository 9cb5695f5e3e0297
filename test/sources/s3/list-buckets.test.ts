import * as sdk from '@aws-sdk/client-s3'
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { listBuckets } from '../../../src/sources/s3/list-buckets.ts'
import type { S3Client } from '../../../src/sources/s3/s3-client.ts'

const element = (name: string, region: string) => `<Bucket><Name>${name}</Name>${region}</Bucket>`

/** AWS as the model has it: regions only in answers to requests with a parameter. */
function fakeAws(asked: HttpRequest['query'][]): S3Client {
  const client = new sdk.S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: {
      handle({ query }: HttpRequest) {
        asked.push(query)
        const region = query['max-buckets'] === undefined ? '' : '<BucketRegion>eu-west-1</BucketRegion>'
        const [names, token] =
          query['max-buckets'] === undefined || query['continuation-token'] !== undefined
            ? [['b'], '']
            : [['a'], '<ContinuationToken>t</ContinuationToken>']
        const buckets = names.map((name) => element(name, region)).join('')
        const body = `<ListAllMyBucketsResult><Buckets>${buckets}</Buckets>${token}</ListAllMyBucketsResult>`
        const headers = { 'content-type': 'application/xml' }
        return Promise.resolve({
          response: new HttpResponse({ statusCode: 200, headers, body: Readable.from([Buffer.from(body)]) }),
        })
      },
    },
  })
  return { sdk, client, abort: { abortSignal: new AbortController().signal } }
}

test('AWS is asked for pages, in which it tells the regions', async () => {
  const asked: HttpRequest['query'][] = []
  expect(await listBuckets(fakeAws(asked), false)).toEqual([
    { name: 'a', region: 'eu-west-1' },
    { name: 'b', region: 'eu-west-1' },
  ])
  expect(asked.map((query) => query['max-buckets'])).toEqual(['10000', '10000'])
})

test('another server is asked for all at once, since it may cut a page off and give no token', async () => {
  const asked: HttpRequest['query'][] = []
  expect(await listBuckets(fakeAws(asked), true)).toEqual([{ name: 'b', region: undefined }])
  expect(asked.map((query) => query['max-buckets'])).toEqual([undefined])
})
