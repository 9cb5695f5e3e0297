import { beforeAll, expect, test } from 'vitest'
import { listName, listRule, type ListRule } from '../../src/diff/list-rule.ts'
import type { Json } from '../../src/model/canonical-json.ts'
import { isList, isObject } from '../../src/model/json-place.ts'
import { SERVICES } from '../../src/sources/aws/services.ts'
import { captureGenerated } from '../sources/aws/capture-generated.ts'

/** A list of a document that a service has, by the names that lead there. */
interface Captured {
  readonly name: string
  readonly list: readonly Json[]
  readonly rule: ListRule
}

const captured: Captured[] = []

/** Every list that the documents of all services can have: the models of the SDK tell. */
beforeAll(async () => {
  for (const service of SERVICES) {
    const { documents } = await captureGenerated(service, { time: new Date(0), canary: '' })
    for (const [path, text] of documents)
      if (path.endsWith('.json')) captured.push(...listsIn(JSON.parse(text) as Json, []))
  }
})

function* listsIn(value: Json, names: readonly string[]): Generator<Captured, void, undefined> {
  if (isList(value)) {
    yield { name: listName(names), list: value, rule: listRule(names) }
    for (const thing of value) yield* listsIn(thing, names)
  } else if (isObject(value)) {
    for (const [name, member = null] of Object.entries(value)) yield* listsIn(member, [...names, name])
  }
}

const namesOf = (isMeant: (one: Captured) => boolean) =>
  [...new Set(captured.filter(isMeant).map(({ name }) => name))].sort()

test('lists of services have an order where it means something, and nowhere else', () => {
  expect(namesOf(({ rule }) => rule.isOrdered)).toMatchInlineSnapshot(`
    [
      "Actions",
      "CacheBehaviors",
      "DnsIps",
      "KeySchema",
      "Layers",
      "Members",
      "PathParameterValues",
      "PlacementStrategy",
      "Rules",
      "Sqls",
      "cacheBehaviors",
      "command",
      "recordFields",
      "rules",
      "wafRules",
    ]
  `)
})

test('the things of lists are told by a member that they have, but for a few', () => {
  const isUntold = ({ list: [thing], rule }: Captured) =>
    isObject(thing) && !rule.keys.some((key) => (key.split(' ')[0] ?? '') in thing)
  expect(namesOf(isUntold)).toMatchInlineSnapshot(`
    [
      "Actions",
      "AdditionalContactEmailAddresses",
      "AnyOf",
      "Conditions",
      "CustomKeys",
      "DataProtections",
      "ExcludedTimeRanges",
      "Filters",
      "ManagedRuleGroupConfigs",
      "PathParameterValues",
      "PlacementConstraints",
      "PlacementStrategy",
      "RedactedFields",
      "ResourceRecords",
      "Sqls",
      "StatisticsConfigurations",
      "destinations",
    ]
  `)
})
