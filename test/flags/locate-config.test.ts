import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { schemaText } from '../../scripts/config-schema.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { loadConfig } from '../../src/flags/locate-config.ts'
import type { JsnapError } from '../../src/runtime/errors.ts'
import { bytesOf } from '../../src/runtime/byte-size.ts'
import { contextIn } from '../helpers/run-command.ts'
import { scratchFolder } from '../helpers/scratch.ts'

const load = async (text: string | Uint8Array) => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'jsnap.config.json'), text)
  return loadConfig(join(folder, '.jsnap'), {}, contextIn('/'))
}

test('the published schema is the one that the code checks with', () => {
  const published = readFileSync(new URL('../../schema/jsnap.config.schema.json', import.meta.url), 'utf8')
  expect(published, "run 'npm run generate'").toBe(schemaText())
})

test('the configuration of the design is taken', async () => {
  const config = {
    regions: ['us-east-1'],
    s3: {
      include: ['*'],
      exclude: ['*-logs'],
      pairs: [['sailjada-prod', 'sailjada-staging']],
      buckets: { '*-uploads': { exclude: ['tmp/**'], maxSize: '100MB' } },
    },
    local: { site: { path: '../shop', ignore: ['*.log'] } },
    gas: { 'jada-main': 'script-id' },
    webhooks: [{ name: 'shopify-orders', url: 'https://example.com/hook' }],
    secrets: { recipients: ['age1xyz'] },
  }
  expect((await load(JSON.stringify(config))).config).toEqual(config)
})

test('without a file everything has its default', async () => {
  expect((await loadConfig(join(scratchFolder(), '.jsnap'), {}, contextIn('/'))).config).toEqual({})
})

test.each([
  ['{"s3": {"exlude": ["x"]}}', /json:1:9: s3\.exlude: unknown member; did you mean 'exclude'\?$/],
  ['{"local": {"..": {"path": "x"}}}', /local\.\.\.: /],
  ['{"local": {"site": {}}}', /local\.site\.path: /],
  ['{"s3": {"buckets": {"*": {"maxSize": "much"}}}}', /s3\.buckets\.\*\.maxSize: /],
  ['{"regions": "us-east-1"}', /regions: "us-east-1" is not a list$/],
  ['{"webhooks": [{"name": "a", "url": "x"}, {"name": "a", "url": "y"}]}', /webhooks: duplicate name/],
  ['{', /is not JSON/],
  ['{"local": {"..": {"path": "x"}}}', /local\.\.\.: a name consists of letters, /],
  ['{"gas": {"a b": "x"}}', /gas\.a b: .*a name consists of letters, /],
  ['{\n"local": {"a": {"path": "x"}},\n"local": {}}', /:3:1: duplicate member "local"$/],
  ['{"local": {"a": {"path": "x"},\n "\\u0061": {"path": "y"}}}', /:2:2: duplicate member .*$/],
  ['{"local": {"__proto__": {"path": "x"}}}', /:1:12: a member cannot be called "__proto__"$/],
  ['{"__proto__": {}, "foo": 1}', /has 2 errors/],
  ['{"__proto__": {}}', /a member cannot be called "__proto__"/],
  ['{"local": {"a": {"path": "a\\u0000b"}}}', /:1:26: "a\\u0000b" contains a NUL character$/],
])('%s is refused with the key that is wrong', async (text, message) => {
  await expect(load(text)).rejects.toMatchObject({
    code: 'Config',
    message: expect.stringMatching(message) as string,
  })
})

