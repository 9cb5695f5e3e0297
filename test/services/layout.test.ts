import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadLayout, loadLayoutBelow } from '../../src/services/layout.ts'
import { REGISTRY } from '../../src/services/registry.ts'
import { SERVICES } from '../../src/services/services.ts'
import { namePaths } from '../../src/sources/aws/resource-path.ts'

const layout = await loadLayoutBelow('')
/** The first one is the primary one; endpoints that are not AWS may call theirs by plain words. */
const REGIONS = ['home', 'garage', 'eu-west-1']

/** Names as services allow them, and some as they do not. */
const name = fc.oneof(
  fc.stringMatching(/^[\w.@-][\w./@-]{0,11}$/),
  fc.stringMatching(/^[ab](\/config|\.json|@garage|@eu-west-1|--[ab]|\/[ab]|\*|\n){0,3}$/),
)

const KINDS = SERVICES.flatMap((service) =>
  service.resources.map((resource) => [resource.path, service, resource] as const),
)

test.each(KINDS)('what a capture names by %s is read back from its path', (_, service, resource) => {
  const isOne = !resource.path.includes('*')
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: isOne ? 1 : 4 }),
      fc.constantFrom(...REGIONS),
      (names, region) => {
        const isRegional = service.scope === 'regional' && resource.region === undefined
        const suffix = isRegional && region !== REGIONS[0] ? `@${region}` : ''
        const things = names.map((Name) => ({ item: { Name }, parents: [] }))
        const { path, list } = resource
        const named = namePaths(
          isOne ? { path, list } : { path, list, name: 'Name' },
          things,
          suffix,
          REGIONS,
        )
        for (const { path, name } of named) {
          const place = layout.placeOf(path, REGIONS)
          expect(place).toEqual({
            service: service.called ?? service.name,
            kind: place.kind,
            name: isOne ? place.kind : name.slice(0, name.length - suffix.length),
            region: service.scope === 'global' ? null : (resource.region ?? (isRegional ? region : null)),
          })
          expect(place.kind).toBe(layout.placeOf(resource.path, REGIONS).kind)
          expect(layout.labelOf(path)).toBe(service.label)
        }
      },
    ),
    { numRuns: 50 },
  )
})

test('no two kinds of a service are called the same, but for those of one name in two places', () => {
  const kinds = KINDS.map(([path]) => {
    const { service, kind } = layout.placeOf(path, REGIONS)
    return `${service} ${kind}`
  })
  const twice = new Set(kinds.filter((kind, i) => kinds.indexOf(kind) !== i))
  expect([...twice].sort()).toEqual([
    'logs account-policies',
    'waf ip-sets',
    'waf regex-pattern-sets',
    'waf rule-groups',
    'waf web-acls',
  ])
})

describe('a path says', () => {
  test.each([
    ['acm/account.json', 'acm account account home'],
    ['acm/account@garage.json', 'acm account account garage'],
    ['integrations/api-gateway/account.json', 'api-gateway account account home'],
    ['integrations/api-gateway/rest-apis/shop@garage/api.json', 'api-gateway rest-apis shop garage'],
    [
      'integrations/api-gateway/rest-apis/shop@garage/prod.openapi.json',
      'api-gateway rest-apis shop/prod.openapi garage',
    ],
    ['integrations/step-functions/activities/pay.json', 'step-functions activities pay home'],
    ['integrations/logs/account-policies/retention/all.json', 'logs account-policies all home'],
    ['lambda/functions/orders@eu-west-1/config.json', 'lambda functions orders eu-west-1'],
    ['lambda/functions/orders@garage/code/x.js', 'lambda functions orders/code/x.js garage'],
    ['lambda/layers/shared/3/config.json', 'lambda layers shared/3 home'],
    ['databases/dynamodb-schemas/orders.json', 'dynamodb schemas orders home'],
    ['databases/table-exports/orders@garage.jsonl', 'dynamodb table-exports orders garage'],
    ['databases/rds/instances/db.json', 'rds instances db home'],
    ['waf/cloudfront/web-acls/shop.json', 'waf web-acls shop us-east-1'],
    ['waf/regional/web-acls/shop@garage.json', 'waf web-acls shop garage'],
    ['lightsail/domains/shop.example.json', 'lightsail domains shop.example us-east-1'],
    ['iam/roles/shop@garage.json', 'iam roles shop@garage null'],
    ['s3-configs/shop@garage.json', 's3 buckets shop@garage null'],
    ['s3-buckets/shop/a/b@garage', 's3 objects shop/a/b@garage null'],
    ['gas-projects/mail/deployments.json', 'gas deployments mail null'],
    ['integrations/webhooks/hook.json', 'webhooks webhooks hook null'],
    // Of nobody that this jsnap knows.
    ['acm/roots/r@garage.json', 'acm roots r garage'],
    ['eks/clusters/shop@garage/config.json', 'eks clusters shop garage'],
    ['integrations/pipes/pipes/shop.json', 'pipes pipes shop home'],
    ['eks/settings@garage.json', 'eks settings settings garage'],
  ])('%s: %s', (path, said) => {
    const { service, kind, name, region } = layout.placeOf(path, REGIONS)
    expect([service, kind, name, region].join(' ')).toBe(said.replace('null', ''))
  })
})

