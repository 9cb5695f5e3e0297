import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/model/canonical-json.ts'
import { canonicalJson } from '../../../src/model/canonical-json.ts'
import { isNested, isObject } from '../../../src/model/json-place.ts'
import { withMarks } from '../../../src/model/marks.ts'
import type { Rules } from '../../../src/services/declaration/rules.ts'
import { normaliser } from '../../../src/sources/aws/normal-document.ts'
import { literals } from '../../../src/services/integration-secrets.ts'

const mark = (name: string, value: string) => ({ $secret: `${name}:${value.length}` })

describe('a document', () => {
  test('loses what is volatile, at one place or anywhere', () => {
    const normal = normaliser({ drop: ['Status', '**.LastModified', 'Origins.Items.State'] }, mark)
    expect(
      normal({
        Status: 'Deployed',
        LastModified: 'now',
        Inner: { Status: 'kept', LastModified: 'now', List: [{ LastModified: 'now', Id: 1 }] },
        Origins: { Items: [{ Id: 'a', State: 'x' }] },
      }),
    ).toEqual({ Inner: { Status: 'kept', List: [{ Id: 1 }] }, Origins: { Items: [{ Id: 'a' }] } })
  })

  test('loses what moves only in some, as the object that it is in and those parents it tell', () => {
    const normal = normaliser(
      {
        dropWhen: {
          Size: ({ Grows }) => Grows === true,
          'Indexes.Throughput.Read': (_, index, table) => index['Name'] === table['Scaled'],
        },
      },
      mark,
    )
    const index = (Name: string) => ({ Name, Throughput: { Read: 1, Write: 2 } })
    expect(normal({ Size: 1, Grows: true, Scaled: 'b', Indexes: [index('a'), index('b')] })).toEqual({
      Grows: true,
      Scaled: 'b',
      Indexes: [index('a'), { Name: 'b', Throughput: { Write: 2 } }],
    })
    expect(normal({ Size: 1, Grows: false })).toEqual({ Size: 1, Grows: false })
  })

  test('has markers in place of secrets, whatever holds them', () => {
    const normal = normaliser({ secret: ['Variables', 'Headers.Value', 'Other.*.Key'] }, mark)
    expect(
      normal({
        Variables: { DB: 'hunter2', EMPTY: null, NESTED: { deep: ['abc'] } },
        Headers: [{ Name: 'x', Value: 'secret' }],
        Other: { one: { Key: 'k1', Name: 'n' } },
      }),
    ).toEqual({
      Variables: { DB: { $secret: 'DB:7' }, EMPTY: null, NESTED: { deep: [{ $secret: 'deep:3' }] } },
      Headers: [{ Name: 'x', Value: { $secret: 'x:6' } }],
      Other: { one: { Key: { $secret: 'Key:2' }, Name: 'n' } },
    })
  })

  test('has a marker for each value in a secret that is JSON in text', () => {
    const normal = normaliser({ secret: ['Input', 'Odd'], json: ['Input', 'Odd'] }, mark)
    expect(normal({ Input: '{"job":"nightly","tokens":["abc"],"n":12}', Odd: '{not json' })).toEqual({
      Input: { job: { $secret: 'job:7' }, tokens: [{ $secret: 'tokens:3' }], n: { $secret: 'n:2' } },
      Odd: { $secret: 'Odd:9' },
    })
  })

  test('has the plain part of a URL beside the marker of its secret one, also in lists', () => {
    const normal = normaliser({ secretUrl: ['Endpoint', 'Urls'] }, mark)
    expect(normal({ Endpoint: 'https://h.example/in/X1', Urls: ['https://h.example/in'] })).toEqual({
      Endpoint: { $secret: 'Endpoint:23', url: 'https://h.example/in/…' },
      Urls: ['https://h.example/in'],
    })
  })

  test('keeps saying that a secret place could not be read', () => {
    const normal = normaliser({ secret: ['Variables'] }, mark)
    expect(normal({ Variables: withMarks({}, { $unknown: 'AccessDenied' }) })).toEqual({
      Variables: { $unknown: 'AccessDenied' },
    })
  })

  test('takes no data for its own marks, whatever the names of members', () => {
    const normal = normaliser({ secret: ['Input', 'Variables'], json: ['Input', 'Policy'] }, mark)
    const leaking = { $unknown: 'x', $secret: 'y', password: 'hunter2', deep: { $unknown: 'z', token: 't' } }
    const sealed = {
      $$unknown: { $secret: '$unknown:1' },
      $$secret: { $secret: '$secret:1' },
      password: { $secret: 'password:7' },
      deep: { $$unknown: { $secret: '$unknown:1' }, token: { $secret: 'token:1' } },
    }
    expect(
      normal({
        Input: JSON.stringify(leaking),
        Variables: leaking,
        Policy: '{"$unknown":"a","$$secret":"b","$ref":"c"}',
        $unknown: 'd',
      }),
    ).toEqual({
      Input: sealed,
      Variables: sealed,
      Policy: { $$unknown: 'a', $$$secret: 'b', $ref: 'c' },
      $$unknown: 'd',
    })
  })

  test('holds no text of what stands at a secret place, whatever its shape', () => {
    const rules: Rules = {
      secret: ['Env.Variables', 'Headers.Items.Value'],
      json: ['Env.Variables'],
      secretMembers: { 'Parameters.Of': literals },
    }
    const normal = normaliser(rules, () => ({ $secret: '#' }))
    const text = fc.string({ minLength: 6 }).map((tail) => `hidden${tail}`)
    const names = fc.constantFrom('$unknown', '$secret', '$$unknown', 'password', 'url', '__proto__', 'Name')
    const { shape } = fc.letrec<{ shape: Json }>((tie) => ({
      shape: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.constant(null),
        fc.array(tie('shape'), { maxLength: 3 }),
        fc.dictionary(names, tie('shape'), { maxKeys: 3 }),
        fc.dictionary(names, tie('shape'), { maxKeys: 3 }).map((value) => JSON.stringify(value)),
      ),
    }))
    fc.assert(
      fc.property(shape, (value) => {
        const holders: JsonObject[] = [
          { Env: { Variables: value } },
          { Headers: { Items: [{ Value: value }] } },
          { Parameters: { Of: isObject(value) ? { a: value } : value } },
          ...(isNested(value) ? [] : [{ Env: value }, { Headers: value }, { Headers: { Items: [value] } }]),
        ]
        for (const holder of holders) expect(canonicalJson(normal(holder))).not.toContain('hidden')
      }),
    )
  })

  test('holds JSON that was text, also URL-encoded; text that is no JSON stays', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Action: ['s3:Put', 's3:Get'], Effect: 'Allow', Principal: { AWS: ['b', 'a'] } }],
    }
    const normal = normaliser({ json: ['Policy', 'Odd'], urlJson: ['Encoded'] }, mark)
    const sorted = {
      Version: '2012-10-17',
      Statement: [{ Action: ['s3:Get', 's3:Put'], Effect: 'Allow', Principal: { AWS: ['a', 'b'] } }],
    }
    expect(
      normal({
        Policy: JSON.stringify(policy),
        Encoded: encodeURIComponent(JSON.stringify(policy)),
        Odd: '{not json',
      }),
    ).toEqual({ Policy: sorted, Encoded: sorted, Odd: '{not json' })
  })

  test('stays text when it holds numbers that would become other ones', () => {
    const normal = normaliser({ json: ['Input'] }, mark)
    for (const Input of ['{"id":9007199254740993}', '{\\"id\\":9007199254740993}'])
      expect(normal({ Input })).toEqual({ Input })
  })

  test('holds policies in order that were escaped once more, or no text at all', () => {
    const policy = { Statement: [{ Action: ['b', 'a'], Principal: { AWS: 'x"y' } }] }
    const normal = normaliser({ json: ['Escaped', 'Parsed'] }, mark)
    const sorted = { Statement: [{ Action: ['a', 'b'], Principal: { AWS: 'x"y' } }] }
    expect(normal({ Escaped: JSON.stringify(JSON.stringify(policy)).slice(1, -1), Parsed: policy })).toEqual({
      Escaped: sorted,
      Parsed: sorted,
    })
  })

  test('is the same whatever the order of a list whose order means nothing, and follows one whose order does', () => {
    const normal = normaliser({ lists: { 'Origins.Items': 'Id', Names: '' } }, mark)
    const item = fc.record({ Id: fc.string(), Path: fc.string() })
    fc.assert(
      fc.property(
        fc.array(item).chain((items) => fc.tuple(fc.constant(items), shuffled(items))),
        fc.array(fc.string()).chain((names) => fc.tuple(fc.constant(names), shuffled(names))),
        ([items, otherItems], [names, otherNames]) => {
          const text = (list: Json[], texts: Json[]) =>
            canonicalJson(normal({ Origins: { Items: list }, Names: texts, Behaviors: items }))
          expect(text(otherItems, otherNames)).toBe(text(items, names))
        },
      ),
    )
    expect(normal({ Behaviors: ['b', 'a'] })).toEqual({ Behaviors: ['b', 'a'] })
  })

  test('has a list that numbers order in their order, not in that of their digits', () => {
    const normal = normaliser({ lists: { Rules: 'Priority' } }, mark)
    const rules = [10, 9, 100, undefined, -1].map((Priority) => ({ Priority }))
    expect(normal({ Rules: rules })['Rules']).toEqual(
      [-1, 9, 10, 100, undefined].map((Priority) => ({ Priority })),
    )
  })

  test('with members that nobody has heard of keeps them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const document = { AddedTomorrow: value } as JsonObject
        expect(canonicalJson(normaliser({}, mark)(document))).toBe(canonicalJson(document))
      }),
    )
  })
})

function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length })
}
