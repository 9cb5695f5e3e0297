import { describe, expect, test } from 'vitest'
import { SUB_RESOURCE_LISTS, SUB_RESOURCES } from '../../../fixtures/endpoint/sub-resources.ts'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { written } from '../../../src/model/marks.ts'
import { S3 } from '../../../src/services/s3.ts'
import { RegionClients } from '../../../src/sources/aws/region-clients.ts'
import { useEndpoint } from '../../fixtures/endpoint-under-test.ts'
import { plainServer } from '../aws/plain-server.ts'
import { captureAccount, sessionFor } from './capture-account.ts'

/** Reads the configuration of a bucket at an address. */
async function configAt(url: string) {
  const { signal } = new AbortController()
  const clients = new RegionClients(S3.api, 'us-east-1', {
    session: sessionFor(url),
    onRequest: () => undefined,
    signal,
  })
  try {
    const read = await clients.reader.read({ name: 'shop' }, S3.resources[0]?.details)
    const { name, ...document } = read?.item ?? {}
    const unknown = (read?.unknown ?? []).map(({ member, error: { operation, code } }) => ({
      member,
      operation,
      code,
    }))
    return { name, document: written(document), unknown }
  } finally {
    await clients.close()
  }
}

const served = useEndpoint()

/** Configures the bucket `shop`, and captures it. */
async function documentWith(configs: Record<string, string>): Promise<JsonObject> {
  if (!served.account.buckets.has('shop')) served.account.createBucket('shop')
  for (const [name, xml] of Object.entries(configs)) served.account.setBucketConfig('shop', name, xml)
  const { entries, problems } = await captureAccount(served.endpoint.url)
  expect(problems).toEqual([])
  return entries.get('s3-configs/shop.json')?.document ?? {}
}

const configuration = (element: string, id: string, rest = '') =>
  `<${element}><Id>${id}</Id>${rest}</${element}>`

