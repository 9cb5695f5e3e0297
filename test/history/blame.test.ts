import { expect, test } from 'vitest'
import { blame } from '../../src/history/blame.ts'
import { canonicalJson, type Json } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import { digestOf } from '../../src/model/digest.ts'
import { NOTHING_ASKED } from '../../src/model/scope.ts'
import { loadLists } from '../../src/services/lists-at.ts'
import type { Made } from '../checkout/make-version.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

const PATH = 'route53/dns-records/shop.example.json'

interface State {
  readonly made: readonly Made[]
  readonly about?: Partial<Commit>
}

/** Each field of a document in the last version, behind the version that set it; `?` where nobody knows it. */
async function blamed(states: readonly State[], path = PATH): Promise<string[]> {
  const { store, versions } = await storeOfVersions(...states)
  const last = versions.at(-1)
  if (last === undefined) throw new Error('a version is needed')
  const fields = blame(store, last, path, await loadLists([path]))
  store.close()
  return fields.map((field) => `${field.version?.name ?? '?'} ${field.path}`)
}

const document = (value: Json): State => ({ made: [config(PATH, value)] })

test('what came again is set anew, and a text that means the same is not', async () => {
  const policy = (white: string) => `{"Statement":${white}[]}`
  const states = [{ a: 1, p: policy('') }, { p: policy(' ') }, { a: 1, p: policy('  ') }].map(document)
  expect(await blamed(states)).toEqual(['v1.2 /a', 'v1.0 /p'])
  expect(await blamed([document({ a: 1 }), { made: [] }, document({ a: 1 })])).toEqual(['v1.2 /a'])
})

test('a list of plain values is one field as long as one version has set all of it', async () => {
  const states = [{ hosts: ['a', 'b'] }, { hosts: ['a', 'b'], on: true }].map(document)
  expect(await blamed(states)).toEqual(['v1.0 /hosts', 'v1.1 /on'])
  expect(await blamed([...states, document({ hosts: ['a', 'b', 'c'], on: true })])).toEqual([
    'v1.0 /hosts/0',
    'v1.0 /hosts/1',
    'v1.2 /hosts/2',
    'v1.1 /on',
  ])
})

test('a version that could not read the document has set nothing', async () => {
  expect(
    await blamed([
      document({ a: 1 }),
      { made: [config(PATH, { a: 1, b: { $unknown: 'AccessDenied' } }, { meta: { unknown: ['b'] } })] },
      { made: [], about: { notCovered: [{ path: 'route53/', reason: 'left out' }] } },
      document({ a: 1, b: 2 }),
    ]),
  ).toEqual(['v1.0 /a', 'v1.3 /b'])
})

test('a member that is read again with the value it had before keeps the version that set it', async () => {
  const denied = { $unknown: 'AccessDenied' }
  const unread = (member: string, value: Json): State => ({
    made: [config(PATH, value, { meta: { unknown: [member] } })],
  })
  const states = [
    document({ a: 1, b: { on: true } }),
    unread('b', { a: 1, b: denied }),
    unread('$unknown', { ...denied, b: { on: true } }),
  ]
  expect(await blamed([...states, document({ a: 1, b: { on: true } })])).toEqual(['v1.0 /a', 'v1.0 /b/on'])
  expect(await blamed(states.slice(0, 2))).toEqual(['v1.0 /a', '? /b'])
})

test('an item with a key keeps its fields wherever it stands', async () => {
  const record = (name: string, ttl: number) => ({ Name: name, Type: 'A', TTL: ttl })
  expect(
    await blamed([
      document({ records: [record('a.', 300), record('b.', 300)] }),
      document({ records: [record('0.', 5), record('a.', 300), record('b.', 60)] }),
    ]),
  ).toEqual([
    ...['/records/0/Name', '/records/0/TTL', '/records/0/Type'].map((path) => `v1.1 ${path}`),
    ...['/records/1/Name', '/records/1/TTL', '/records/1/Type'].map((path) => `v1.0 ${path}`),
    'v1.0 /records/2/Name',
    'v1.1 /records/2/TTL',
    'v1.0 /records/2/Type',
  ])
})

test('a zone of 30,000 records has the version that set a TTL in it', { timeout: 120_000 }, async () => {
  const zone = (ttl: number) => ({
    Id: 'Z1',
    records: Array.from({ length: 30_000 }, (_, i) => ({
      Name: `host-${i}.a-longer-name-of-a-domain.big.example.`,
      ResourceRecords: [{ Value: '10.0.0.1' }],
      TTL: i === 23_456 ? ttl : 300,
      Type: 'A',
    })),
  })
  const fields = await blamed([document(zone(300)), document(zone(60))])
  expect(fields.filter((field) => !field.startsWith('v1.0 '))).toEqual(['v1.1 /records/23456/TTL'])
})

test('a document that is too large to look into is an error that says so', { timeout: 60_000 }, async () => {
  const path = 'local/x/large.json'
  const content = ' '.repeat(33 * 1024 * 1024)
  await expect(blamed([{ made: [{ path, type: 'file', content }] }], path)).rejects.toMatchObject({
    code: 'NotReadable',
    message: `'${path}' in v1.0 is too large: 34603008 bytes, at most 33554432`,
  })
})

test('who set a member that only a newer jsnap asked for is not known, and a later change of it is', async () => {
  const at = 'lambda/functions/f/config.json'
  const kind = { path: 'lambda/functions/*/config.json', list: 'lambda:ListFunctions', told: 'name' }
  const declaration = (details: Json) =>
    canonicalJson({ prefixes: ['lambda/'], kinds: [{ ...kind, details }] })
  const [old, current] = [declaration({}), declaration({ policy: { call: 'lambda:GetPolicy' } })]
  const state = (declared: string, value: Json): State => ({
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
  const shown = await blamed(before, at)
  expect(shown).toEqual(['v1.1 /Timeout', '? /policy/Statement/0/Sid'])
  const later = state(current, { Timeout: 9, policy: { Statement: [{ Sid: 'b' }] } })
  expect(await blamed([...before, later], at)).toEqual(['v1.1 /Timeout', 'v1.2 /policy/Statement/0/Sid'])
  const same = [state(old, { Timeout: 3 }), state(current, { Timeout: 3 })]
  expect(await blamed([...same, state(current, { Timeout: 3, policy: {} })], at)).toEqual([
    'v1.0 /Timeout',
    'v1.2 /policy',
  ])
})
