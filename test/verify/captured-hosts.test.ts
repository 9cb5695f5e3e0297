import { beforeAll, describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/model/canonical-json.ts'
import { isList, isObject } from '../../src/model/json-place.ts'
import type { Resource } from '../../src/services/declaration/declaration.ts'
import { SERVICES, SOURCES } from '../../src/services/services.ts'
import { CapturedHosts } from '../../src/verify/captured-hosts.ts'
import { checkOrigins } from '../../src/verify/cloudfront-references.ts'
import { checkDnsTargets } from '../../src/verify/dns-targets.ts'
import { VerifiedVersion } from '../../src/verify/verified-version.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'
import { captureGenerated } from '../sources/aws/capture-generated.ts'
import { subjectOf } from './verified.ts'

const about = { sources: [{ name: 's3', entries: 1, bytes: 1, durationMs: 1 }] }
const bucket = (name: string) => config(`s3-configs/${name}.json`, { name })
const distribution = config('cloudfront/distributions/E1.json', {
  DistributionConfig: {
    Origins: {
      Items: ['shop', 'partner', 'old'].map((name) => ({
        Id: name,
        DomainName: `${name}.s3.us-east-1.amazonaws.com`,
      })),
    },
  },
})
const zone = [
  config('route53/hosted-zones/Z1.json', { Id: '/hostedzone/Z1', Name: 'shop.example.' }),
  config('route53/dns-records/shop.example.json', {
    Id: '/hostedzone/Z1',
    Name: 'shop.example.',
    records: ['www', 'old'].map((name) => ({
      Name: `${name}.shop.example.`,
      Type: 'A',
      AliasTarget: { DNSName: 's3-website-us-east-1.amazonaws.com.' },
    })),
  }),
]

test('an origin at a bucket that the account never had is told, and one at a bucket that is gone is a failure', async () => {
  const { store, versions } = await storeOfVersions(
    { made: [bucket('shop'), bucket('old'), bucket('old.shop.example')], about },
    { made: [bucket('shop'), distribution, ...zone], about },
    { made: [bucket('shop'), distribution, ...zone], about },
  )
  const [, , version] = versions
  if (version === undefined) throw new Error('there are three versions')
  const subject = new VerifiedVersion(store, version, {}, 0)
  const origins = checkOrigins(subject)
  expect(origins.summary).toBe('3 origins; in other accounts or nonexistent: partner')
  expect(origins.failures.map(({ message }) => message)).toEqual([
    'origin old at old.s3.us-east-1.amazonaws.com: the bucket old no longer exists',
  ])
  const targets = checkDnsTargets(subject)
  expect(targets.summary).toContain('in other accounts or nonexistent: www.shop.example')
  expect(targets.failures.map(({ message }) => message)).toEqual([
    expect.stringContaining('the bucket old.shop.example no longer exists'),
  ])
})

/** A host of each kind that a declaration knows. */
const HOSTS = [
  'd1.cloudfront.net',
  'a1b2.execute-api.eu-west-1.amazonaws.com',
  'x9.lambda-url.us-east-1.on.aws',
  'shop.abc.us-east-1.rds.amazonaws.com',
  'shop.eu-central-1.cs.amazonlightsail.com',
]
const HOLDERS = SOURCES.flatMap(({ resources }) =>
  resources.flatMap(({ path, hosts = [] }) =>
    hosts.flatMap(({ pattern, at: places = [] }) =>
      places.flatMap((place) =>
        HOSTS.filter((host) => pattern.test(host)).map((host) => [host, path, place] as const),
      ),
    ),
  ),
)

/** A document with a value at a place. */
function documentWith(place: string, value: Json): JsonObject {
  return place.split('.').reduceRight<Json>((inside, name) => ({ [name]: inside }), value) as JsonObject
}

describe.each(HOLDERS)('%s in %s at %s', (host, path, place) => {
  const missingIn = async (document: JsonObject) =>
    new CapturedHosts(await subjectOf([config(path.replace('*', 'shop'), document)])).missing(
      host,
      'www.shop.example',
    )

  test('is that resource, also as a URL, in a list or in capitals', async () => {
    for (const value of [`${host.toUpperCase()}.`, [{ no: 1 }, `https://${host}/x`]])
      expect(await missingIn(documentWith(place, value))).toBeUndefined()
  })

  test('is no resource where another member, or another host, has it', async () => {
    const own = documentWith(place, `other-${host}`)
    expect(await missingIn({ ...own, Comment: host, Tags: [{ Key: 'of', Value: host }] })).toMatch(
      /^nothing in [a-z/-]+\/ has that name$/,
    )
  })
})

describe('the places of hosts', () => {
  const documents = new Map<string, JsonObject[]>()
  beforeAll(async () => {
    for (const service of SERVICES) {
      // All things that are listed, whichever of them count.
      const resources = service.resources.map((resource): Resource => ({ ...resource, filter: () => true }))
      const { documents: made } = await captureGenerated(
        { ...service, resources },
        { time: new Date(0), canary: '' },
      )
      for (const { path } of service.resources)
        for (const [found, text] of made) {
          const [head = '', tail = ''] = path.split('*')
          if (found.startsWith(head) && found.endsWith(tail))
            documents.set(path, [...(documents.get(path) ?? []), JSON.parse(text) as JsonObject])
        }
    }
  }, 60_000)

  test.each(HOLDERS)('of %s are in documents of %s: %s', (_, path, place) => {
    const found = (documents.get(path) ?? []).flatMap((document) => valuesAt(document, place.split('.')))
    expect(found.length).toBeGreaterThan(0)
    expect(found.every((value) => typeof value === 'string')).toBe(true)
  })
})

function valuesAt(value: Json | undefined, names: readonly string[]): Json[] {
  if (isList(value)) return value.flatMap((item) => valuesAt(item, names))
  const [name, ...rest] = names
  if (name === undefined) return value === undefined ? [] : [value]
  return isObject(value) ? valuesAt(value[name], rest) : []
}

test('a bucket of Lightsail is known by its URL, and is no bucket of another account', async () => {
  const lightsail = config('lightsail/buckets/media.json', {
    name: 'media',
    url: 'https://bucket-1.s3.us-east-1.amazonaws.com/',
  })
  const hosts = new CapturedHosts(await subjectOf([lightsail]))
  expect(hosts.missing('bucket-1.s3.us-east-1.amazonaws.com', 'www.shop.example')).toBeUndefined()
  expect(hosts.remark).toBe('')
  expect(hosts.missing('bucket-2.s3.us-east-1.amazonaws.com', 'www.shop.example')).toBeUndefined()
  expect(hosts.remark).toContain('bucket-2')
})

test('where a host may be of several services, none is missing unless all of them are known', async () => {
  const subject = await subjectOf([{ path: 'lightsail/', type: 'unknown', meta: { reason: 'AccessDenied' } }])
  expect(new CapturedHosts(subject).missing('d1.cloudfront.net', 'www.shop.example')).toBeUndefined()
})