describe('the document of a bucket', () => {
  test('of which nothing is configured has what S3 sets on every bucket', async () => {
    expect(await documentWith({})).toEqual({
      name: 'shop',
      region: 'us-east-1',
      abac: { Status: 'Disabled' },
      acl: {
        owner: served.account.ownerId,
        grants: [{ grantee: served.account.ownerId, permission: 'FULL_CONTROL' }],
      },
      encryption: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
      },
      ownership: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
      publicAccessBlock: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      requestPayment: { Payer: 'BucketOwner' },
    })
  })

  test('is whole where an answer is called as Ceph calls it', async () => {
    const xml =
      '<BlockPublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></BlockPublicAccessBlockConfiguration>'
    const document = await documentWith({ publicAccessBlock: xml })
    expect(document['publicAccessBlock']).toMatchObject({ BlockPublicAcls: true })
  })

  test('is whole where an answer is called by the older name of its operation, as moto does', async () => {
    const document = await documentWith({ notification: '<GetBucketNotificationResponse/>' })
    expect(document).not.toHaveProperty('notification')
  })

  test('holds every kind of configuration', async () => {
    const document = await documentWith({
      policy: '{"Version":"2012-10-17","Statement":[{"Sid":"b"},{"Sid":"a"}]}',
      cors: '<CORSConfiguration><CORSRule><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>z</AllowedOrigin></CORSRule><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>a</AllowedOrigin></CORSRule></CORSConfiguration>',
      lifecycle:
        '<LifecycleConfiguration><Rule><ID>old</ID><Status>Enabled</Status><Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration></Rule></LifecycleConfiguration>',
      website:
        '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>',
      versioning: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
      tagging:
        '<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag><Tag><Key>a</Key><Value></Value></Tag></TagSet></Tagging>',
      logging:
        '<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>x/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>',
      notification:
        '<NotificationConfiguration><EventBridgeConfiguration></EventBridgeConfiguration></NotificationConfiguration>',
      replication:
        '<ReplicationConfiguration><Role>arn</Role><Rule><ID>r</ID><Status>Enabled</Status><Destination><Bucket>arn:b</Bucket></Destination></Rule></ReplicationConfiguration>',
      accelerate: '<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>',
      'object-lock':
        '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>',
      inventory: configuration('InventoryConfiguration', 'weekly', '<IsEnabled>true</IsEnabled>'),
      analytics: configuration('AnalyticsConfiguration', 'classes'),
      metrics: configuration('MetricsConfiguration', 'all') + configuration('MetricsConfiguration', 'a'),
      'intelligent-tiering': configuration('IntelligentTieringConfiguration', 'cold'),
      metadataTable:
        '<GetBucketMetadataTableConfigurationResult><MetadataTableConfigurationResult><S3TablesDestinationResult><TableName>t</TableName></S3TablesDestinationResult></MetadataTableConfigurationResult><Status>ACTIVE</Status></GetBucketMetadataTableConfigurationResult>',
      metadataConfiguration:
        '<GetBucketMetadataConfigurationResult><MetadataConfigurationResult><DestinationResult><TableBucketArn>arn:t</TableBucketArn></DestinationResult></MetadataConfigurationResult></GetBucketMetadataConfigurationResult>',
    })
    expect(document).toMatchObject({
      policy: { Statement: [{ Sid: 'b' }, { Sid: 'a' }] },
      cors: [{ AllowedOrigins: ['z'] }, { AllowedOrigins: ['a'] }],
      lifecycle: { Rules: [{ ID: 'old', Expiration: { Date: '2030-01-01T00:00:00.000Z' } }] },
      website: { IndexDocument: { Suffix: 'index.html' } },
      versioning: { Status: 'Enabled' },
      tags: [
        { Key: 'a', Value: '' },
        { Key: 'b', Value: '2' },
      ],
      logging: { TargetBucket: 'logs', TargetPrefix: 'x/' },
      notification: { EventBridgeConfiguration: {} },
      replication: { Role: 'arn' },
      accelerate: { Status: 'Enabled' },
      objectLock: { ObjectLockEnabled: 'Enabled' },
      inventory: [{ Id: 'weekly', IsEnabled: true }],
      analytics: [{ Id: 'classes' }],
      metrics: [{ Id: 'a' }, { Id: 'all' }],
      intelligentTiering: [{ Id: 'cold' }],
      metadataTable: { MetadataTableConfigurationResult: { S3TablesDestinationResult: { TableName: 't' } } },
      metadata: { MetadataConfigurationResult: { DestinationResult: { TableBucketArn: 'arn:t' } } },
    })
    // Whatever the server can be asked for is asked for, but for what follows from the policy.
    const offered = [...SUB_RESOURCES.values()].map(({ name }) => `s3:Get${name}`)
    const lists = [...SUB_RESOURCE_LISTS.values()].map(({ name }) => `s3:List${name}s`)
    const asked = new Set(Object.keys(served.endpoint.requests))
    const expected = [...offered, ...lists].filter((name) => name !== 's3:GetBucketPolicyStatus')
    expect(expected.filter((name) => !asked.has(name))).toEqual([])
  })

  test('is the same whatever order tags and grants come in', async () => {
    const grant = (permission: string) =>
      `<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>x</ID><DisplayName>${permission}${Math.random()}</DisplayName></Grantee><Permission>${permission}</Permission></Grant>`
    const acl = (grants: string) =>
      `<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList>${grants}</AccessControlList></AccessControlPolicy>`
    const tag = (key: string) => `<Tag><Key>${key}</Key><Value>v</Value></Tag>`
    const before = await documentWith({
      acl: acl(grant('READ') + grant('WRITE')),
      tagging: `<Tagging><TagSet>${tag('a')}${tag('b')}</TagSet></Tagging>`,
    })
    const after = await documentWith({
      acl: acl(grant('WRITE') + grant('READ')),
      tagging: `<Tagging><TagSet>${tag('b')}${tag('a')}</TagSet></Tagging>`,
    })
    expect(before['acl']).toMatchObject({ grants: [{ permission: 'READ' }, { permission: 'WRITE' }] })
    expect(after).toEqual(before)
  })

  test('is the same whatever order sets come in', async () => {
    const documents = []
    for (const [a, b] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const rule = (id: string) => `<Rule><ID>${id}</ID><Status>Enabled</Status></Rule>`
      const queue = (id: string) =>
        `<QueueConfiguration><Id>${id}</Id><Queue>arn:${id}</Queue><Event>s3:${a}</Event><Event>s3:${b}</Event></QueueConfiguration>`
      const fields = `<OptionalFields><Field>${a}</Field><Field>${b}</Field></OptionalFields>`
      documents.push(
        await documentWith({
          policy: JSON.stringify({
            Statement: [
              {
                Sid: 'z',
                Action: [`s3:${a}`, `s3:${b}`],
                Resource: 'arn:x',
                Principal: { AWS: [a, b], Service: 's' },
                Condition: { StringEquals: { 'aws:x': [a, b] } },
              },
              { Sid: 'a', NotAction: [a, b], NotPrincipal: '*' },
            ],
          }),
          lifecycle: `<LifecycleConfiguration>${rule(a)}${rule(b)}</LifecycleConfiguration>`,
          replication: `<ReplicationConfiguration><Role>r</Role>${rule(a)}${rule(b)}</ReplicationConfiguration>`,
          notification: `<NotificationConfiguration>${queue(a)}${queue(b)}</NotificationConfiguration>`,
          inventory: configuration('InventoryConfiguration', 'i', fields),
        }),
      )
    }
    expect(documents[0]).toMatchObject({
      policy: {
        Statement: [
          {
            Sid: 'z',
            Action: ['s3:a', 's3:b'],
            Resource: 'arn:x',
            Principal: { AWS: ['a', 'b'], Service: 's' },
            Condition: { StringEquals: { 'aws:x': ['a', 'b'] } },
          },
          { Sid: 'a', NotAction: ['a', 'b'], NotPrincipal: '*' },
        ],
      },
      lifecycle: { Rules: [{ ID: 'a' }, { ID: 'b' }] },
      replication: { Rules: [{ ID: 'a' }, { ID: 'b' }] },
      notification: { QueueConfigurations: [{ Id: 'a', Events: ['s3:a', 's3:b'] }, { Id: 'b' }] },
      inventory: [{ OptionalFields: ['a', 'b'] }],
    })
    expect(documents[1]).toEqual(documents[0])
  })

  test('has neither the state of tables that S3 sets up nor names for display', async () => {
    const document = await documentWith({
      metadataConfiguration:
        '<GetBucketMetadataConfigurationResult><MetadataConfigurationResult><JournalTableConfigurationResult><TableStatus>CREATING</TableStatus><TableName>journal</TableName></JournalTableConfigurationResult></MetadataConfigurationResult></GetBucketMetadataConfigurationResult>',
      logging:
        '<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix></TargetPrefix><TargetGrants><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>x</ID><DisplayName>Ada</DisplayName></Grantee><Permission>READ</Permission></Grant></TargetGrants></LoggingEnabled></BucketLoggingStatus>',
    })
    expect(document['metadata']).toEqual({
      MetadataConfigurationResult: { JournalTableConfigurationResult: { TableName: 'journal' } },
    })
    expect(document['logging']).toMatchObject({ TargetGrants: [{ grantee: 'x', permission: 'READ' }] })
    expect(JSON.stringify(document)).not.toContain('Ada')
  })

  test('of hundreds of configurations has all of them', async () => {
    const ids = Array.from({ length: 250 }, (_, i) => `m${String(i).padStart(3, '0')}`)
    const document = await documentWith({
      metrics: ids.map((id) => configuration('MetricsConfiguration', id)).join(''),
    })
    expect(document['metrics']).toEqual(ids.map((Id) => ({ Id })))
  })

  test('is without what may not be read, and says so', async () => {
    served.account.createBucket('shop')
    for (const name of [...SUB_RESOURCES.keys(), ...SUB_RESOURCE_LISTS.keys()])
      served.account.denyConfig('shop', name)
    const { entries, problems } = await captureAccount(served.endpoint.url)
    const entry = entries.get('s3-configs/shop.json')
    const { name, region, ...parts } = entry?.document ?? {}
    expect([name, region]).toEqual(['shop', 'us-east-1'])
    expect(Object.keys(parts)).toHaveLength(23)
    for (const part of Object.values(parts)) expect(part).toEqual({ $unknown: 'AccessDenied' })
    expect(entry?.meta).toEqual({ unknown: Object.keys(parts).sort() })
    expect(problems).toHaveLength(23)
    expect(new Set(problems.map(({ path }) => path))).toEqual(new Set(['s3-configs/shop.json']))
  })
})

