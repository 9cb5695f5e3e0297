import { expect, test } from 'vitest'
import { run } from '../../src/commands/blame.ts'
import { canonicalJson, type Json } from '../../src/model/canonical-json.ts'
import { digestOf } from '../../src/model/digest.ts'
import { NOTHING_ASKED } from '../../src/model/scope.ts'
import type { Made } from '../checkout/make-version.ts'
import { runCommand } from '../helpers/run-command.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const PATH = 'route53/dns-records/shop.example.json'
const blame = (folder: string, address: string, json = false) =>
  runCommand(run, { address, pager: false, json }, folder)

async function blamed(states: readonly (readonly Made[])[], address = PATH): Promise<string> {
  const { folder } = await storeOfVersions(...states.map((made) => ({ made })))
  const { stdout } = await blame(folder, address, true)
  const { fields } = JSON.parse(stdout) as { fields: { path: string; version: string }[] }
  return fields.map(({ path, version }) => `${version} ${path}`).join('\n')
}

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

test('what came again is set anew, and a text that means the same is not', async () => {
  const policy = (white: string) => `{"Statement":${white}[]}`
  const states = [{ a: 1, p: policy('') }, { p: policy(' ') }, { a: 1, p: policy('  ') }].map(document)
  expect(await blamed(states)).toBe('v1.2 /a\nv1.0 /p')
  expect(await blamed([document({ a: 1 }), [], document({ a: 1 })])).toBe('v1.2 /a')
})

test('a list of plain values is one field as long as one version has set all of it', async () => {
  const states = [{ hosts: ['a', 'b'] }, { hosts: ['a', 'b'], on: true }].map(document)
  expect(await blamed(states)).toBe('v1.0 /hosts\nv1.1 /on')
  expect(await blamed([...states, document({ hosts: ['a', 'b', 'c'], on: true })])).toBe(
    'v1.0 /hosts/0\nv1.0 /hosts/1\nv1.2 /hosts/2\nv1.1 /on',
  )
})

test('a version that could not read the document has set nothing', async () => {
  const { folder } = await storeOfVersions(
    { made: document({ a: 1 }) },
    { made: [config(PATH, { a: 1, b: { $unknown: 'AccessDenied' } }, { meta: { unknown: ['b'] } })] },
    { made: [], about: { notCovered: [{ path: 'route53/', reason: 'left out' }] } },
    { made: document({ a: 1, b: 2 }) },
  )
  const { stdout } = await blame(folder, PATH, true)
  expect(JSON.parse(stdout)).toMatchObject({
    fields: [
      { path: '/a', place: 'a', value: 1, version: 'v1.0', time: '2026-11-23T10:00:00.000Z' },
      { path: '/b', value: 2, version: 'v1.3' },
    ],
  })
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

test('a member that is read again with the value it had before keeps the version that set it', async () => {
  const denied = { $unknown: 'AccessDenied' }
  const states = [
    document({ a: 1, b: { on: true } }),
    [config(PATH, { a: 1, b: denied }, { meta: { unknown: ['b'] } })],
    [config(PATH, { $unknown: 'AccessDenied', b: { on: true } }, { meta: { unknown: ['$unknown'] } })],
    document({ a: 1, b: { on: true } }),
  ]
  expect(await blamed(states)).toBe('v1.0 /a\nv1.0 /b/on')
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

test(
  'a document that is too large to compare inside is told as that, and not as none',
  { timeout: 60_000 },
  async () => {
    const path = 'local/x/large.json'
    const content = ' '.repeat(33 * 1024 * 1024)
    const { folder, store } = await storeOfVersions({ made: [{ path, type: 'file', content }] })
    store.close()
    await expect(blame(folder, path)).rejects.toMatchObject({
      code: 'NotReadable',
      message: `'${path}' in v1.0 is too large: 34603008 bytes, at most 33554432`,
    })
  },
)

test('a zone of 100,000 records has the version that set a TTL in it', { timeout: 120_000 }, async () => {
  const zone = (ttl: number) => ({
    Id: 'Z1',
    records: Array.from({ length: 100_000 }, (_, i) => ({
      Name: `host-${i}.a-longer-name-of-a-domain.big.example.`,
      ResourceRecords: [{ Value: '10.0.0.1' }],
      TTL: i === 77_777 ? ttl : 300,
      Type: 'A',
    })),
  })
  const { folder, store } = await storeOfVersions({ made: document(zone(300)) }, { made: document(zone(60)) })
  store.close()
  const { stdout } = await blame(folder, PATH, true)
  const { fields } = JSON.parse(stdout) as { fields: { path: string; version: string }[] }
  expect(fields.filter(({ version }) => version === 'v1.1').map(({ path }) => path)).toEqual([
    '/records/77777/TTL',
  ])
})

test('who set a member that only a newer jsnap asked for is not known, and a later change of it is', async () => {
  const at = 'lambda/functions/f/config.json'
  const kind = { path: 'lambda/functions/*/config.json', list: 'lambda:ListFunctions', told: 'name' }
  const declaration = (details: Json) =>
    canonicalJson({ prefixes: ['lambda/'], kinds: [{ ...kind, details }] })
  const [old, current] = [declaration({}), declaration({ policy: { call: 'lambda:GetPolicy' } })]
  const state = (declared: string, value: Json) => ({
    made: [config(at, value), { path: 'lambda/declared', content: declared }],
    about: {
      scope: {
        ...NOTHING_ASKED,
        sources: ['lambda'],
        declarations: { lambda: digestOf(declared) },
      },
    },
  })
  const before = [
    state(old, { Timeout: 3 }),
    state(current, { Timeout: 9, policy: { Statement: [{ Sid: 'a' }] } }),
  ]
  const { folder } = await storeOfVersions(...before)
  expect((await blame(folder, at)).stdout).toMatchInlineSnapshot(`
    "v1.1  2026-11-23 11:00 UTC  Timeout                   9
    ?                           policy, statement a: Sid  a
    "
  `)
  const { folder: later } = await storeOfVersions(
    ...before,
    state(current, { Timeout: 9, policy: { Statement: [{ Sid: 'b' }] } }),
  )
  expect((await blame(later, at)).stdout).toMatch(/^v1\.2 .*Sid +b$/m)
  const { folder: same } = await storeOfVersions(
    state(old, { Timeout: 3 }),
    state(current, { Timeout: 3 }),
    state(current, { Timeout: 3, policy: {} }),
  )
  expect((await blame(same, at)).stdout).toMatch(/^v1\.2 .*policy/m)
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
