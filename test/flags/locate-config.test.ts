import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { schemaText } from '../../scripts/write-config-schema.ts'
import { loadConfig } from '../../src/flags/locate-config.ts'
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
  expect(published, "run 'node scripts/write-config-schema.ts'").toBe(schemaText())
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
  ['{"s3": {"exlude": ["x"]}}', /s3: unrecognized key: "exlude"/],
  ['{"local": {"..": {"path": "x"}}}', /local\.\.\.: /],
  ['{"local": {"site": {}}}', /local\.site\.path: /],
  ['{"s3": {"buckets": {"*": {"maxSize": "much"}}}}', /s3\.buckets\.\*\.maxSize: /],
  ['{"regions": "us-east-1"}', /regions: /],
  ['{"webhooks": [{"name": "a", "url": "x"}, {"name": "a", "url": "y"}]}', /webhooks: duplicate name/],
  ['{', /is not JSON/],
  ['{"local": {"..": {"path": "x"}}}', /local\.\.\.: a name consists of letters, /],
  ['{"gas": {"a b": "x"}}', /gas\.a b: .*a name consists of letters, /],
  ['{\n"local": {"a": {"path": "x"}},\n"local": {}}', /line 3: duplicate member "local"$/],
  ['{"local": {"a": {"path": "x"},\n "\\u0061": {"path": "y"}}}', /line 2: duplicate member .*$/],
  ['{"local": {"__proto__": {"path": "x"}}}', /line 1: a member cannot be called "__proto__"$/],
  ['{"__proto__": {}}', /a member cannot be called "__proto__"/],
  ['{"local": {"a": {"path": "a\\u0000b"}}}', /line 1: "a\\u0000b" contains a NUL character$/],
])('%s is refused with the key that is wrong', async (text, message) => {
  await expect(load(text)).rejects.toMatchObject({
    code: 'Config',
    message: expect.stringMatching(message) as string,
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