describe('another server', () => {
  test.each([
    [501, 'NotImplemented'],
    [405, 'MethodNotAllowed'],
    [400, 'UnsupportedArgument'],
  ])('that does not have a sub-resource (%i %s) leaves it out', async (status, code) => {
    served.account.createBucket('shop')
    served.endpoint.faults.push({
      kind: 'error',
      status,
      code,
      match: ({ operation }) => operation.includes('Bucket') && operation !== 'ListBuckets',
    })
    const { entries, problems } = await captureAccount(served.endpoint.url)
    expect(problems).toEqual([])
    expect(Object.keys(entries.get('s3-configs/shop.json')?.document ?? {})).toEqual([
      'name',
      'publicAccessBlock',
      'region',
    ])
  })

  test('that answers each sub-resource with a listing that goes on leaves all of them out', async () => {
    const listing =
      '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>shop</Name><Prefix></Prefix><KeyCount>1</KeyCount><IsTruncated>true</IsTruncated><Contents><Key>a</Key><ETag>e</ETag><Size>1</Size></Contents></ListBucketResult>'
    const url = await plainServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' }).end(listing)
    })
    const { document, unknown } = await configAt(url)
    expect(unknown).toEqual([])
    expect(document).toEqual({})
  })

  test('that gives the same tokens again and again is not asked for ever', async () => {
    let requests = 0
    const url = await plainServer((request, response) => {
      requests++
      const kind = /inventory|analytics|metrics|intelligent-tiering/.exec(request.url ?? '')?.[0] ?? ''
      const root = ROOTS[kind] ?? 'Error'
      response.writeHead(kind === '' ? 404 : 200, { 'content-type': 'application/xml' })
      response.end(
        `<${root}><IsTruncated>true</IsTruncated><NextContinuationToken>${requests % 2 === 0 ? 'a' : 'b'}</NextContinuationToken></${root}>`,
      )
    })
    const { unknown } = await configAt(url)
    expect(unknown.filter(({ code }) => code === 'PagingStuck')).toHaveLength(4)
    expect(requests).toBeLessThan(23 + 4 * 2 + 1)
  })

  test('whose clock is an hour away is asked again once for that, and not for what it refuses besides', async () => {
    let [skewed, others] = [0, 0]
    const url = await plainServer((request, response) => {
      const date = new Date(Date.now() + 3_600_000)
      response.setHeader('Date', date.toUTCString())
      const hour = date.toISOString().replace('-', '').replace('-', '').slice(0, 11)
      const isSkewed = !String(request.headers['x-amz-date']).startsWith(hour)
      if (isSkewed) skewed++
      else others++
      const code = isSkewed ? 'RequestTimeTooSkewed' : 'AccessDenied'
      response
        .writeHead(403, { 'content-type': 'application/xml' })
        .end(`<Error><Code>${code}</Code><Message>no</Message></Error>`)
    })
    const { unknown } = await configAt(url)
    expect(new Set(unknown.map(({ code }) => code))).toEqual(new Set(['AccessDenied']))
    expect(skewed).toBeLessThanOrEqual(23)
    expect(others).toBe(23)
  })

  test('whose clock is another at every answer is not asked for ever', async () => {
    let requests = 0
    const url = await plainServer((_, response) => {
      requests++
      response.setHeader('Date', new Date(Date.now() + Math.random() * 36_000_000 + 600_000).toUTCString())
      response
        .writeHead(403, { 'content-type': 'application/xml' })
        .end('<Error><Code>RequestExpired</Code><Message>no</Message></Error>')
    })
    const { unknown } = await configAt(url)
    expect(unknown).toHaveLength(23)
    expect(requests).toBeLessThanOrEqual(2 * 23)
  })

  test.each([
    '',
    '{}',
    'null',
    '""',
    '<html>sign in</html>',
    '<X/>',
    '{"message":"ok"}',
    '{"Statement":"x"}',
  ])('that answers for a policy with %s does not say that there is none', async (body) => {
    const url = await plainServer((request, response) => {
      const isPolicy = request.url?.includes('policy') === true
      response.writeHead(isPolicy ? 200 : 501).end(isPolicy ? body : '')
    })
    const { document, unknown } = await configAt(url)
    expect(document).toEqual({ policy: { $unknown: 'NoAnswer' } })
    expect(unknown).toMatchObject([{ operation: 's3:GetBucketPolicy', code: 'NoAnswer' }])
  })

  test.each([
    ['acl', 'AccessControlPolicy', 'acl'],
    ['cors', 'CORSConfiguration', 'cors'],
    ['encryption', 'ServerSideEncryptionConfiguration', 'encryption'],
    ['lifecycle', 'LifecycleConfiguration', 'lifecycle'],
    ['object-lock', 'ObjectLockConfiguration', 'objectLock'],
    ['ownershipControls', 'OwnershipControls', 'ownership'],
    ['publicAccessBlock', 'PublicAccessBlockConfiguration', 'publicAccessBlock'],
    ['replication', 'ReplicationConfiguration', 'replication'],
    ['requestPayment', 'RequestPaymentConfiguration', 'requestPayment'],
    ['tagging', 'Tagging', 'tags'],
    ['website', 'WebsiteConfiguration', 'website'],
  ])(
    'that answers for %s with an empty <%s> or only what S3 does not know makes it unknown',
    async (query, root, member) => {
      for (const inside of ['', '<Odd>1</Odd>', 'no']) {
        const url = await plainServer((request, response) => {
          const isAsked = request.url?.includes(query) === true
          response.writeHead(isAsked ? 200 : 501, { 'content-type': 'application/xml' })
          response.end(
            isAsked ? `<${root}>${inside}</${root}>` : '<Error><Code>NotImplemented</Code></Error>',
          )
        })
        const { document, unknown } = await configAt(url)
        expect([inside, document]).toEqual([inside, { [member]: { $unknown: 'NoAnswer' } }])
        expect(unknown).toHaveLength(1)
      }
    },
  )

  test.each([
    ['versioning', 'VersioningConfiguration'],
    ['logging', 'BucketLoggingStatus'],
    ['notification', 'NotificationConfiguration'],
    ['accelerate', 'AccelerateConfiguration'],
  ])('that answers for %s with an empty <%s> says that nothing is configured', async (query, root) => {
    const answers = (inside: string) =>
      plainServer((request, response) => {
        const isAsked = request.url?.includes(query) === true
        response.writeHead(isAsked ? 200 : 501, { 'content-type': 'application/xml' })
        response.end(isAsked ? `<${root}>${inside}</${root}>` : '<Error><Code>NotImplemented</Code></Error>')
      })
    expect(await configAt(await answers(''))).toEqual({ name: 'shop', document: {}, unknown: [] })
    expect((await configAt(await answers('<Odd>1</Odd>'))).unknown).toMatchObject([{ code: 'NoAnswer' }])
  })

  test('that answers with elements that have nothing in them, as Ceph does of replication, has nothing configured', async () => {
    const url = await plainServer((request, response) => {
      const isAsked = request.url?.includes('replication') === true
      response.writeHead(isAsked ? 200 : 501, { 'content-type': 'application/xml' })
      response.end(
        isAsked
          ? '<ReplicationConfiguration><Role></Role></ReplicationConfiguration>'
          : '<Error><Code>NotImplemented</Code></Error>',
      )
    })
    expect(await configAt(url)).toEqual({ name: 'shop', document: {}, unknown: [] })
  })

  test('that answers with a page of HTML makes the part unknown', async () => {
    const url = await plainServer((_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html><p>no<br></html>')
    })
    const { unknown } = await configAt(url)
    expect(unknown).toHaveLength(23)
    expect(new Set(unknown.map(({ code }) => code))).toEqual(new Set(['Http404']))
  })
})

