import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from '../../src/checkout/checkout.ts'
import type { Commit } from '../../src/model/commit.ts'
import { Store } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { makeVersion, type Made } from './make-version.ts'

/** A view of a version with these documents, and places of which nothing is known. */
async function viewOf(
  name: string,
  documents: Record<string, object>,
  unknown: readonly string[] = [],
  about: Partial<Commit> = {},
) {
  const folder = scratchFolder()
  const store = Store.init(join(folder, '.jsnap'))
  try {
    const made: Made[] = [
      ...Object.entries(documents).map(([path, document]): Made => ({
        path,
        type: 'config',
        content: JSON.stringify(document),
      })),
      ...unknown.map((path): Made => ({ path, type: 'unknown', meta: { code: 'AccessDenied' } })),
    ]
    const version = await makeVersion(store, made, about)
    await checkout({ store, version, target: join(folder, 'out') })
    return JSON.parse(readFileSync(join(folder, 'out', name), 'utf8')) as unknown
  } finally {
    store.close()
  }
}

const servers = [
  {
    url: 'https://a1.execute-api.eu-west-1.amazonaws.com/{basePath}',
    variables: { basePath: { default: '/prod' } },
  },
]
const apiGateway = {
  'integrations/api-gateway/account.json': { features: [] },
  'integrations/api-gateway/domain-names/api.shop.example.json': { domainName: 'api.shop.example' },
  'integrations/api-gateway/http-apis/shop/$default.openapi.json': { servers },
  'integrations/api-gateway/http-apis/shop/api.json': {
    Name: 'shop',
    ApiEndpoint: 'https://h1.example',
    stages: [{ StageName: '$default' }, { StageName: 'beta' }],
  },
  'integrations/api-gateway/rest-apis/shop/api.json': {
    name: 'shop',
    uri: { $secret: 'x', url: 'https://b/…' },
  },
  'integrations/api-gateway/rest-apis/shop/prod.openapi.json': { servers },
  'integrations/api-gateway/websocket-apis/chat/api.json': { Name: 'chat', ApiEndpoint: 'wss://w1.example' },
}

test('ses-config.json has what is alone of its kind beside what has names, and what is not known', async () => {
  const documents = {
    'integrations/ses/active-receipt-rule-set.json': { Name: 'inbound' },
    'integrations/ses/receipt-rule-sets/inbound.json': { Rules: [] },
  }
  const unknown = ['integrations/ses/account.json', 'integrations/ses/templates/']
  expect(await viewOf('integrations/ses-config.json', documents, unknown)).toEqual({
    account: { $unknown: 'AccessDenied', path: 'integrations/ses/account.json' },
    'active-receipt-rule-set': { Name: 'inbound' },
    'receipt-rule-sets': { inbound: { Rules: [] } },
    templates: { $unknown: [{ $unknown: 'AccessDenied', path: 'integrations/ses/templates/' }] },
  })
  expect(await viewOf('integrations/ses-config.json', {}, ['integrations/ses/'])).toEqual({
    $unknown: [{ $unknown: 'AccessDenied', path: 'integrations/ses/' }],
  })
})

test('what was denied and is not covered is unknown in a view, and not empty', async () => {
  const gap = (path: string) => ({
    path,
    reason: 'denied (rds:DescribeDBInstances: AccessDenied), and never read by an earlier version',
    denied: { source: 'rds', actions: ['rds:DescribeDBInstances'] },
  })
  const about = { notCovered: [gap('databases/rds/instances/'), gap('cloudfront/distributions/')] }
  const documents = { 'databases/rds/clusters/shop.json': { Engine: 'aurora' } }
  expect(await viewOf('databases/rds-configs.json', documents, [], about)).toEqual({
    clusters: { shop: { Engine: 'aurora' } },
    instances: { $unknown: [{ $unknown: 'denied', path: 'databases/rds/instances/' }] },
  })
  expect(await viewOf('cloudfront/distributions.json', documents, [], about)).toEqual([
    { $unknown: 'denied', path: 'cloudfront/distributions/' },
  ])
})

test('api-gateway-apis.json has APIs by their names, without the OpenAPI of stages', async () => {
  expect(await viewOf('integrations/api-gateway-apis.json', apiGateway)).toEqual({
    account: { features: [] },
    'domain-names': { 'api.shop.example': { domainName: 'api.shop.example' } },
    'http-apis': { shop: apiGateway['integrations/api-gateway/http-apis/shop/api.json'] },
    'rest-apis': { shop: { name: 'shop', uri: { $secret: 'x', url: 'https://b/…' } } },
    'websocket-apis': { chat: { Name: 'chat', ApiEndpoint: 'wss://w1.example' } },
  })
})

test('webhooks.json has where APIs are called: stages, WebSockets and domain names', async () => {
  const found = (await viewOf('integrations/webhooks.json', apiGateway)) as { kind: string; url: string }[]
  expect(found.map(({ kind, url }) => `${kind} ${url}`)).toEqual([
    'api https://a1.execute-api.eu-west-1.amazonaws.com/prod',
    'api https://h1.example',
    'api https://h1.example/beta',
    'api wss://w1.example',
    'api-domain https://api.shop.example',
  ])
})

test('webhooks.json says once what is unknown, also where nothing of a service could be captured', async () => {
  const unknown = ['integrations/api-gateway/', 'integrations/sns/topics/', 'lambda/']
  const place = (path: string) => ({ $unknown: 'AccessDenied', path })
  expect(await viewOf('integrations/webhooks.json', {}, unknown)).toEqual([
    place('lambda/'),
    place('integrations/api-gateway/'),
    place('integrations/sns/topics/'),
  ])
})
