import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compare } from '../../src/diff/compare/compare.ts'
import { parseEntry } from '../../src/model/entry.ts'
import { BUDGETS } from '../../src/services/budgets.ts'
import type { Service } from '../../src/services/declaration/declaration.ts'
import type { Source } from '../../src/sources/source.ts'
import { Store } from '../../src/store/store.ts'
import { entries } from '../../src/store/tree.ts'
import type { Version } from '../../src/versions/version.ts'
import { commitSources } from '../helpers/snapshot.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { sessionAt, sourceOf } from '../sources/aws/capture-service.ts'
import { withFakeSdk } from '../sources/aws/fake-sdk.ts'

const api = { id: 'shop', sdkId: 'Shop', load: () => Promise.resolve({}), client: 'ShopClient' }

const things = {
  path: 'shop/things/*.json',
  list: { operation: 'ListThings', select: 'Things' },
  name: 'Name',
  details: { price: { operation: 'GetPrice', select: 'Price' } },
}

const SHOP: Service = {
  name: 'shop',
  label: 'Shop',
  api,
  scope: 'regional',
  prefixes: ['shop/'],
  resources: [
    things,
    {
      path: 'shop/parts/*.json',
      of: things,
      list: { operation: 'ListParts', input: ({ Name }) => ({ Name: Name ?? '' }), select: 'Parts' },
      name: 'Name',
    },
    { path: 'shop/account.json', list: { operation: 'GetAccount', action: 'shop:GetSettings' } },
  ],
}

const denial = (code = 'AccessDeniedException') =>
  Object.assign(new Error('User: arn:aws:iam::1:user/ci is not authorized to perform'), {
    name: code,
    $metadata: { httpStatusCode: 403 },
  })

/** Things, their parts and an account's settings, of which these calls are denied. */
function shop(denied: readonly string[], { service = SHOP, isDenied = true, code = '' } = {}): Source {
  const fake = withFakeSdk(service, (_, operation, input) => {
    const isOne = denied.includes(`${operation} ${String(input['Name'])}`)
    if (isDenied && (isOne || denied.includes(operation))) throw denial(code || undefined)
    if (operation === 'ListParts') return { Parts: [{ Name: `part of ${String(input['Name'])}` }] }
    return { Things: [{ Name: 'a' }, { Name: 'b' }], Price: 7, Url: 'u' }
  })
  return sourceOf(fake, sessionAt('http://127.0.0.1:9', ['us-east-1']))
}

function newStore(): Store {
  return Store.init(join(scratchFolder(), '.jsnap'))
}

const identity = { account: '123456789012', partition: 'aws', regions: ['us-east-1'] }

async function commit(
  store: Store,
  source: Source,
  options: { only?: string[]; skip?: string[] } = {},
): Promise<Version> {
  const made = await commitSources(store, [source], { identity, ...options })
  return { id: made.id, name: null, commit: made.commit }
}

const problemsOf = ({ commit: { problems } }: Version) => problems.map(({ path, code }) => `${path} ${code}`)

test.each(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'AuthorizationError'])(
  'a kind that no version has read and that is wholly denied (%s) is not covered, with the actions that add it',
  async (code) => {
    const { commit: made } = await commit(newStore(), shop(['GetAccount'], { code }))
    expect([made.complete, made.problems]).toEqual([true, []])
    expect(made.notCovered).toEqual([
      {
        path: 'shop/account.json',
        reason: `denied (shop:GetAccount: ${code}), and never read by an earlier version`,
        denied: { source: 'shop', actions: ['shop:GetSettings'] },
      },
    ])
  },
)

test('what belongs to a kind that is denied is not covered either', async () => {
  const { commit: made } = await commit(newStore(), shop(['ListThings']))
  expect(made.problems).toEqual([])
  expect(made.notCovered.map(({ path, denied }) => [path, denied?.actions])).toEqual([
    ['shop/parts/', ['shop:ListParts', 'shop:GetPrice', 'shop:ListThings'].sort()],
    ['shop/things/', ['shop:GetPrice', 'shop:ListThings']],
  ])
})

test('a kind of which one list of several is denied is a problem, and so is a denied detail', async () => {
  expect(problemsOf(await commit(newStore(), shop(['ListParts a'])))).toEqual([
    'shop/parts/ AccessDeniedException',
  ])
  expect(problemsOf(await commit(newStore(), shop(['GetPrice'])))).toEqual([
    'shop/things/a.json AccessDeniedException',
    'shop/things/b.json AccessDeniedException',
  ])
})

test('a kind whose every list is denied is not covered', async () => {
  const made = await commit(newStore(), shop(['ListParts']))
  expect([problemsOf(made), made.commit.notCovered.map(({ path }) => path)]).toEqual([[], ['shop/parts/']])
})

test('a kind that is denied in one region and read in another is a problem', async () => {
  const fake = withFakeSdk(SHOP, (_, operation) => {
    // The regions are asked in their order.
    if (operation === 'GetAccount' && ++asked === 2) throw denial()
    return { Things: [], Parts: [], Url: 'u' }
  })
  let asked = 0
  const source = sourceOf(fake, sessionAt('http://127.0.0.1:9', ['us-east-1', 'eu-west-1']))
  const { commit: made } = await commitSources(newStore(), [source], { identity })
  expect(made.notCovered).toEqual([])
  expect(made.problems.map(({ path }) => path)).toEqual(['shop/account@eu-west-1.json'])
})

