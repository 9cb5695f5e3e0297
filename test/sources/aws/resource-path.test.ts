import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import type { Resource } from '../../../src/services/declaration/declaration.ts'
import { namePaths } from '../../../src/sources/aws/resource-path.ts'

const list = { operation: 'ListThings' }
const paths = (resource: Resource, things: readonly JsonObject[], suffix = '') =>
  namePaths(
    resource,
    things.map((item) => ({ item, parents: [] })),
    suffix,
  ).map(({ path }) => path)

const zones: Resource = { path: 'dns/*.json', list, name: 'Name', id: 'Id' }

test('a thing is found by its name, outside the primary region with the region behind it', () => {
  expect(paths(zones, [{ Name: 'a', Id: '1' }])).toEqual(['dns/a.json'])
  expect(paths(zones, [{ Name: 'a', Id: '1' }], '@eu-west-1')).toEqual(['dns/a@eu-west-1.json'])
})

test('of two things of one name the second by its id has the id in its path, in whatever order they are listed', () => {
  const [a, b] = [
    { Name: 'shop', Id: 'Z1' },
    { Name: 'shop', Id: 'Z2' },
  ]
  expect(paths(zones, [a, b])).toEqual(['dns/shop.json', 'dns/shop--Z2.json'])
  expect(paths(zones, [b, a])).toEqual(['dns/shop--Z2.json', 'dns/shop.json'])
})

test('the only thing of its kind has a path without a name', () => {
  const account: Resource = { path: 'ses/account.json', list }
  expect(paths(account, [{}])).toEqual(['ses/account.json'])
  expect(paths(account, [{}], '@eu-west-1')).toEqual(['ses/account@eu-west-1.json'])
})

test('a name that ends as one of the regions that are asked is told apart from what is there', () => {
  const things = [
    { Name: 'a@garage', Id: '1' },
    { Name: 'b@us-west-2', Id: '2' },
    { Name: 'c@shop.example', Id: '3' },
  ]
  const listed = things.map((item) => ({ item, parents: [] }))
  const named = namePaths(zones, listed, '', ['home', 'garage']).map(({ path }) => path)
  expect(named).toEqual(['dns/a@garage--1.json', 'dns/b@us-west-2--2.json', 'dns/c@shop.example.json'])
})

test('a name that begins with a slash makes no folder without a name', () => {
  expect(paths({ path: 'logs/*.json', list, name: 'Name' }, [{ Name: '/aws/lambda/x' }])).toEqual([
    'logs/aws/lambda/x.json',
  ])
})

test('no two things have one path, whatever they are called', () => {
  const parameters: Resource = { path: 'ssm/*.json', list, name: 'Name', id: 'Name' }
  expect(paths(parameters, [{ Name: 'a' }, { Name: '/a' }, { Name: 'a/b' }, { Name: 'a.json' }])).toEqual([
    'ssm/a--a.json',
    'ssm/a.json',
    'ssm/a/b.json',
    'ssm/a.json.json',
  ])
  expect(paths(parameters, [{ Name: 'x' }], '@eu-west-1')).not.toEqual(
    paths(parameters, [{ Name: 'x@eu-west-1' }]),
  )
  const name = fc.stringMatching(/^\/{0,2}[ab](--[ab]|\/[ab]|\.json|@eu-west-1){0,3}$/)
  fc.assert(
    fc.property(
      fc
        .uniqueArray(name)
        .chain((names) =>
          fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })),
        ),
      ([names, shuffled]) => {
        const pathOfEach = (listed: readonly string[]) => {
          const found = paths(
            parameters,
            listed.map((Name) => ({ Name })),
          )
          return Object.fromEntries(listed.map((each, i) => [each, found[i]]))
        }
        expect(new Set(Object.values(pathOfEach(names))).size).toBe(names.length)
        expect(pathOfEach(shuffled)).toEqual(pathOfEach(names))
      },
    ),
  )
})

test('twenty thousand things of one name without an id are told apart in no time', () => {
  const things = Array.from({ length: 20_000 }, () => ({ Name: 'shop' }))
  const start = performance.now()
  const found = paths({ path: 'dns/*.json', list, name: 'Name' }, things)
  expect(performance.now() - start).toBeLessThan(5000)
  expect(new Set(found).size).toBe(20_000)
  expect(found.slice(0, 3)).toEqual(['dns/shop.json', 'dns/shop--2.json', 'dns/shop--3.json'])
})
