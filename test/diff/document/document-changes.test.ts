import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Json } from '../../../src/model/canonical-json.ts'
import type { Detail } from '../../../src/diff/document/detail.ts'
import { documentChanges as changesOf } from '../../../src/diff/document/document-changes.ts'
import type { DocumentLists } from '../../../src/services/declaration/lists.ts'
import { applyDetails } from './apply-details.ts'
import { listsOf } from '../lists-of.ts'

const RECORDS = listsOf('route53/dns-records/sailjada.com.json')
const DISTRIBUTION = listsOf('cloudfront/distributions/E1.json')

/** The changes of a document that a service made; of a kind that has no lists, when not given. */
const documentChanges = (before: Json, after: Json, lists: DocumentLists = listsOf()) =>
  changesOf(before, after, lists)

const brief = (details: readonly Detail[]) =>
  details.map(({ op, path, place }) => `${op} ${path} (${place ?? ''})`)

describe('any documents', () => {
  const leaf = fc.oneof(
    fc.constantFrom<Json>(null, true, 0, 1, 'a', 'b', '', '{"a":1}', '{ "a" : 1 }', '[1,2]'),
    fc.string(),
  )
  const names = ['Id', 'Name', 'a', 'b', 'a/b', '~', 'constructor', '__proto__', '$unknown', '']
  const name = fc.oneof(fc.constantFrom(...names), fc.string())
  const { document } = fc.letrec<{ document: Json }>((tie) => ({
    document: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('document'), { maxLength: 5 }),
      fc.array(
        fc.record(
          { Id: fc.constantFrom('x', 'y', 'z', 'w'), value: tie('document') },
          { requiredKeys: ['Id'] },
        ),
        { maxLength: 5 },
      ),
      fc.dictionary(name, tie('document'), { maxKeys: 4 }),
    ),
  }))

  test('do not differ from themselves', () => {
    fc.assert(
      fc.property(document, (a) => {
        expect(documentChanges(a, structuredClone(a))).toEqual([])
      }),
    )
  })

  test('become one another by the changes between them', () => {
    fc.assert(
      fc.property(document, document, (a, b) => {
        const result = applyDetails(a, changesOf(a, b, undefined))
        expect(sameText(result)).toBe(sameText(b))
      }),
      { numRuns: 3000 },
    )
  })

  test('become one another when things of lists that nothing tells move and change', () => {
    const value = fc.integer({ min: 0, max: 3 })
    const things = fc.array(fc.record({ a: value, b: value, c: value }, { requiredKeys: ['a'] }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(things, things, (a, b) => {
        expect(applyDetails({ a }, documentChanges({ a }, { a: b }))).toEqual({ a: b })
        const inAnyOrder = (list: readonly Json[]) => list.map(canonicalJson).sort()
        const result = applyDetails({ Statement: a }, documentChanges({ Statement: a }, { Statement: b }))
        expect(inAnyOrder((result as { Statement: Json[] }).Statement)).toEqual(inAnyOrder(b))
      }),
      { numRuns: 1000 },
    )
  })

  test('become one another when things of lists move and change', () => {
    const things = fc.uniqueArray(
      fc.record({
        Id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
        n: fc.integer({ min: 0, max: 2 }),
      }),
      { selector: ({ Id }) => Id },
    )
    fc.assert(
      fc.property(things, things, (a, b) => {
        expect(applyDetails({ a }, documentChanges({ a }, { a: b }))).toEqual({ a: b })
      }),
      { numRuns: 1000 },
    )
  })
})

