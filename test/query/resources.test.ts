import { expect, test } from 'vitest'
import { resources } from '../../src/query/tables/resources.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

/** The service, kind, name and region of each document of a version whose primary region is `home`. */
async function rowsOf(documents: Readonly<Record<string, object>>): Promise<string[]> {
  const made = Object.entries(documents).map(([path, document]) => config(path, { ...document }))
  const { store, versions } = await storeOfVersions({ made, about: { regions: ['home', 'garage'] } })
  const [version] = versions
  if (version === undefined) throw new Error('a version was made')
  const rows = await resources.rows(store, version, () => true)
  return [...rows].map((row) => row.slice(0, 4).map(String).join(' '))
}

test('a resource is named as its service declares it, and is in its own region', async () => {
  expect(
    await rowsOf({
      'acm/account@garage.json': {},
      'cloudfront/distributions/E1.json': {},
      'databases/dynamodb-schemas/orders@garage.json': {},
      'databases/rds/instances/db.json': {},
      'integrations/api-gateway/account.json': {},
      'integrations/api-gateway/rest-apis/shop@garage/api.json': {},
      'integrations/sqs/queues/work.json': {},
      'integrations/webhooks/hook.json': {},
      'lambda/functions/orders@garage/config.json': {},
      's3-configs/shop.json': { region: 'eu-west-1' },
      'waf/cloudfront/web-acls/shop.json': {},
      'waf/regional/web-acls/shop@garage.json': {},
    }),
  ).toEqual([
    'acm account account garage',
    'cloudfront distributions E1 null',
    'dynamodb schemas orders garage',
    'rds instances db home',
    // Its kind was that of its service.
    'api-gateway account account home',
    // Was called shop/api.
    'api-gateway rest-apis shop garage',
    'sqs queues work home',
    'webhooks webhooks hook null',
    'lambda functions orders garage',
    's3 buckets shop eu-west-1',
    // Was the kind cloudfront with the name web-acls/shop, in the primary region.
    'waf web-acls shop us-east-1',
    'waf web-acls shop garage',
  ])
})
