import { describe, expect, test } from 'vitest'
import { SERVICES } from '../../src/services/services.ts'
import { declaredService } from '../../src/sources/aws/declared-service.ts'
import { namesOf } from '../../src/api/names-of.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

/** Members that hold an id, which nobody chose. */
const IDS = /(?:^|\.)(?:[a-z]*Id|UUID)$|^clientCertificateId$|^DistributionId$/

/** Names that look as ids do, and were chosen by somebody. */
const CHOSEN = new Set(['CustSubscriptionId'])

/** The members that are read to make a name, by what reading them returns. */
function membersOf(name: string | ((item: never) => string) | undefined): string[] {
  if (name === undefined) return []
  if (typeof name === 'string') return [name]
  const read: string[] = []
  const item: unknown = new Proxy(
    {},
    {
      get(_, member) {
        read.push(String(member))
        return 'text'
      },
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  )
  const call = name as (...items: unknown[]) => string
  call(item, item, item)
  return read
}

describe.each(
  SERVICES.flatMap((service) => service.resources.map((one) => [one.path, one, service] as const)),
)('%s', (_, { name, names }) => {
  test('has a name in its path, or says by which members people call it', () => {
    const members = membersOf(name).filter((member) => !CHOSEN.has(member))
    const isId = members.length > 0 && members.every((member) => IDS.test(member))
    if (isId) expect(names ?? []).not.toEqual([])
  })
})

test('ids are known for what they are', () => {
  const byId = SERVICES.flatMap(({ resources }) => resources).filter(({ name }) =>
    membersOf(name).every((member) => IDS.test(member)),
  )
  expect(byId.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'cloudfront/distributions/*.json',
      'route53/hosted-zones/*.json',
      'lambda/event-source-mappings/*.json',
      'integrations/api-gateway/client-certificates/*.json',
    ]),
  )
})

test('by what people call a kind is no part of what a version keeps of its declaration', () => {
  for (const service of SERVICES) {
    const called = service.resources.map((one) => ({ ...one, names: ['Nickname'], partOf: () => 'x' }))
    expect(declaredService({ ...service, resources: called })).toEqual(declaredService(service))
  }
})

test.each([
  [
    'cloudfront/distributions/E1.json',
    { DistributionConfig: { Aliases: { Items: ['a.example', 'b.example'] }, Comment: 'shop' } },
    ['a.example', 'b.example'],
  ],
  ['cloudfront/distributions/E1.json', { DistributionConfig: { Comment: 'shop' } }, ['shop']],
  [
    'cloudfront/distributions/E1.json',
    { DomainName: 'd1.cloudfront.net', DistributionConfig: { Aliases: {}, Comment: ' ' } },
    ['d1.cloudfront.net'],
  ],
  ['cloudfront/distributions/E1.json', { tags: [{ Key: 'Name', Value: 'shop' }] }, ['shop']],
  ['cloudfront/origin-access-identities/E1.json', { Comment: 'media' }, ['media']],
  ['cloudfront/distribution-tenants/x.json', { Domains: [{ Domain: 'a.example' }] }, ['a.example']],
  ['route53/hosted-zones/Z1.json', { Name: 'sea.example.' }, ['sea.example']],
  [
    'route53/health-checks/h1.json',
    { tags: [{ Key: 'Name', Value: 'front' }], HealthCheckConfig: { FullyQualifiedDomainName: 'a.example' } },
    ['front'],
  ],
  [
    'route53/health-checks/h1.json',
    { HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'a.example', ResourcePath: '/health' } },
    ['HTTPS a.example/health'],
  ],
  [
    'route53/health-checks/h1.json',
    { HealthCheckConfig: { Type: 'TCP', IPAddress: '192.0.2.1' } },
    ['TCP 192.0.2.1'],
  ],
  ['route53/health-checks/h1.json', { HealthCheckConfig: { Type: 'CALCULATED' } }, ['CALCULATED']],
  [
    'route53/query-logging-configs/Z1.json',
    { CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:1:log-group:/aws/route53/sea.example:*' },
    ['/aws/route53/sea.example'],
  ],
  [
    'lambda/event-source-mappings/u1.json',
    {
      FunctionArn: 'arn:aws:lambda:us-east-1:1:function:orders:live',
      EventSourceArn: 'arn:aws:sqs:us-east-1:1:jobs',
    },
    ['orders:live from jobs'],
  ],
  ['lambda/functions/orders/config.json', { FunctionName: 'orders' }, undefined],
  ['s3-buckets/shop/cloudfront.json', {}, undefined],
])('%s is called as its document says', async (path, document, names) => {
  const { store } = await storeOfVersions({ made: [config(path, document)] })
  expect((await namesOf(store, 'HEAD', [path])).get(path)).toEqual(names)
})