/** Text that holds JSON is the same as other text that holds the same. */
function sameText(value: Json): string {
  return canonicalJson(
    JSON.parse(JSON.stringify(value), (_, inner: Json) => {
      if (typeof inner !== 'string' || !/^\s*[[{]/.test(inner)) return inner
      try {
        return { held: sameText(JSON.parse(inner) as Json) }
      } catch {
        return inner
      }
    }) as Json,
  )
}

describe('lists', () => {
  const records = fc.uniqueArray(
    fc.record({
      Name: fc.constantFrom('a.example.', 'b.example.', 'c.example.'),
      Type: fc.constantFrom('A', 'AAAA'),
      TTL: fc.constantFrom(60, 300),
      ResourceRecords: fc.uniqueArray(
        fc.constantFrom('1', '2', '3').map((Value) => ({ Value })),
        {
          selector: ({ Value }) => Value,
        },
      ),
    }),
    { selector: ({ Name, Type }) => Name + Type },
  )
  const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length })

  test('without order do not change when they are shuffled', () => {
    const pair = records.chain((list) => fc.tuple(fc.constant(list), shuffled(list)))
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(documentChanges({ records: a }, { records: b }, RECORDS)).toEqual([])
      }),
    )
  })

  test('without order become one another, but for it', () => {
    fc.assert(
      fc.property(records, records, (a, b) => {
        const result = applyDetails({ records: a }, documentChanges({ records: a }, { records: b }, RECORDS))
        expect(documentChanges(result, { records: b }, RECORDS)).toEqual([])
        expect(documentChanges({ records: b }, result, RECORDS)).toEqual([])
      }),
    )
  })

  test('with order tell of as few moves as there can be', () => {
    const behaviours = (paths: string) => ({
      DistributionConfig: {
        CacheBehaviors: { Items: Array.from(paths, (PathPattern) => ({ PathPattern })) },
      },
    })
    expect(brief(documentChanges(behaviours('abcd'), behaviours('dabc'), DISTRIBUTION))).toEqual([
      'remove /DistributionConfig/CacheBehaviors/Items/3 (behaviour d)',
      'add /DistributionConfig/CacheBehaviors/Items/0 (behaviour d)',
    ])
  })

  test('of which nothing is declared are matched by a member that tells their things, and by their values otherwise', () => {
    const a = {
      list: [
        { id: 1, x: 1 },
        { id: 2, x: 1 },
      ],
      texts: ['a', 'b', 'c'],
    }
    const b = { list: [{ id: 2, x: 2 }], texts: ['a', 'x', 'b', 'c'] }
    expect(brief(documentChanges(a, b))).toEqual([
      'replace /list/1/x (list 2: x)',
      'remove /list/0 (list 1)',
      'add /texts/1 (texts)',
    ])
  })

  describe('whose things nothing tells', () => {
    const allow = (Action: Json, Resource: Json, Sid?: string): Json => ({
      Effect: 'Allow',
      Action,
      Resource,
      ...(Sid === undefined ? {} : { Sid }),
    })

    test('have each of them matched with the one that it has most in common with', () => {
      const before = { Statement: [allow('s3:Get*', 'a'), allow(['ec2:*', 'iam:*'], ['b', 'c'])] }
      const after = {
        Statement: [allow(['iam:*', 'ec2:*'], ['c', 'd', 'b']), allow(['s3:Get*', 's3:Put*'], ['a'])],
      }
      expect(brief(documentChanges(before, after))).toEqual([
        'replace /Statement/0/Action (Statement[0]: Action)',
        'add /Statement/1/Resource/2 (Statement[1]: Resource)',
      ])
    })

    test('do not change when they are shuffled and written in another way', () => {
      const before = { Statement: [allow(['a'], ['1', '2']), allow('b', '1'), allow('c', ['3'])] }
      const after = { Statement: [allow('c', '3'), allow('a', ['2', '1']), allow(['b'], '1')] }
      expect(documentChanges(before, after)).toEqual([])
    })

    test('have those matched by it that something tells', () => {
      const before = { Statement: [allow('a', '1'), allow('b', '2', 'B'), allow('c', '3', '')] }
      const after = {
        Statement: [allow('c', '4', ''), allow('x', 'y', 'B'), allow('a', '5'), allow('z', '9')],
      }
      expect(brief(documentChanges(before, after))).toEqual([
        'replace /Statement/0/Resource (Statement[0]: Resource)',
        'replace /Statement/1/Action (statement B: Action)',
        'replace /Statement/1/Resource (statement B: Resource)',
        'replace /Statement/2/Resource (Statement[2]: Resource)',
        'add /Statement/3 (Statement)',
      ])
    })

    test('keep their order where it counts: what changed among what came is a change', () => {
      const rule = (path: string, to: string) => ({ from: path, to, code: 301 })
      expect(
        brief(
          documentChanges(
            { redirects: [rule('/a', '/x'), rule('/b', '/y')] },
            { redirects: [rule('/new', '/z'), rule('/a', '/x1'), rule('/b', '/y1')] },
          ),
        ),
      ).toEqual([
        'replace /redirects/0/to (redirects[0]: to)',
        'replace /redirects/1/to (redirects[1]: to)',
        'add /redirects/0 (redirects)',
      ])
    })

    test('and have hardly anything in common are other ones', () => {
      const before = { Statement: [allow('a', '1'), allow('b', '2')] }
      const after = { Statement: [allow('c', '3'), allow('d', '4')] }
      expect(documentChanges(before, after).map(({ op }) => op)).toEqual(['remove', 'remove', 'add', 'add'])
    })
  })

  test('of ten thousand things of which all changed are matched, too', () => {
    const list = (ttl: number) =>
      Array.from({ length: 10_000 }, (_, i) => ({ host: `h${i % 5000}`, type: i < 5000 ? 'A' : 'B', ttl }))
    const changes = documentChanges({ Statement: list(300) }, { Statement: list(60) })
    expect(changes.filter(({ op }) => op === 'replace')).toHaveLength(10_000)
  })
})

