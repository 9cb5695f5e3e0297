import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Selection } from '../../src/capture/selection.ts'
import { Asked } from '../../src/model/asked.ts'
import type { Declared } from '../../src/model/declared.ts'
import { folderSpelling } from '../../src/model/folder-spelling.ts'
import type { Scope } from '../../src/model/scope.ts'
import { declaredService } from '../../src/sources/aws/declared-service.ts'
import { S3 } from '../../src/services/s3.ts'
import { SERVICES } from '../../src/services/services.ts'
import type { Source } from '../../src/sources/source.ts'

const S3_PREFIXES = ['s3-buckets/', 's3-configs/']
const DECLARED: ReadonlyMap<string, Declared> = new Map([
  ...SERVICES.map((service): [string, Declared] => [service.name, declaredService(service)]),
  ['s3', { ...declaredService(S3), prefixes: S3_PREFIXES }],
  ['local', { prefixes: ['local/'], kinds: [] }],
  ['gas', { prefixes: ['gas-projects/'], kinds: [] }],
  ['webhooks', { prefixes: ['integrations/webhooks/'], kinds: [] }],
])

const WHOLE: Scope = {
  account: '123456789012',
  partition: 'aws',
  primaryRegion: 'us-east-1',
  regions: ['us-east-1'],
  sources: [...DECLARED.keys()].sort(),
  only: [],
  skip: [],
  declarations: {},
}

function asked(scope: Partial<Scope> = {}, declared = DECLARED): Asked {
  return new Asked({ ...WHOLE, ...scope }, declared)
}

const whole = asked()

test.each([
  ['lambda/functions/checkout@us-west-2/config.json', 'region us-west-2 was not asked for'],
  ['lambda/functions/checkout@us-west-2/code/node_modules/config.json', 'region us-west-2 was not asked for'],
  ['databases/table-exports/orders@us-west-2.jsonl', 'region us-west-2 was not asked for'],
  ['integrations/ses/account@us-west-2.json', 'region us-west-2 was not asked for'],
  ['lambda/functions/checkout/config.json', undefined],
  ['lambda/functions/checkout/code/a@b.js', undefined],
  ['acm/certificates/shop@us-east-1.json', undefined],
  ['s3-buckets/b/mail@us-west-2/x', undefined],
  ['cloudfront/functions/f@us-west-2.json', undefined],
  ['waf/cloudfront/ip-sets/office.json', undefined],
])('a path of another region was not asked for: %s', (path, reason) => {
  const both = asked({ regions: ['us-east-1', 'us-west-2'] })
  expect(whole.reasonAgainst(path, both)).toBe(reason)
  expect(both.reasonAgainst(path, both)).toBeUndefined()
})

test('the configuration of a bucket is a document of its kind, and its objects are of none', () => {
  expect(whole.documentAt('s3-configs/shop.json')?.kind.path).toBe('s3-configs/*.json')
  expect(whole.documentAt('s3-buckets/shop/config.json')).toBeUndefined()
  const before = asked({}, new Map([...DECLARED, ['s3', { prefixes: S3_PREFIXES, kinds: [] }]]))
  for (const path of ['s3-configs/shop.json', 's3-buckets/shop/a'])
    expect([whole.reasonAgainst(path, before), before.reasonAgainst(path, whole)]).toEqual([
      undefined,
      undefined,
    ])
})

test('a path without a region is of the primary one of the version that has it', () => {
  const west = asked({ primaryRegion: 'us-west-2', regions: ['us-west-2'] })
  expect(whole.reasonAgainst('lambda/functions/f/config.json', west)).toBe(
    'region us-west-2 was not asked for',
  )
  expect(west.namedByRegion('lambda/functions/f/code/a.js')).toBe('lambda/functions/f@us-west-2/code/a.js')
  expect(west.namedByRegion('integrations/ses/account.json')).toBe('integrations/ses/account@us-west-2.json')
  expect(west.namedByRegion('databases/table-exports/t.jsonl')).toBe(
    'databases/table-exports/t@us-west-2.jsonl',
  )
  expect(west.namedByRegion('lambda/functions/f@us-east-1/config.json')).toBe(
    'lambda/functions/f@us-east-1/config.json',
  )
  expect(west.namedByRegion('route53/dns-records/shop.example.json')).toBe(
    'route53/dns-records/shop.example.json',
  )
})

test('regions that are plain words are those of the scope, and nothing else is one', () => {
  const home = asked({ primaryRegion: 'home', regions: ['home'] })
  const both = asked({
    primaryRegion: 'garage',
    regions: ['garage', 'home'],
    tables: { data: true, exclude: ['logs'] },
  })
  const away = asked({ primaryRegion: 'home', regions: ['garage', 'home'] })
  for (const path of [
    'lambda/functions/f@garage/config.json',
    'lambda/functions/f@garage/code/a.js',
    'integrations/ses/account@garage.json',
    'databases/table-exports/orders@garage.jsonl',
  ]) {
    expect(home.reasonAgainst(path, away)).toBe('region garage was not asked for')
    const own = path.replace('@garage', '')
    expect([both.ownPath(path), both.namedByRegion(own), both.namedByRegion(path)]).toEqual([own, path, path])
  }
  expect(home.reasonAgainst('lambda/functions/f@garage/config.json', home)).toBeUndefined()
  expect(both.reasonAgainst('databases/table-exports/logs@home.jsonl', both)).toBe(
    'items of tables that the configuration leaves out',
  )
})