/** What the answers are called that list the configurations of these kinds. */
const ROOTS: Readonly<Record<string, string>> = {
  analytics: 'ListBucketAnalyticsConfigurationResult',
  'intelligent-tiering': 'ListBucketIntelligentTieringConfigurationsOutput',
  inventory: 'ListInventoryConfigurationsResult',
  metrics: 'ListMetricsConfigurationsResult',
}

describe('a bucket whose region the list does not tell', () => {
  test.each([
    ['by its HEAD', 200, 'eu-west-1'],
    ['by the refusal of its HEAD', 403, 'eu-west-1'],
    ['by the redirect of its listing', 405, undefined],
  ])('is found %s', async (_, status, region) => {
    const scopes: (string | undefined)[] = []
    const url = await plainServer((request, response) => {
      const scope = /Credential=[^/]*\/\d+\/([^/]*)/.exec(request.headers.authorization ?? '')?.[1]
      const path = request.url ?? ''
      const headers = { 'content-type': 'application/xml' }
      if (request.method === 'HEAD') {
        const tells = region === undefined ? {} : { 'x-amz-bucket-region': region }
        response.writeHead(status, { ...headers, ...tells }).end()
      } else if (!path.startsWith('/shop')) {
        response.writeHead(200, headers)
        response.end(
          '<ListAllMyBucketsResult><Buckets><Bucket><Name>shop</Name></Bucket></Buckets></ListAllMyBucketsResult>',
        )
      } else if (scope !== 'eu-west-1') {
        response.writeHead(301, { ...headers, 'x-amz-bucket-region': 'eu-west-1' })
        response.end('<Error><Code>PermanentRedirect</Code></Error>')
      } else if (path.includes('list-type=2')) {
        response
          .writeHead(200, headers)
          .end('<ListBucketResult><Name>shop</Name><IsTruncated>false</IsTruncated></ListBucketResult>')
      } else {
        scopes.push(scope)
        response.writeHead(501, headers).end('<Error><Code>NotImplemented</Code></Error>')
      }
    })
    const { entries, problems } = await captureAccount(url)
    expect(problems).toEqual([])
    expect(entries.get('s3-configs/shop.json')?.document).toEqual({ name: 'shop', region: 'eu-west-1' })
    expect(scopes).toHaveLength(23)
  })
})
