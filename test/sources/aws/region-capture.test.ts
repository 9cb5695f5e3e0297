import { expect, test } from 'vitest'
import { gapMatcher } from '../../../src/model/gap-matcher.ts'
import type { Service } from '../../../src/services/declaration/declaration.ts'
import { LOGS } from '../../../src/services/logs.ts'
import type { Source } from '../../../src/sources/source.ts'
import { captureSource, sessionAt, sourceOf } from './capture-service.ts'
import { withFakeSdk } from './fake-sdk.ts'
import { jsonService, Refusal } from './json-service.ts'

const api = { id: 'shop', sdkId: 'Shop', load: () => Promise.resolve({}), client: 'ShopClient' }

const refusal = (code: string, message: string) =>
  Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: 403 } })

const lacking = refusal(
  'AccessDeniedException',
  'Unable to determine service/operation name to be authorized',
)

const SHOP: Service = {
  name: 'shop',
  label: 'Shop',
  api,
  scope: 'regional',
  prefixes: ['shop/'],
  resources: [
    {
      path: 'shop/things/*.json',
      list: { operation: 'ListThings', select: 'Things' },
      name: 'Name',
      details: {
        price: { operation: 'GetPrice', select: 'Price' },
        url: { operation: 'GetUrl', select: 'Url' },
      },
    },
    { path: 'shop/account.json', list: { operation: 'GetAccount' } },
  ],
}

/** Things with prices, whose account refuses these calls. */
function capture(regions: readonly string[], refused: readonly string[], error: Error = lacking) {
  const fake = withFakeSdk(SHOP, (_, operation) => {
    if (refused.includes(operation)) throw error
    return { Things: [{ Name: 'a/b' }, { Name: 'c' }], Price: 7, Url: 'u' }
  })
  return captureSource(sourceOf(fake, sessionAt('http://127.0.0.1:9', regions)))
}

test('a list that the region has no call for is not covered, and no problem', async () => {
  const { documents, gaps, problems, unknown } = await capture(['eu-central-2'], ['ListThings', 'GetAccount'])
  expect([documents.size, problems, unknown]).toEqual([0, [], []])
  expect(gaps.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    {
      path: 'shop/account.json',
      reason: 'shop:GetAccount is not offered to this account in eu-central-2 (AccessDeniedException)',
    },
    {
      path: 'shop/things/',
      reason: 'shop:ListThings is not offered to this account in eu-central-2 (AccessDeniedException)',
    },
  ])
})

test('a part of documents that the region has no call for is told once, whatever there is', async () => {
  const { documents, gaps, problems } = await capture(['us-east-1', 'eu-central-2'], ['GetUrl'])
  expect(problems).toEqual([])
  expect(documents.get('shop/things/c.json')).toEqual({ Name: 'c', price: 7 })
  expect(gaps.map(({ path }) => path).sort()).toEqual([
    'shop/things/*.json#/url',
    'shop/things/*@eu-central-2.json#/url',
  ])
  // It hides no document.
  expect([...documents.keys()].some((path) => gaps.some((gap) => gapMatcher(gap)(path)))).toBe(false)
})

test('a denial is a problem', async () => {
  const denied = refusal('AccessDeniedException', 'User: arn:aws:iam::1:user/ci is not authorized to perform')
  const { gaps, problems, unknown } = await capture(['us-east-1'], ['ListThings', 'GetAccount'], denied)
  expect([gaps, problems.length, [...unknown].sort()]).toEqual([[], 2, ['shop/account.json', 'shop/things/']])
})

test('a kind that one region lacks has no information about the others, which have it', async () => {
  const url = await jsonService((operation, _, region) => {
    if (operation !== 'DescribeDestinations') return {}
    if (region !== 'eu-west-1') throw new Refusal('UnknownOperationException', '')
    return { destinations: [{ destinationName: 'a' }] }
  })
  const isInside = (prefix: string) => prefix.startsWith('integrations/logs/destinations/')
  for (const [regions, lacks, path] of [
    [['us-east-1', 'eu-west-1'], 'b.json', 'a@eu-west-1.json'],
    [['eu-west-1', 'us-east-1'], 'b@us-east-1.json', 'a.json'],
  ] as const) {
    const { documents, gaps, problems } = await captureSource(
      sourceOf(LOGS, sessionAt(url, regions)),
      isInside,
    )
    const folder = 'integrations/logs/destinations/'
    expect([[...documents.keys()], problems, gaps.length]).toEqual([[folder + path], [], 1])
    const saysNothingOf = gaps.map(gapMatcher)
    expect([path, lacks, `x/${lacks}`].map((name) => saysNothingOf[0]?.(folder + name))).toEqual([
      false,
      true,
      true,
    ])
  }
})