test('what acm asks in us-east-1 whatever the regions was asked for', () => {
  const west = asked({ primaryRegion: 'us-west-2', regions: ['us-west-2'] })
  const path = 'acm/certificates/shop@us-east-1.json'
  expect(
    west.reasonAgainst(path, asked({ primaryRegion: 'us-west-2', regions: ['us-east-1', 'us-west-2'] })),
  ).toBe(undefined)
})

test.each<[string, Partial<Scope>, string, string]>([
  ['a source', { sources: ['s3'] }, 'route53/dns-records/a.json', "the source 'route53' was not asked for"],
  ['--only', { only: ['s3'] }, 'lambda/functions/f/config.json', 'left out by --only s3'],
  [
    '--skip',
    { skip: ['lambda/functions/f'] },
    'lambda/functions/f/config.json',
    'left out by --skip lambda/functions/f',
  ],
  [
    's3.exclude',
    { s3: { exclude: ['*-logs'] } },
    's3-buckets/a-logs/x',
    'buckets that the configuration leaves out',
  ],
  [
    's3.exclude',
    { s3: { exclude: ['*-logs'] } },
    's3-configs/a-logs.json',
    'buckets that the configuration leaves out',
  ],
  [
    'keys',
    { s3: { buckets: { shop: { exclude: ['tmp/**'] } } } },
    's3-buckets/shop/tmp/x',
    'objects of shop that the configuration leaves out',
  ],
  [
    'items of tables',
    { tables: { data: true, exclude: ['logs'] } },
    'databases/table-exports/logs.jsonl',
    'items of tables that the configuration leaves out',
  ],
  [
    'all items',
    { tables: { data: false } },
    'databases/table-exports/t.jsonl',
    'left out by --no-table-data',
  ],
  ['a folder', { local: { folders: {}, tooling: false } }, 'local/site/a', 'local/site/ was not asked for'],
  [
    'tooling',
    { local: { folders: {}, tooling: false } },
    'local/tooling/.zshrc',
    'local/tooling/ was not asked for',
  ],
  [
    'ignore',
    { local: { folders: { site: { path: '.', ignore: ['*.log', 'cache/'] } }, tooling: false } },
    'local/site/a/b.log',
    'left out by the ignore patterns of local/site/',
  ],
  [
    'ignored empty folders',
    { local: { folders: { site: { path: '.', ignore: ['*.log', 'cache/'] } }, tooling: false } },
    'local/site/cache/',
    'left out by the ignore patterns of local/site/',
  ],
  ['a project', { gas: {} }, 'gas-projects/orders/Code.js', 'gas-projects/orders/ was not asked for'],
  [
    'a webhook',
    { webhooks: ['b'] },
    'integrations/webhooks/a.json',
    'webhooks that the configuration did not list',
  ],
])('what a narrowed scope leaves out was not asked for: %s', (_, narrowed, path, reason) => {
  const { sources } = narrowed
  const declared =
    sources === undefined ? DECLARED : new Map([...DECLARED].filter(([name]) => sources.includes(name)))
  expect(asked(narrowed, declared).reasonAgainst(path, whole)).toBe(reason)
  expect(whole.reasonAgainst(path, asked(narrowed, declared))).toBeUndefined()
})

test('a folder or project that was another one is not compared', () => {
  const folder = (path: string) =>
    asked({ local: { folders: { site: { path, ignore: [] } }, tooling: false } })
  expect(folder('../shop/src').reasonAgainst('local/site/a', folder('../shop'))).toBe(
    'local/site/ was a different folder (../shop/src, not ../shop)',
  )
  expect(asked({ gas: { a: '1' } }).reasonAgainst('gas-projects/a/Code.js', asked({ gas: { a: '2' } }))).toBe(
    'gas-projects/a/ was a different project',
  )
})

test.each([
  ['./site', 'site'],
  ['site/', 'site'],
  ['/srv/shop/site', 'site'],
  ['a/../site//', 'site'],
  ['/srv/shop', '.'],
  ['./', '.'],
  ['./../other/', '../other'],
  ['/var/www/', '/var/www'],
  ['./site/**/*.html', 'site/**/*.html'],
])('the scope has a folder %s of a configuration in /srv/shop as %s', (path, spelling) => {
  expect(folderSpelling(path, '/srv/shop')).toBe(spelling)
  const folder = (path: string) =>
    asked({ local: { folders: { site: { path, ignore: [] } }, tooling: false } })
  if (!path.startsWith('/srv'))
    expect(folder(path).reasonAgainst('local/site/a', folder(spelling))).toBeUndefined()
})

