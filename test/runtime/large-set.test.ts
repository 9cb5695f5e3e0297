import { expect, test } from 'vitest'
import { LargeMap } from '../../src/runtime/large-map.ts'
import { LargeSet } from '../../src/runtime/large-set.ts'

const LIMIT = 3
const names = Array.from({ length: 10 }, (_, i) => `name ${i}`)

test('a set goes on where a Set ends', () => {
  const set = new LargeSet(LIMIT)
  for (const name of [...names, ...names]) set.add(name)
  expect([set.size, names.every((name) => set.has(name)), set.has('another')]).toEqual([10, true, false])
  for (const name of names.slice(0, 5)) set.delete(name)
  for (const name of names) set.add(name)
  expect(set.size).toBe(10)
})

test('a map goes on where a Map ends', () => {
  const map = new LargeMap<number>(LIMIT)
  for (const [i, name] of names.entries()) map.set(name, i)
  map.set('name 9', 90)
  map.set('name 0', 100)
  expect([map.size, map.get('name 0'), map.get('name 5'), map.get('name 9')]).toEqual([10, 100, 5, 90])
  expect([...map.entries()].map(([name]) => name)).toEqual(names)
  expect(map.get('another')).toBeUndefined()
})
