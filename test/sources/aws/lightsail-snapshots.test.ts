import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterSnapshots, planSnapshots, snapshotName } from '../../../src/sources/aws/lightsail-snapshots.ts'
import { LIGHTSAIL } from '../../../src/services/lightsail.ts'
import { captureSource, sessionAt, sourceOf } from './capture-service.ts'
import { fakeLightsail, type FakeLightsail } from './fake-lightsail.ts'
import { jsonService, Refusal } from './json-service.ts'

const NOW = Date.parse('2026-11-23T12:34:56Z')
const WEB = 'us-east-1 web-v1-20261123'
const SHOP = 'us-east-1 shop-v1-20261123'
const signal = new AbortController().signal

interface Wish {
  readonly instances?: readonly string[]
  readonly regions?: readonly string[]
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Makes the snapshots of version `v1`, and captures. */
async function captureAfterSnapshots(fake: FakeLightsail, wish: Wish = {}) {
  const { instances, regions, now = () => NOW } = wish
  const session = sessionAt(fake.url, regions, now)
  const plan = await planSnapshots({ instances, version: 'v1', session, signal })
  return captureSource(afterSnapshots(sourceOf(LIGHTSAIL, session), plan, session))
}

const created = ({ calls }: FakeLightsail) => calls.filter((call) => call.startsWith('Create'))

test('a snapshot is made of each instance, waited for, and captured', async () => {
  const fake = await fakeLightsail({ 'us-east-1': ['web', 'shop'] })
  const { documents, problems, requests, statuses } = await captureAfterSnapshots(fake)
  expect(problems).toEqual([])
  expect(created(fake)).toHaveLength(2)
  expect(documents.get('lightsail/snapshots/web-v1-20261123.json')).toEqual({
    name: 'web-v1-20261123',
    fromInstanceName: 'web',
    location: { regionName: 'us-east-1' },
  })
  expect(documents.has('lightsail/snapshots/shop-v1-20261123.json')).toBe(true)
  expect([...fake.snapshots.values()].map(({ state }) => state)).toEqual(['available', 'available'])
  expect(statuses.some((text) => /^snapshot \d of 2: (web|shop)-v1-20261123 \d+%$/.test(text))).toBe(true)
  expect(requests.filter((operation) => operation === 'lightsail:CreateInstanceSnapshot')).toHaveLength(2)
  // Only when they are there, what there is is listed.
  const last = fake.calls.findLastIndex((call) => call.startsWith('GetInstanceSnapshot us-east-1 '))
  expect(fake.calls.findIndex((call) => call.startsWith('GetInstanceSnapshots'))).toBeGreaterThan(last)
})

test('only of the named instances, in every region that is asked', async () => {
  const fake = await fakeLightsail({ 'us-east-1': ['web', 'shop'], 'eu-west-1': ['web'] })
  const { documents } = await captureAfterSnapshots(fake, {
    instances: ['web'],
    regions: ['us-east-1', 'eu-west-1', 'af-south-1'],
  })
  expect(created(fake).sort()).toEqual([
    'CreateInstanceSnapshot eu-west-1 web-v1-20261123',
    'CreateInstanceSnapshot us-east-1 web-v1-20261123',
  ])
  expect([...documents.keys()].filter((path) => path.startsWith('lightsail/snapshots/')).sort()).toEqual([
    'lightsail/snapshots/web-v1-20261123.json',
    'lightsail/snapshots/web-v1-20261123@eu-west-1.json',
  ])
})

test('a region that has no Lightsail has no instances, and is no problem', async () => {
  const url = await jsonService(() => {
    throw new Refusal('UnknownOperationException')
  })
  const plan = await planSnapshots({ instances: undefined, version: 'v1', session: sessionAt(url), signal })
  expect([plan.snapshots, plan.problems]).toEqual([[], []])
})

test('an instance that there is not is an error before anything is made', async () => {
  const fake = await fakeLightsail({ 'us-east-1': ['web', 'shop'] })
  await expect(captureAfterSnapshots(fake, { instances: ['web', 'wbe'] })).rejects.toMatchObject({
    code: 'Usage',
    message: "there is no Lightsail instance 'wbe' in us-east-1",
    hint: 'there are shop, web',
  })
  expect(created(fake)).toEqual([])
})

test('one that is there already is taken, and waited for when it is not ready', async () => {
  const fake = await fakeLightsail({ 'us-east-1': ['web', 'shop'] })
  fake.snapshots.set(WEB, { of: 'web', polls: 2, state: 'pending' })
  fake.snapshots.set(SHOP, { of: 'shop', polls: 0, state: 'available' })
  const { problems } = await captureAfterSnapshots(fake)
  expect(problems).toEqual([])
  expect(created(fake)).toEqual([])
  expect(fake.snapshots.get(WEB)?.state).toBe('available')
})

test('one whose making was answered and the answer lost is made once', async () => {
  const fake = await fakeLightsail({ 'us-east-1': ['web'] })
  fake.fate = () => 'cut'
  const { problems } = await captureAfterSnapshots(fake)
  expect(problems).toEqual([])
  expect(fake.snapshots.size).toBe(1)
})

test.each([
  ['refused', 'lightsail:CreateInstanceSnapshot AccessDeniedException AccessDeniedException (us-east-1)'],
  ['failed', 'lightsail:CreateInstanceSnapshot Quota too many (us-east-1)'],
  ['error', "lightsail:GetInstanceSnapshot SnapshotFailed 'web-v1-20261123' failed (us-east-1)"],
  [
    'stuck',
    "lightsail:GetInstanceSnapshot Timeout 'web-v1-20261123' is not available after 2 hours; it may still become available (us-east-1)",
  ],
] as const)('one that is %s is a problem of its own, and the others are made', async (fate, expected) => {
  const fake = await fakeLightsail({ 'us-east-1': ['web', 'shop'] })
  fake.fate = (instance) => (instance === 'web' ? fate : 'available')
  const isStuck = () => fate === 'stuck' && fake.snapshots.get(SHOP)?.state === 'available'
  const { problems, documents } = await captureAfterSnapshots(fake, {
    now: () => (isStuck() ? NOW + 3 * 60 * 60_000 : NOW),
  })
  expect(documents.has('lightsail/snapshots/shop-v1-20261123.json')).toBe(true)
  expect(problems.map(({ path }) => path)).toEqual(['lightsail/snapshots/web-v1-20261123.json'])
  expect(problems.map(({ operation, code, message }) => `${operation} ${code} ${message}`)).toEqual([
    expected,
  ])
})

test('one whose name a snapshot of another instance has is a problem', async () => {
  const fake = await fakeLightsail({ 'us-east-1': ['web'] })
  fake.snapshots.set(WEB, { of: 'old-web', polls: 0, state: 'available' })
  const { problems } = await captureAfterSnapshots(fake)
  expect(problems).toMatchObject([{ code: 'NameTaken' }])
})

test('when the instances cannot be listed, that is a problem and nothing is made', async () => {
  const asked: string[] = []
  const url = await jsonService((operation) => {
    asked.push(operation)
    throw new Refusal('AccessDeniedException')
  })
  const session = sessionAt(url)
  const plan = await planSnapshots({ instances: ['web'], version: 'v1', session, signal })
  expect(plan).toMatchObject({ snapshots: [], problems: [{ operation: 'lightsail:GetInstances' }] })
  expect(asked).toEqual(['GetInstances'])
})

test('the name of a snapshot is one that Lightsail takes, whatever the version is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (version) => {
      const name = snapshotName('web-1', version, '20261123')
      expect(name).toMatch(/^web-1-[A-Za-z0-9._-]*-20261123$/)
      expect(name.length).toBeLessThanOrEqual(255)
    }),
  )
  expect(snapshotName('web-1', 'shop/v1.0+2', '20261123')).toBe('web-1-shop-v1.0-2-20261123')
})
