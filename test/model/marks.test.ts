import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/model/canonical-json.ts'
import { mapMembers, unwritten, withMarks, written } from '../../src/model/marks.ts'

describe('marks', () => {
  test('stand in a document by names that no data has there', () => {
    const data = { $unknown: 'a', $$secret: 'b', $ref: 'c', list: [{ $secret: 'd' }] }
    expect(written(withMarks(data, { $unknown: 'AccessDenied' }))).toEqual({
      $unknown: 'AccessDenied',
      $$unknown: 'a',
      $$$secret: 'b',
      $ref: 'c',
      list: [{ $$secret: 'd' }],
    })
  })

  test('stay on an object whose members become others', () => {
    const marked = withMarks({ a: 1, b: 2 }, { $unknown: 'Failed' })
    expect(written(mapMembers(marked, (value, name) => (name === 'a' ? undefined : value)))).toEqual({
      b: 2,
      $unknown: 'Failed',
    })
  })

  test('are read as they were written, and data as it was', () => {
    const document = {
      a: withMarks({}, { $secret: 'hmac-sha256:1', url: 'https://h.example/…' }),
      b: { url: 'https://plain.example', $unknown: 'data' },
      c: [withMarks({ name: 'n' }, { $unknown: 'AccessDenied' })],
    }
    const again = written(unwritten(written(document)))
    expect(again).toEqual(written(document))
    expect(written(mapMembers(unwritten(written(document)) as never, () => null))).toEqual({
      a: null,
      b: null,
      c: null,
    })
  })

  test('never come of data, and take nothing from it', () => {
    const names = fc.stringMatching(/^\${0,3}(unknown|secret|url|x)$/)
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(fc.string(), fc.array(tie('json')), fc.dictionary(names, tie('json'))),
    }))
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.stringify(written(value))).not.toMatch(/"\$(secret|unknown)":/)
        expect(unwritten(written(value))).toEqual(value)
      }),
    )
  })
})
