import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../helpers/scratch.ts'
import { plainServer } from '../../sources/aws/plain-server.ts'
import { startJsnap } from '../jsnap-command.ts'

const PER_PAGE = 1000
const STORE = 'arn:aws:cloudfront::123456789012:key-value-store/a'

/** An account with one bucket and one key-value store, whose keys ascend without end; `pages` are those that were asked for. */
async function endless() {
  const asked = { pages: 0 }
  const url = await plainServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
    const xml = (status: number, text: string) =>
      response.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<?xml version="1.0"?>${text}`)
    const from = Number(
      searchParams.get('continuation-token') ?? /\d+$/.exec(searchParams.get('start-after') ?? '')?.[0] ?? 0,
    )
    const keys = Array.from({ length: PER_PAGE }, (_, i) => `k${String(from + i + 1).padStart(15, '0')}`)
    if (searchParams.get('list-type') === '2') {
      asked.pages++
      const contents = keys.map(
        (key) =>
          `<Contents><Key>${key}</Key><LastModified>2024-01-01T00:00:00.000Z</LastModified><ETag>"d41d8cd98f00b204e9800998ecf8427e"</ETag><Size>1</Size><StorageClass>DEEP_ARCHIVE</StorageClass></Contents>`,
      )
      xml(
        200,
        `<ListBucketResult><Name>shop</Name><IsTruncated>true</IsTruncated>${contents.join('')}<NextContinuationToken>${from + PER_PAGE}</NextContinuationToken></ListBucketResult>`,
      )
    } else if (pathname === '/')
      xml(
        200,
        '<ListAllMyBucketsResult><Buckets><Bucket><Name>shop</Name></Bucket></Buckets></ListAllMyBucketsResult>',
      )
    else if (searchParams.has('location')) xml(200, '<LocationConstraint></LocationConstraint>')
    else if (pathname.endsWith('/keys')) {
      asked.pages++
      const after = Number(searchParams.get('NextToken') ?? 0)
      const items = Array.from({ length: 50 }, (_, i) => ({ Key: `k${after + i}`, Value: 'v' }))
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ Items: items, NextToken: String(after + 50) }))
    } else if (pathname === '/2020-05-31/key-value-store')
      xml(
        200,
        `<KeyValueStoreList><MaxItems>100</MaxItems><Quantity>1</Quantity><Items><KeyValueStore><Name>a</Name><Id>a</Id><Comment></Comment><ARN>${STORE}</ARN><Status>READY</Status><LastModifiedTime>2024-01-01T00:00:00Z</LastModifiedTime></KeyValueStore></Items></KeyValueStoreList>`,
      )
    else xml(404, '<Error><Code>NoSuchThing</Code><Message>none</Message></Error>')
  })
  return { url, asked }
}

test.each(['s3', 'cloudfront'])(
  'a listing of %s whose keys go on without end is ended by signals',
  async (source) => {
    for (const signals of [['SIGTERM'], ['SIGINT', 'SIGINT']] as const) {
      const { url, asked } = await endless()
      const command = startJsnap(['commit', '--only', source, '-m', 'v1'], {
        cwd: scratchFolder(),
        env: {
          AWS_ENDPOINT_URL: url,
          AWS_ACCESS_KEY_ID: 'key',
          AWS_SECRET_ACCESS_KEY: 'secret',
          AWS_REGION: 'us-east-1',
        },
      })
      const early = await Promise.race([command, setTimeout(5000, undefined)])
      expect(early?.stderr).toBeUndefined()
      expect(asked.pages).toBeGreaterThan(20)
      const begin = performance.now()
      for (const signal of signals) {
        command.kill(signal)
        await setTimeout(100)
      }
      const { exitCode } = await command
      expect([exitCode, signals]).toEqual([130, signals])
      expect(performance.now() - begin).toBeLessThan(2000)
    }
  },
)