test('what a version before could read is a problem when it is denied, also two versions later', async () => {
  const store = newStore()
  const denied = () => shop(['ListThings', 'ListParts'])
  await commit(store, shop([]))
  const problems = ['shop/parts/ AccessDeniedException', 'shop/things/ AccessDeniedException']
  const second = await commit(store, denied())
  expect(problemsOf(second)).toEqual(problems)
  expect(second.commit.counts.removed).toBe(0)
  expect(problemsOf(await commit(store, denied()))).toEqual(problems)
  await commit(store, denied(), { skip: ['shop/things'] })
  expect(problemsOf(await commit(store, denied()))).toEqual(problems)
})

test('a kind that was read and was empty is a problem when it is denied', async () => {
  const store = newStore()
  const empty = withFakeSdk(SHOP, () => ({ Things: [], Parts: [], Url: 'u' }))
  await commit(store, sourceOf(empty, sessionAt('http://127.0.0.1:9')))
  expect(problemsOf(await commit(store, shop(['ListThings'])))).toContain(
    'shop/things/ AccessDeniedException',
  )
})

test('what is asked for by name is a problem when it is denied', async () => {
  for (const only of [['shop'], ['shop/account.json']])
    expect(problemsOf(await commit(newStore(), shop(['GetAccount']), { only }))).toEqual([
      'shop/account.json AccessDeniedException',
    ])
  const named: Source = { ...shop(['GetAccount']), isNamed: true }
  expect(problemsOf(await commit(newStore(), named))).toEqual(['shop/account.json AccessDeniedException'])
})

test('what is allowed later was not asked for before: it is not added, and a problem when it is denied again', async () => {
  const store = newStore()
  const first = await commit(store, shop(['ListThings', 'ListParts']))
  const second = await commit(store, shop([]))
  expect(second.commit.counts).toMatchObject({ added: 0, removed: 0, unchanged: 1, notCompared: 4 })
  const { changes, notCompared } = compare(store, first, second)
  expect(changes).toEqual([])
  expect(notCompared).toMatchObject([{ version: 'from', path: 'shop/', entries: 4 }])
  const third = await commit(store, shop(['ListThings']))
  expect(problemsOf(third)).toContain('shop/things/ AccessDeniedException')
  expect(compare(store, second, third).changes.map(({ type, path }) => `${type} ${path}`)).toEqual([
    'unknown shop/parts/',
    'unknown shop/things/',
  ])
})

test('a kind that only the newer jsnap knows is not covered when the policy of the older one denies it', async () => {
  const store = newStore()
  await commit(store, shop([], { service: { ...SHOP, resources: SHOP.resources.slice(2) } }))
  const second = await commit(store, shop(['ListThings']))
  expect([problemsOf(second), second.commit.notCovered.map(({ path }) => path)]).toEqual([
    [],
    ['shop/parts/', 'shop/things/'],
  ])
  const third = await commit(store, shop(['ListThings']))
  expect(problemsOf(third)).toEqual([])
})

test('a service that only the newer jsnap knows is not covered when the policy of the older one denies all its calls', async () => {
  const store = newStore()
  await commit(store, shop([]))
  const denying = withFakeSdk(BUDGETS, () => {
    throw denial()
  })
  const sources = [shop([]), sourceOf(denying, sessionAt('http://127.0.0.1:9'))]
  const { commit: second } = await commitSources(store, sources, { identity })
  expect([second.complete, second.problems]).toEqual([true, []])
  expect(second.notCovered.map(({ path, denied }) => [path, denied])).toEqual([
    [
      'integrations/budgets/budgets/',
      {
        source: 'budgets',
        actions: [
          'budgets:DescribeBudgetActionsForBudget',
          'budgets:ListTagsForResource',
          'budgets:ViewBudget',
        ],
      },
    ],
  ])
})

test('an account of which nothing may be read at all is no whole version', async () => {
  const { commit: made } = await commit(newStore(), shop(['ListThings', 'GetAccount']))
  expect(made.complete).toBe(false)
  expect(made.problems.map(({ path, operation }) => `${path} ${operation}`)).toEqual([
    'shop/account.json shop:GetAccount',
    'shop/parts/ shop:ListThings',
    'shop/things/ shop:ListThings',
  ])
  expect(made.counts.entries).toBe(0)
  const hint = "nothing of AWS could be read: 'jsnap iam-policy' prints the policy that a commit needs"
  expect(made.notes).toContain(hint)
  expect((await commit(newStore(), shop(['ListThings']))).commit.notes ?? []).not.toContain(hint)
})

test('an account of which nothing may be read names what it denied once, at the places that are unknown', async () => {
  const store = newStore()
  const denying = withFakeSdk(SHOP, () => {
    throw denial()
  })
  const regions = ['us-east-1', 'eu-west-1']
  const source = sourceOf(denying, sessionAt('http://127.0.0.1:9', regions))
  const { id, commit: first } = await commitSources(store, [source], { identity: { ...identity, regions } })
  const places = ['shop/account.json', 'shop/account@eu-west-1.json', 'shop/parts/', 'shop/things/']
  expect(first.notCovered).toEqual([])
  expect([...new Set(first.problems.map(({ path }) => path))]).toEqual(places)
  const lines = [...entries(store, first.tree)].map(parseEntry)
  expect(lines.map(({ path, type }) => `${type} ${path}`)).toEqual(places.map((path) => `unknown ${path}`))
  const second = await commit(store, shop([]))
  expect(second.commit.counts).toMatchObject({ added: 0, notCompared: 4 })
  const { changes } = compare(store, { id, name: null, commit: first }, second)
  expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['unknown']))
})