test('a kind that the other jsnap did not know was not asked for', () => {
  const older = new Map(
    [...DECLARED].map(([name, declared]): [string, Declared] => [
      name,
      { ...declared, kinds: declared.kinds.filter(({ path }) => path !== 'cloudfront/trust-stores/*.json') },
    ]),
  )
  const path = 'cloudfront/trust-stores/a.json'
  expect(asked({}, older).reasonAgainst(path, whole)).toBe(
    'that version of jsnap did not capture cloudfront/trust-stores/*.json',
  )
  expect(asked({}, older).reasonAgainst('cloudfront/functions/a.json', whole)).toBeUndefined()
})

test('a role that is not used is not gone where other things were asked which roles they use', () => {
  const both = asked({ regions: ['us-east-1', 'us-west-2'] })
  expect(whole.reasonAgainst('iam/roles/west.json', both)).toBe(
    'only those of iam/roles/*.json that captured resources use',
  )
  expect(whole.reasonAgainst('iam/roles/east.json', asked())).toBeUndefined()
  expect(asked({ iam: 'all' }).reasonAgainst('iam/roles/west.json', both)).toBeUndefined()
})

const source = (name: string, prefixes: readonly string[]): Source => ({
  name,
  prefixes,
  actions: [],
  capture: () => Promise.resolve(),
  workerContext: () => Promise.resolve(undefined),
})
const SOURCES = [...DECLARED].map(([name, { prefixes }]) => source(name, prefixes))
const segment = fc.constantFrom('functions', 'roles', 'a', 'b', 'config.json', 'shop', 'orders')
const path = fc
  .tuple(fc.constantFrom(...SOURCES.flatMap(({ prefixes }) => prefixes)), fc.array(segment, { minLength: 1 }))
  .map(([prefix, rest]) => prefix + rest.join('/'))
const word = fc.oneof(fc.constantFrom(...SOURCES.map(({ name }) => name)), path)
const words = fc.array(word, { maxLength: 3 })

test('a version was asked for just what --only and --skip have captured', () => {
  fc.assert(
    fc.property(words, words, path, (only, skip, at) => {
      const includes = new Selection(only, skip, SOURCES).includes(at)
      const scope = asked({ only, skip, iam: 'all' })
      expect(scope.reasonAgainst(at, scope) === undefined).toBe(includes)
    }),
  )
})

test('two versions in the same scope leave nothing out of each other', () => {
  fc.assert(
    fc.property(path, (at) => {
      expect(asked().reasonAgainst(at, asked())).toBeUndefined()
    }),
  )
})

test.each(['constructor', '__proto__', 'toString'])(
  'a folder or project named %s was not asked for where the scope does not have it',
  (name) => {
    const some = asked({ local: { folders: {}, tooling: false }, gas: {} })
    expect(some.reasonAgainst(`local/${name}/a.txt`, whole)).toBe(`local/${name}/ was not asked for`)
    expect(some.reasonAgainst(`gas-projects/${name}/a.js`, whole)).toBe(
      `gas-projects/${name}/ was not asked for`,
    )
  },
)

test('words and globs of a stranger are read in the time of their length', () => {
  const began = performance.now()
  asked({ only: Array.from({ length: 100 }, () => `${'/'.repeat(8000)}x`) })
  asked({ skip: ['!'.repeat(8000)] })
  expect(performance.now() - began).toBeLessThan(8000)
})

test('a table whose name has a slash, as only another server can give one, is left out by what says so', () => {
  const path = 'databases/table-exports/a/b.jsonl'
  expect(asked({ tables: { data: true, exclude: ['logs'] } }).reasonAgainst(path, whole)).toBeUndefined()
  // As in all globs, `*` stays within a segment.
  expect(asked({ tables: { data: true, include: ['*'] } }).reasonAgainst(path, whole)).toBe(
    'items of tables that the configuration leaves out',
  )
})

test('a region that is asked as well is not asked in another partition', () => {
  const china = asked({ partition: 'aws-cn', primaryRegion: 'cn-north-1', regions: ['cn-north-1'] })
  const gov = asked({ partition: 'aws-us-gov', primaryRegion: 'us-gov-west-1', regions: ['us-gov-west-1'] })
  for (const other of [china, gov]) {
    expect(other.reasonAgainst('acm/certificates/shop.json', whole)).toBe(
      'region us-east-1 was not asked for',
    )
    expect(other.reasonAgainst('lambda/functions/edge/config.json', whole)).toBe(
      'region us-east-1 was not asked for',
    )
  }
  const west = asked({ primaryRegion: 'us-west-2', regions: ['us-west-2'] })
  expect(
    west.reasonAgainst(
      'acm/certificates/shop@us-east-1.json',
      asked({ regions: ['us-west-2', 'us-east-1'], primaryRegion: 'us-west-2' }),
    ),
  ).toBeUndefined()
})
