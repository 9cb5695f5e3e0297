import * as sdk from '@aws-sdk/client-s3'
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { listBuckets } from '../../../src/sources/s3/list-buckets.ts'
import { lookAtAnswers } from '../../../src/sources/aws/raw-answer.ts'
import type { S3Client } from '../../../src/sources/s3/s3-client.ts'

const element = (name: string, region: string) => `<Bucket><Name>${name}</Name>${region}</Bucket>`

/** A client whose requests are answered so. */
function clientOf(answer: (query: HttpRequest['query']) => string): S3Client {
  const client = new sdk.S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: {
      handle({ query }: HttpRequest) {
        const headers = { 'content-type': 'application/xml' }
        const body = Readable.from([Buffer.from(answer(query))])
        return Promise.resolve({ response: new HttpResponse({ statusCode: 200, headers, body }) })
      },
    },
  })
  lookAtAnswers(client, 's3', Date.now)
  return { sdk, client, abort: { abortSignal: new AbortController().signal } }
}

/** AWS as the model has it: regions only in answers to requests with a parameter. */
function fakeAws(asked: HttpRequest['query'][]): S3Client {
  return clientOf((query) => {
    asked.push(query)
    const region = query['max-buckets'] === undefined ? '' : '<BucketRegion>eu-west-1</BucketRegion>'
    const [names, token] =
      query['max-buckets'] === undefined || query['continuation-token'] !== undefined
        ? [['b'], '']
        : [['a'], '<ContinuationToken>t</ContinuationToken>']
    const buckets = names.map((name) => element(name, region)).join('')
    return `<ListAllMyBucketsResult><Buckets>${buckets}</Buckets>${token}</ListAllMyBucketsResult>`
  })
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

test.each([
  '',
  '<Owner><ID>x</ID></Owner>',
  '<Buckets>no</Buckets>',
  '<Buckets><Other/></Buckets>',
  '<Buckets><Bucket/></Buckets>',
  '<Buckets><Bucket><Name/></Bucket></Buckets>',
  '<Odd>1</Odd>',
])('an answer that holds %s does not say that there are no buckets', async (inside) => {
  const client = clientOf(() => `<ListAllMyBucketsResult>${inside}</ListAllMyBucketsResult>`)
  await expect(listBuckets(client, true)).rejects.toMatchObject({ code: 'NoAnswer' })
})

test('an account may have no buckets', async () => {
  for (const buckets of ['<Buckets/>', '<Buckets></Buckets>']) {
    const client = clientOf(() => `<ListAllMyBucketsResult>${buckets}</ListAllMyBucketsResult>`)
    expect(await listBuckets(client, true)).toEqual([])
  }
})