test('in another partition, what has no region is asked for there, and us-east-1 is not asked', async () => {
  const asked = new Set<string>()
  const url = await jsonService((_, __, region) => {
    asked.add(region)
    return {}
  })
  const regionsOf = async (service: Service, regions: readonly string[]) => {
    asked.clear()
    await captureSource(sourceOf(service, sessionAt(url, regions)))
    return [...asked].sort()
  }
  const global: Service = { ...LOGS, scope: 'global' }
  const alsoAtHome: Service = { ...LOGS, alsoIn: 'us-east-1' }
  expect(await regionsOf(global, ['eu-west-1'])).toEqual(['us-east-1'])
  expect(await regionsOf(alsoAtHome, ['eu-west-1'])).toEqual(['eu-west-1', 'us-east-1'])
  for (const regions of [['cn-north-1', 'cn-northwest-1'], ['us-gov-east-1'], ['eusc-de-east-1']]) {
    expect(await regionsOf(global, regions)).toEqual(regions.slice(0, 1))
    expect(await regionsOf(alsoAtHome, regions)).toEqual(regions)
  }
})

test('a kind that vanished all at once is asked for twice, and that it is gone is noted', async () => {
  for (const [had, wasUnknown, asked] of [
    [true, false, 2],
    [false, true, 2],
    [false, false, 1],
  ] as const) {
    const notes: string[] = []
    const fake = withFakeSdk(SHOP, () => ({ Things: [] }))
    const source = sourceOf(fake, sessionAt('http://127.0.0.1:9'))
    const capturing: Source = {
      ...source,
      capture: (sink, signal, others) =>
        source.capture(
          { ...sink, had: () => had, wasUnknown: () => wasUnknown, note: (text) => notes.push(text) },
          signal,
          others,
        ),
    }
    const { requests, problems } = await captureSource(capturing, (path) => path.startsWith('shop/things/'))
    expect(problems).toEqual([])
    expect(requests.filter((operation) => operation === 'shop:ListThings')).toHaveLength(asked)
    expect(notes).toEqual(
      had ? ['shop/things/: everything that was there is gone; a second request confirmed it'] : [],
    )
  }
})

test('what nothing names any more has not vanished: the account is asked once, and nothing is noted', async () => {
  const notes: string[] = []
  const [things] = SHOP.resources
  if (things === undefined) throw new Error('the shop has things')
  const roles: Service = { ...SHOP, resources: [{ ...things, onlyUsed: 'Arn' }] }
  const fake = withFakeSdk(roles, () => ({ Things: [{ Name: 'a', Arn: 'arn:a' }] }))
  const source = sourceOf(fake, sessionAt('http://127.0.0.1:9'))
  const { documents, requests } = await captureSource({
    ...source,
    capture: (sink, signal, others) =>
      source.capture({ ...sink, had: () => true, note: (text) => notes.push(text) }, signal, others),
  })
  expect([documents.size, requests, notes]).toEqual([0, ['shop:ListThings'], []])
})

test('a listing that goes on without end ends when the capture is interrupted', async () => {
  const interrupt = new AbortController()
  let page = 0
  const url = await jsonService(() => {
    if (++page === 20) interrupt.abort(new Error('interrupted'))
    return { logGroups: [], nextToken: String(page) }
  })
  const source = sourceOf(LOGS, sessionAt(url))
  const capturing: Source = {
    ...source,
    capture: (sink, _, others) => source.capture(sink, interrupt.signal, others),
  }
  await expect(captureSource(capturing)).rejects.toThrow(/interrupted|abort/i)
  expect(page).toBeLessThan(100)
})
