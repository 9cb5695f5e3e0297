import type { Made } from '../checkout/make-version.ts'
import { config } from './store-of-versions.ts'

const object = (key: string, content: string): Made => ({
  path: `s3-buckets/shop/${key}`,
  content,
  meta: { contentType: 'text/html', tags: { team: 'web' } },
  origin: { etag: '"e1"', lastModified: '2026-01-01T00:00:00.000Z', size: content.length },
})
const behaviour = (ttl: number) => ({ TargetOriginId: 'site', DefaultTTL: ttl })
/** One of each thing that tables have rows of; the time to live of a behaviour and of a record is `ttl`. */
export const smallEstate = (ttl: number): Made[] => [
  object('a.html', 'one'),
  object('deep//b, "b".html', 'three'),
  {
    path: 's3-buckets/shop/old',
    type: 'stub',
    size: 9,
    meta: { reason: 'archived', storageClass: 'GLACIER' },
  },
  config('s3-configs/shop.json', { name: 'shop', region: 'eu-west-1', versioning: { Status: 'Enabled' } }),
  config('cloudfront/distributions/E1.json', {
    Id: 'E1',
    DomainName: 'e1.cloudfront.net',
    DistributionConfig: {
      Aliases: { Items: ['shop.example', 'www.shop.example'] },
      Enabled: true,
      CacheBehaviors: { Items: [{ ...behaviour(ttl), PathPattern: '/a/*' }] },
      DefaultCacheBehavior: behaviour(300),
      Origins: { Items: [{ Id: 'site', DomainName: 'shop.s3.amazonaws.com' }] },
    },
  }),
  config('lambda/functions/orders/config.json', {
    FunctionName: 'orders',
    MemorySize: 128,
    Runtime: 'nodejs22.x',
  }),
  config('lambda/functions/orders/versions/1.json', { FunctionName: 'orders', MemorySize: 64 }),
  config('route53/hosted-zones/Z1.json', {
    Id: '/hostedzone/Z1',
    Name: 'shop.example.',
    Config: { PrivateZone: false },
  }),
  config('route53/dns-records/shop.example.json', {
    Id: '/hostedzone/Z1',
    Name: 'shop.example.',
    records: [
      { Name: 'shop.example.', Type: 'A', AliasTarget: { DNSName: 'e1.cloudfront.net.' } },
      {
        Name: 'www.shop.example.',
        Type: 'A',
        TTL: ttl,
        ResourceRecords: [{ Value: '192.0.2.1' }, { Value: '192.0.2.2' }],
      },
      {
        Name: '\\052.shop.example.',
        Type: 'A',
        AliasTarget: { DNSName: '\\052.cloudfront.net.' },
      },
    ],
  }),
  config('databases/dynamodb-schemas/orders.json', {
    TableName: 'orders',
    KeySchema: [
      { AttributeName: 'day', KeyType: 'RANGE' },
      { AttributeName: 'id', KeyType: 'HASH' },
    ],
  }),
  { path: 'databases/table-exports/orders.jsonl', content: '{}\n', meta: { items: 1 } },
  config('databases/rds/instances/db@eu-west-1.json', { Engine: 'postgres' }),
  config('integrations/sqs/queues/mail.json', { QueueName: 'mail' }),
]