test('everything that is wrong is reported at once, with its place, its value and what is expected', async () => {
  const text = `{
  "regions": "us-east-1",
  "s3": {
    "exlude": ["x"], "include": [1, ""],
    "readTags": "sometimes",
    "pairs": [["a"], "b"],
    "buckets": { "a*": { "maxSize": "big" }, "b": { "maxSize": -1 } }
  },
  "dynamodb": { "readUnitsPerSecond": 0 },
  "iam": "some",
  "local": { "site": "x", "tooling": "yes", "shop": { "pth": "x" } },
  "webhooks": [{ "name": "a", "url": ["https://token@example.com"] }, { "name": 5, "url": "" }],
  "secrets": { "rules": { "a": "b" }, "recipients": "AGE-SECRET-KEY-1ABC" },
  "ignore": ["/a", "POINTER"],
  "locl": {},
  "regions": []
}`
  const error = await load(text).catch((thrown: unknown) => thrown as JsnapError)
  expect(error).toMatchObject({
    code: 'Config',
    message: expect.stringMatching(/json has 22 errors$/) as string,
  })
  expect('details' in error ? error.details : []).toMatchInlineSnapshot(`
    [
      "4:5 s3.exlude: unknown member; did you mean 'exclude'?",
      "4:34 s3.include[0]: 1 is not a text",
      "4:37 s3.include[1]: it is empty",
      "5:5 s3.readTags: "sometimes" is not one of "always", "small", "never"",
      "6:15 s3.pairs[0]: a list of 1 is not a list of two",
      "6:22 s3.pairs[1]: "b" is not a list of two",
      "7:26 s3.buckets.a*.maxSize: "big" is not a number of bytes, or text such as "100MB" or "1GiB"",
      "7:53 s3.buckets.b.maxSize: -1 is not 0 or more",
      "9:17 dynamodb.readUnitsPerSecond: 0 is not more than 0",
      "10:3 iam: "some" is not "all"",
      "11:14 local.site: "x" is not an object",
      "11:27 local.tooling: "yes" is not true or false",
      "11:45 local.shop.path: missing; it is a text",
      "11:55 local.shop.pth: unknown member; did you mean 'path'?",
      "12:31 webhooks[0].url: a list of 1 is not a text",
      "12:73 webhooks[1].name: 5 is not a text",
      "12:84 webhooks[1].url: it is empty",
      "13:27 secrets.rules.a: "b" is not one of "env", "netrc", "urls", "json", "key", "sealed", "plain", or a list",
      "13:39 secrets.recipients: this text is not a list",
      "14:20 ignore[1]: "POINTER" is not a place such as "/POINTER" or "PATHS#/POINTER"",
      "15:3 locl: unknown member; did you mean 'local'?",
      "16:3 duplicate member "regions"",
    ]
  `)
})

test('a value that a program gives is checked as well, without lines', async () => {
  await expect(parseConfig(JSON.parse('{"__proto__": 1}'), 'x')).rejects.toThrow(
    'x: __proto__: unknown member; the members are regions, s3,',
  )
  await expect(parseConfig({ iam: 'some' }, 'the configuration')).rejects.toMatchObject({
    message: 'the configuration: iam: "some" is not "all"',
    details: [],
  })
})

test('a name may stand in two objects, and as a value', async () => {
  const config = { local: { a: { path: 'path' }, path: { path: 'a', ignore: ['a', 'a', ':', '"'] } } }
  expect((await load(JSON.stringify(config))).config).toEqual(config)
})

test('a byte order mark is passed over, as Windows writes it, and line ends are as they are', async () => {
  const { config } = await load('\ufeff{\r\n"regions": ["eu-west-1"]\r\n}\r\n')
  expect(config).toEqual({ regions: ['eu-west-1'] })
})

test.each([
  ['UTF-16 with a mark', Buffer.from('\ufeff{}', 'utf16le'), 'it is UTF-16 or binary; save it as UTF-8'],
  [
    'UTF-16 the other way',
    Buffer.from('\ufeff{}', 'utf16le').swap16(),
    'it is UTF-16 or binary; save it as UTF-8',
  ],
  ['UTF-16 without one', Buffer.from('{}', 'utf16le'), 'it is UTF-16 or binary; save it as UTF-8'],
  ['Latin-1', Buffer.from('{"gas": {"caf\xe9": "x"}}', 'latin1'), 'it is not UTF-8; save it as UTF-8'],
])('a configuration in %s is refused by name', async (_, bytes, reason) => {
  await expect(load(bytes)).rejects.toMatchObject({
    code: 'Config',
    message: expect.stringMatching(new RegExp(`^cannot read .*jsnap\\.config\\.json: ${reason}$`)) as string,
  })
})

test('sizes are read as people write them', () => {
  expect(
    ['100', '1KB', '1KiB', '1.5 MiB', '2gb'].map((text) => bytesOf(text === '100' ? 100 : text)),
  ).toEqual([100, 1000, 1024, 1_572_864, 2_000_000_000])
})