test('what has one region only is in the primary one of another partition', () => {
  const { region } = layout.placeOf('waf/cloudfront/web-acls/shop.json', ['us-gov-west-1'])
  expect(region).toBe('us-gov-west-1')
})

test.each([
  ['lambda/functions/f/code/x.js', 'lambda/functions/f', 'function'],
  ['lambda/functions/f/config.json', 'lambda/functions/f', 'function'],
  ['integrations/logs/groups/aws/lambda/f.json', 'integrations/logs/groups/aws/lambda/f.json', 'group'],
  [
    'integrations/logs/account-policies/retention/all.json',
    'integrations/logs/account-policies/retention/all.json',
    'account policy',
  ],
  ['waf/regional/web-acls/shop.json', 'waf/regional/web-acls/shop.json', 'web acl'],
  ['acm/account@garage.json', 'acm/account@garage.json', 'acm account document'],
  ['databases/table-exports/orders.jsonl', 'databases/table-exports/orders.jsonl', 'table export'],
  ['s3-buckets/shop/a/b', 's3-buckets/shop/a/b', 'object'],
  ['gas-projects/mail/deployments.json', 'gas-projects/mail/deployments.json', 'file'],
  ['integrations/webhooks/hook.json', 'integrations/webhooks/hook.json', 'webhook'],
  ['eks/clusters/shop/config.json', 'eks/clusters/shop', 'cluster'],
  ['eks/settings.json', 'eks/settings.json', 'eks settings document'],
])('%s is, or is a part of, %s: a %s', (path, thing, one) => {
  expect(layout.thingOf(path)).toMatchObject({ path: thing, noun: { one } })
})

test('a place that could not be listed has a kind where it has one', () => {
  const kinds = [
    'lightsail/',
    'lightsail/alarms/',
    'lambda/functions/f/code/',
    'databases/rds/',
    'databases/rds/clusters/',
  ]
  expect(kinds.map((place) => layout.kindAt(place)?.many)).toEqual([
    undefined,
    'alarms',
    undefined,
    undefined,
    'clusters',
  ])
  expect(layout.kindAt('integrations/logs/account-policies/retention/')?.many).toBe('account policies')
  expect(layout.kindAt('s3-buckets/shop/')?.many).toBe('objects')
})

test('the items of a table are known by its document, and the other way round', () => {
  const [document, items] = [
    'databases/dynamodb-schemas/a/b@garage.json',
    'databases/table-exports/a/b@garage.jsonl',
  ]
  expect(layout.documentOf(items)).toBe(document)
  expect(layout.contentOf(document)).toBe(items)
  expect(layout.documentOf(document)).toBeUndefined()
  expect(layout.contentOf('lambda/functions/f/config.json')).toBeUndefined()
})

test('the folders of every source are those that its declaration says, and only what is asked for is loaded', async () => {
  for (const { prefixes, load } of REGISTRY) expect((await load()).prefixes).toEqual(prefixes)
  const one = await loadLayout(['iam', 'eks/clusters/x.json'])
  expect(one.labelOf('iam/roles/shop.json')).toBe('IAM')
  expect(one.labelOf('eks/clusters/x.json')).toBe('eks')
  expect(() => one.labelOf('acm/account.json')).toThrow('the declaration of acm/account.json was not loaded')
})
