import { expect, test } from 'vitest'
import { documentLists, sortOrders, unsorted } from '../../src/services/declaration/lists.ts'

test('capture sorts lists by what identifies their items, unless the order counts or is always the same', () => {
  expect(
    sortOrders({
      Origins: 'Id',
      Aliases: '',
      Ports: { by: 'protocol fromPort', noun: 'port' },
      Functions: { by: ['EventType', 'EventType FunctionARN'] },
      Tags: { by: ['Key', 'key'] },
      Rules: { by: 'Name', sortedBy: 'Priority' },
      Behaviors: { by: 'Path', ordered: true },
      ...unsorted({ Headers: 'Name', Regions: '', Tables: { by: 'Id', noun: 'table' } }),
    }),
  ).toEqual({
    Origins: 'Id',
    Aliases: '',
    Ports: 'protocol fromPort',
    Functions: 'EventType FunctionARN',
    Tags: 'Key key',
    Rules: 'Priority',
  })
})

test('a list is found by the names that lead to it, and of several places the first counts', () => {
  const lists = documentLists(
    { '**.Tags': 'Key' },
    { '': 'id', 'a.*.b': { by: 'Id', noun: 'bee' }, '**.b': 'Name', Tags: 'Other' },
  )
  expect(lists([])).toEqual({ by: 'id' })
  expect(lists(['Tags'])).toEqual({ by: 'Key' })
  expect(lists(['a', 'x', 'b'])).toEqual({ by: 'Id', noun: 'bee' })
  expect(lists(['a', 'x', 'y', 'b'])).toEqual({ by: 'Name' })
  expect(lists(['a', 'x'])).toBeUndefined()
  expect(lists(['a', 'x', 'b', 'constructor'])).toBeUndefined()
})
