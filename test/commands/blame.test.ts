import { expect, test } from 'vitest'
import { run } from '../../src/commands/blame.ts'
import type { Json } from '../../src/model/canonical-json.ts'
import { runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const PATH = 'route53/dns-records/shop.example.json'
const blame = (folder: string, address: string, json = false) =>
  runCommand(run, { address, pager: false, json }, folder)

const document = (value: Json) => [config(PATH, value)]

test('each field has the version that set it', async () => {
  const record = (name: string, ttl: number) => ({
    Name: name,
    Type: 'A',
    TTL: ttl,
    ResourceRecords: ['192.0.2.1'],
  })
  const { folder } = await storeOfVersions(
    { made: document({ Id: 'Z1', records: [record('a.', 300), record('b.', 300)] }) },
    { made: document({ Id: 'Z1', records: [record('a.', 300), record('b.', 60)] }) },
    {
      made: document({
        Id: 'Z1',
        comment: 'kept',
        records: [record('0.', 5), record('a.', 300), record('b.', 60)],
      }),
    },
  )
  expect((await blame(folder, PATH)).stdout).toMatchInlineSnapshot(`
    "v1.0  2026-11-23 10:00 UTC  Id                    Z1
    v1.2  2026-11-23 12:00 UTC  comment               kept
    v1.2  2026-11-23 12:00 UTC  0 A: Name             0.
    v1.2  2026-11-23 12:00 UTC  0 A: ResourceRecords  [192.0.2.1]
    v1.2  2026-11-23 12:00 UTC  0 A: TTL              5
    v1.2  2026-11-23 12:00 UTC  0 A: Type             A
    v1.0  2026-11-23 10:00 UTC  a A: Name             a.
    v1.0  2026-11-23 10:00 UTC  a A: ResourceRecords  [192.0.2.1]
    v1.0  2026-11-23 10:00 UTC  a A: TTL              300
    v1.0  2026-11-23 10:00 UTC  a A: Type             A
    v1.0  2026-11-23 10:00 UTC  b A: Name             b.
    v1.0  2026-11-23 10:00 UTC  b A: ResourceRecords  [192.0.2.1]
    v1.1  2026-11-23 11:00 UTC  b A: TTL              60
    v1.0  2026-11-23 10:00 UTC  b A: Type             A
    "
  `)
  expect((await blame(folder, `v1.1:${PATH}`)).stdout).toMatchInlineSnapshot(`
    "v1.0  2026-11-23 10:00 UTC  Id                    Z1
    v1.0  2026-11-23 10:00 UTC  a A: Name             a.
    v1.0  2026-11-23 10:00 UTC  a A: ResourceRecords  [192.0.2.1]
    v1.0  2026-11-23 10:00 UTC  a A: TTL              300
    v1.0  2026-11-23 10:00 UTC  a A: Type             A
    v1.0  2026-11-23 10:00 UTC  b A: Name             b.
    v1.0  2026-11-23 10:00 UTC  b A: ResourceRecords  [192.0.2.1]
    v1.1  2026-11-23 11:00 UTC  b A: TTL              60
    v1.0  2026-11-23 10:00 UTC  b A: Type             A
    "
  `)
})

test('a member that the asked version could not read is unknown, and all others keep the version that set them', async () => {
  const functions = (ttl: number, tags: Json, monitoring: Json) => ({
    DefaultTTL: ttl,
    items: [{ Id: 'a', Tags: tags }],
    monitoring,
  })
  const unread = { meta: { unknown: ['items', 'monitoring'] } }
  const denied = { $unknown: 'AccessDenied' }
  const { folder } = await storeOfVersions(
    { made: document(functions(60, ['x'], { on: true })) },
    { made: document(functions(4242, ['x'], { on: true })) },
    { made: [config(PATH, functions(4242, denied, denied), unread)] },
    { made: [config(PATH, functions(4242, denied, denied), unread)] },
  )
  const { stdout } = await blame(folder, PATH)
  expect(stdout).toMatchInlineSnapshot(`
    "v1.1  2026-11-23 11:00 UTC  DefaultTTL     4242
    v1.0  2026-11-23 10:00 UTC  items a: Id    a
    ?                           items a: Tags  unknown (AccessDenied)
    ?                           monitoring     unknown (AccessDenied)
    "
  `)
  const { stdout: json } = await blame(folder, PATH, true)
  expect((JSON.parse(json) as { fields: object[] }).fields).toContainEqual({
    path: '/monitoring',
    place: 'monitoring',
    value: denied,
    version: null,
    id: null,
    time: null,
  })
})

test('secrets are not told', async () => {
  const secret = (marker: string) => document({ key: { $secret: `hmac-sha256:${marker}` } })
  const { folder } = await storeOfVersions({ made: secret('aa') }, { made: secret('bb') })
  expect((await blame(folder, PATH)).stdout).toMatchInlineSnapshot(`
    "v1.1  2026-11-23 11:00 UTC  key  (secret)
    "
  `)
})

test('what is no document, or is not there, is an error with a hint', async () => {
  const { folder } = await storeOfVersions({
    made: [
      { path: 'local/x/page.html', content: '<p>' },
      { path: 'local/x/inexact.json', content: '{"id":9007199254740993}' },
    ],
  })
  for (const path of ['local/x/page.html', 'local/x/inexact.json'])
    await expect(blame(folder, path)).rejects.toMatchObject({ code: 'NotReadable' })
  await expect(blame(folder, 'local/x/pag.html')).rejects.toMatchObject({
    code: 'NoSuchPath',
    hint: "did you mean 'local/x/page.html'?",
  })
})

test('a member that is not there since the document could not be read whole is as it was last read', async () => {
  const whole = { a: 1, b: 2, inside: { c: 3, d: 4 } }
  const partly = { $unknown: 'AccessDenied', b: 2, inside: { $unknown: 'Throttling', d: 5 } }
  const { folder } = await storeOfVersions({ made: document(whole) }, { made: document(partly) })
  const { stdout } = await blame(folder, PATH)
  expect(stdout.replaceAll(/ {2}2026.*? UTC| +(?= )/g, '')).not.toContain('null')
  expect(stdout).toMatchInlineSnapshot(`
    "?                           $unknown         AccessDenied
    v1.0  2026-11-23 10:00 UTC  b                2
    ?                           inside.$unknown  Throttling
    v1.1  2026-11-23 11:00 UTC  inside.d         5
    v1.0  2026-11-23 10:00 UTC  inside.c         3
    v1.0  2026-11-23 10:00 UTC  a                1
    "
  `)
})
