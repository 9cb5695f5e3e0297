import { expect, test } from 'vitest'
import { isJsonNestedTooDeep, isNestedTooDeep } from '../../src/model/depth-limit.ts'
import type { Json } from '../../src/model/canonical-json.ts'

test.each([1, 199, 200, 201, 202, 1000])('a text of %i levels is as deep as its value', (levels) => {
  const json = '['.repeat(levels) + ']'.repeat(levels)
  const value = JSON.parse(json) as Json
  expect(isNestedTooDeep(value)).toBe(levels > 200)
  expect(isJsonNestedTooDeep(json, value)).toBe(levels > 200)
})