describe('policies', () => {
  const policy = (statement: Json) => ({ policy: { Version: '2012-10-17', Statement: statement } })
  const one = {
    Sid: 'a',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: '*',
    Principal: { AWS: ['1', '2'] },
  }

  test('are sets of actions, and one is the same as a list of it', () => {
    expect(
      documentChanges(
        policy([one]),
        policy({ ...one, Action: ['s3:GetObject'], Principal: { AWS: ['2', '1'] }, Resource: ['*'] }),
      ),
    ).toEqual([])
    const changes = documentChanges(
      policy([one]),
      policy([{ ...one, Action: ['s3:PutObject', 's3:GetObject'] }]),
    )
    expect(changes).toEqual([
      {
        op: 'replace',
        path: '/policy/Statement/0/Action',
        place: 'policy, statement a: Action',
        before: 's3:GetObject',
        after: ['s3:PutObject', 's3:GetObject'],
        inside: [{ op: 'add', path: '/1', place: 'policy, statement a: Action', after: 's3:PutObject' }],
      },
    ])
  })

  test('in text are compared inside', () => {
    const before = { Policy: JSON.stringify({ Statement: [one] }) }
    const after = { Policy: JSON.stringify({ Statement: [{ ...one, Effect: 'Deny' }] }, null, 2) }
    const same = { Policy: JSON.stringify({ Statement: one }, null, 2) }
    expect(documentChanges(before, same)).toEqual([])
    expect(documentChanges(before, after)).toMatchObject([
      {
        op: 'replace',
        path: '/Policy',
        after: after.Policy,
        inside: [
          {
            op: 'replace',
            path: '/Statement/0/Effect',
            place: 'Policy, statement a: Effect',
            before: 'Allow',
            after: 'Deny',
          },
        ],
      },
    ])
  })

  test('in text in text are, too, and what holds none is text', () => {
    const twice = (Action: Json) => ({ Policy: JSON.stringify(JSON.stringify({ Statement: { Action } })) })
    expect(documentChanges(twice(['a', 'b']), twice(['b', 'a']))).toEqual([])
    expect(brief(documentChanges(twice(['a']), twice(['a', 'b']))[0]?.inside?.[0]?.inside ?? [])).toEqual([
      'add /Statement/Action/1 (Policy.Statement.Action)',
    ])
    for (const [before, after] of [
      ['{"a":1', '{ "a":1'],
      ['"a"', ' "a"'],
      ['[1]x', '[1] x'],
    ])
      expect(documentChanges({ before: before ?? '' }, { before: after ?? '' })).toHaveLength(1)
  })
})

describe('what stands for something else', () => {
  test('is told as a whole', () => {
    const before = { a: { $secret: 'hmac-sha256:1' }, b: { c: 1 }, d: 1 }
    const after = { a: { $secret: 'hmac-sha256:2' }, b: { $unknown: 'AccessDenied' }, d: 1 }
    expect(brief(documentChanges(before, after))).toEqual(['replace /a (a)', 'replace /b (b)'])
  })

  test('is a member like any other where no service made the document', () => {
    const [a, b] = [{ $unknown: 'x', a: 1 }, { $unknown: 'x' }]
    expect(brief(changesOf(a, b, undefined))).toEqual(['remove /a (a)'])
  })

  test('is not missed in a document that could not be read whole', () => {
    const known = { Id: 'E1', Config: { a: 1 }, tags: [] }
    const partly = { Id: 'E2', $unknown: 'AccessDenied' }
    expect(brief(documentChanges(known, partly))).toEqual(['add /$unknown ($unknown)', 'replace /Id (Id)'])
    expect(brief(documentChanges(partly, known))).toEqual(['remove /$unknown ($unknown)', 'replace /Id (Id)'])
  })
})

describe('places are named as a person names them', () => {
  const places = (before: Json, after: Json, lists?: DocumentLists) =>
    documentChanges(before, after, lists).map(({ place }) => place)

  test('records by name and type', () => {
    const zone = (TTL: number, value: string) => ({
      records: [{ Name: 'www.sailjada.com.', Type: 'A', TTL, ResourceRecords: [{ Value: value }] }],
    })
    expect(places(zone(300, '1'), zone(60, '2'), RECORDS)).toEqual([
      'www.sailjada.com A',
      'www.sailjada.com A: TTL',
    ])
  })

  test('what is in a distribution by what it is', () => {
    const distribution = (ttl: number, secret: string) => ({
      DistributionConfig: {
        CacheBehaviors: { Items: [{ PathPattern: '/assets/*', DefaultTTL: ttl }] },
        DefaultCacheBehavior: { DefaultTTL: ttl },
        Origins: {
          Items: [
            {
              Id: 'site',
              CustomHeaders: { Items: [{ HeaderName: 'x-key', HeaderValue: { $secret: secret } }] },
            },
          ],
        },
      },
    })
    expect(places(distribution(1, 'a'), distribution(2, 'b'), DISTRIBUTION)).toEqual([
      'behaviour /assets/*: DefaultTTL',
      'DefaultCacheBehavior.DefaultTTL',
      'origin site, header x-key',
    ])
  })

  test('values of an environment by their name', () => {
    const fn = (secret: string) => ({ Environment: { Variables: { STRIPE_KEY: { $secret: secret } } } })
    expect(places(fn('a'), fn('b'))).toEqual(['Environment.STRIPE_KEY'])
  })
})
