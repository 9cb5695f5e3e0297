import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/model/canonical-json.ts'
import { at } from '../../../src/model/json-place.ts'
import { withMarks } from '../../../src/model/marks.ts'
import { AwsError } from '../../../src/sources/aws/aws-error.ts'
import type { Api } from '../../../src/services/declaration/api.ts'
import { Reader } from '../../../src/sources/aws/reader.ts'

const api: Api = { id: 'shop', sdkId: 'Shop', load: () => Promise.resolve({}), client: 'ShopClient' }

/** A reader of answers that a test gives, by operation and input. */
function readerOf(answer: (operation: string, input: JsonObject) => object) {
  const asked: string[] = []
  const reader = new Reader(api, (_, operation, input) => {
    asked.push(`${operation} ${JSON.stringify(input)}`)
    return Promise.resolve().then(() => answer(operation, input))
  })
  return { reader, asked }
}

const refuse = (operation: string, code: string): never => {
  throw new AwsError(`shop:${operation}`, 403, code, code)
}

const LIST = { operation: 'ListThings', select: 'Things', next: { Marker: 'NextMarker' } }
const names = (found: readonly { item: JsonObject }[]) => found.map(({ item }) => item['Name'])

test('a list is read page by page, and a thing that comes twice counts once', async () => {
  const { reader, asked } = readerOf((_, { Marker }) =>
    Marker === undefined
      ? { Things: [{ Name: 'a' }, { Name: 'b' }], NextMarker: 'm' }
      : { Things: [{ Name: 'b' }, { Name: 'c' }] },
  )
  expect(names(await reader.list(LIST))).toEqual(['a', 'b', 'c'])
  expect(asked).toEqual(['ListThings {}', 'ListThings {"Marker":"m"}'])
})

test('a list whose next page is named twice ends with an error instead of never', async () => {
  const { reader } = readerOf(() => ({ Things: [{ Name: 'a' }], NextMarker: 'm' }))
  await expect(reader.list(LIST)).rejects.toMatchObject({ code: 'PagingStuck' })
})

test('a list has only those that count, and none when a code says that there are none', async () => {
  const { reader } = readerOf((operation) =>
    operation === 'ListThings'
      ? { Things: [{ Name: 'a' }, { Name: 'b', Default: true }] }
      : refuse(operation, 'NoSuchService'),
  )
  expect(names(await reader.list({ ...LIST, filter: ({ Default }) => Default !== true }))).toEqual(['a'])
  const elsewhere = { operation: 'ListElsewhere', absent: ['NoSuchService'] }
  expect(await reader.list(elsewhere)).toEqual([])
  await expect(reader.list({ ...elsewhere, absent: [] })).rejects.toMatchObject({ code: 'NoSuchService' })
})

test('a detail is a value, absent by a code that says so, or unknown', async () => {
  const { reader } = readerOf((operation) => {
    if (operation === 'GetPolicy') return refuse(operation, 'NoSuchPolicy')
    if (operation === 'GetTags') return refuse(operation, 'AccessDenied')
    return { Value: 7 }
  })
  const read = await reader.read(
    { Name: 'a' },
    {
      limits: { operation: 'GetLimits' },
      policy: { operation: 'GetPolicy', absent: ['NoSuchPolicy'] },
      tags: { operation: 'GetTags', absent: ['NoSuchTags'] },
    },
  )
  expect(read?.item).toEqual({
    Name: 'a',
    limits: { Value: 7 },
    tags: withMarks({}, { $unknown: 'AccessDenied' }),
  })
  expect(read?.unknown).toMatchObject([{ member: 'tags', error: { operation: 'shop:GetTags' } }])
})

test('a thing that is gone when it is read is no thing', async () => {
  const { reader } = readerOf((operation) => refuse(operation, 'NoSuchThing'))
  const read = await reader.read({ Name: 'a' }, { '': { operation: 'GetThing', absent: ['NoSuchThing'] } })
  expect(read).toBeUndefined()
})

test('a thing whose own answer does not hold it is unknown, not gone', async () => {
  const { reader } = readerOf(() => ({ Other: {} }))
  const read = await reader.read({ Name: 'a' }, { '': { operation: 'GetThing', select: 'Thing' } })
  expect(read?.item).toEqual(withMarks({ Name: 'a' }, { $unknown: 'NoAnswer' }))
  expect(read?.unknown.map(({ member, error }) => [member, error.code])).toEqual([['', 'NoAnswer']])
})

test('a call that takes many names and is asked for one gives the only thing that it lists, which is gone when it lists none', async () => {
  const things = (...all: object[]) => readerOf(() => ({ Things: all })).reader
  const own = {
    '': {
      operation: 'BatchGetThings',
      input: ({ Name = '' }: JsonObject) => ({ Names: [Name] }),
      select: 'Things',
    },
  }
  const read = await things({ Name: 'a', Size: 3 }).read({ Name: 'a' }, own)
  expect(read).toEqual({ item: { Name: 'a', Size: 3 }, unknown: [], notOffered: [] })
  expect(await things().read({ Name: 'a' }, own)).toBeUndefined()
  const several = await things({ Name: 'a' }, { Name: 'b' }).read({ Name: 'a' }, own)
  expect(several?.unknown.map(({ error }) => error.code)).toEqual(['NoAnswer'])
})

test('what a detail lists has details of its own, which see what is around them', async () => {
  const { reader, asked } = readerOf((operation, input) =>
    operation === 'ListParts' ? { Parts: [{ Part: 1 }, { Part: 2 }] } : { Of: input },
  )
  const read = await reader.read(
    { Name: 'a' },
    {
      parts: {
        operation: 'ListParts',
        select: 'Parts',
        details: {
          more: {
            operation: 'GetPart',
            input: ({ Part }, { Name }) => ({ Part, Name }),
            onlyIf: ({ Part }) => Part !== 2,
          },
        },
      },
    },
  )
  expect(read?.item['parts']).toEqual([{ Part: 1, more: { Of: { Part: 1, Name: 'a' } } }, { Part: 2 }])
  expect(asked).toEqual(['ListParts {}', 'GetPart {"Part":1,"Name":"a"}'])
})

test('what one call lists for all things is asked once, and each thing has its part of it', async () => {
  const { reader, asked } = readerOf((_, { NextToken }) =>
    NextToken === undefined
      ? { Targets: [{ Of: 'a' }, { Of: 'b', Id: 1 }], NextToken: 't' }
      : { Targets: [{ Of: 'b', Id: 2 }] },
  )
  const details = {
    targets: {
      operation: 'ListTargets',
      select: 'Targets',
      next: { NextToken: 'NextToken' },
      belongsTo: ({ Of }: JsonObject, { Name }: JsonObject) => Of === Name,
    },
  }
  const read = await Promise.all(['a', 'b', 'c'].map((Name) => reader.read({ Name }, details)))
  expect(read.map((one) => one?.item)).toEqual([
    { Name: 'a', targets: [{ Of: 'a' }] },
    {
      Name: 'b',
      targets: [
        { Of: 'b', Id: 1 },
        { Of: 'b', Id: 2 },
      ],
    },
    { Name: 'c' },
  ])
  expect(asked).toHaveLength(2)
})

test('when that call fails, the part of each thing is unknown', async () => {
  const { reader, asked } = readerOf((operation) => refuse(operation, 'AccessDenied'))
  const details = { targets: { operation: 'ListTargets', belongsTo: () => true } }
  const read = await Promise.all(['a', 'b'].map((Name) => reader.read({ Name }, details)))
  expect(read.map((one) => one?.item['targets'])).toEqual(
    Array(2).fill(withMarks({}, { $unknown: 'AccessDenied' })),
  )
  expect(asked).toHaveLength(1)
})

test('what the region has no call for leaves nothing in a document, and is told as neither denied nor absent', async () => {
  const { reader } = readerOf((operation) => {
    if (operation === 'GetUrl')
      throw new AwsError(
        'shop:GetUrl',
        403,
        'AccessDeniedException',
        'Unable to determine service/operation name to be authorized',
      )
    if (operation === 'GetParts') return { Parts: [{ Part: 1 }] }
    throw new AwsError(`shop:${operation}`, 400, 'InvalidAction', `${operation} is not supported`)
  })
  const read = await reader.read(
    { Name: 'a' },
    {
      '': { operation: 'GetThing' },
      url: { operation: 'GetUrl' },
      parts: { operation: 'GetParts', select: 'Parts', details: { price: { operation: 'GetPrice' } } },
    },
  )
  expect(read?.item).toEqual({ Name: 'a', parts: [{ Part: 1 }] })
  expect(read?.unknown).toEqual([])
  expect(read?.notOffered.map(({ member, error }) => [member, error.operation]).sort()).toEqual([
    ['', 'shop:GetThing'],
    ['parts', 'shop:GetPrice'],
    ['url', 'shop:GetUrl'],
  ])
})

test('what would be asked for by a name that is unknown is unknown as well, and is not asked for', async () => {
  const { reader, asked } = readerOf((operation) => refuse(operation, 'AccessDenied'))
  const read = await reader.read(
    { Name: 'a' },
    {
      '': { operation: 'GetThing' },
      tags: { operation: 'ListTags', input: ({ Arn }) => ({ Arn }), onlyIf: ({ Arn }) => Arn !== undefined },
      limits: { operation: 'GetLimits', input: ({ Name }) => ({ Name }) },
    },
  )
  const unknown = withMarks({}, { $unknown: 'AccessDenied' })
  expect(read?.item).toEqual({ Name: 'a', ...unknown, tags: unknown, limits: unknown })
  expect(asked).toEqual(['GetThing {}', 'GetLimits {"Name":"a"}'])
})

test('what a server says that it lacks is absent of a detail, and unknown of a list', async () => {
  const old: Api = { ...api, lacking: ['NotImplemented'] }
  const reader = new Reader(old, (_, operation) => refuse(operation, 'NotImplemented'))
  const read = await reader.read({ Name: 'a' }, { policy: { operation: 'GetPolicy' } })
  expect(read).toEqual({ item: { Name: 'a' }, unknown: [], notOffered: [] })
  await expect(reader.list(LIST)).rejects.toMatchObject({ code: 'NotImplemented' })
})

test('an answer has the form that is declared, and one that cannot have it is none', async () => {
  const { reader } = readerOf((operation) => ({ Value: operation === 'GetSize' ? 7 : 'seven' }))
  const sized = (operation: string) => ({
    operation,
    select: 'Value',
    form: (value: Json) => (typeof value === 'number' ? { size: value } : undefined),
  })
  const read = await reader.read({}, { size: sized('GetSize'), odd: sized('GetOdd') })
  expect(read?.item['size']).toEqual({ size: 7 })
  expect(read?.unknown).toMatchObject([{ member: 'odd', error: { code: 'NoAnswer' } }])
})

test('each item of a list has its form', async () => {
  const { reader } = readerOf(() => ({ Things: [{ Name: 'a', Made: 1 }, { Name: 'b' }] }))
  const form = (thing: Json) => ({ called: at('Name', thing) })
  const listed = await reader.list({ ...LIST, form })
  expect(listed.map(({ item }) => item)).toEqual([{ called: 'a' }, { called: 'b' }])
})

test('a list may be left out beside others, and an answer with nothing at all says nothing', async () => {
  const { reader } = readerOf((operation) => (operation === 'ListRules' ? { IsTruncated: false } : {}))
  const rules = (operation: string) =>
    ({ operation, select: 'Rules', next: { Marker: 'NextMarker' }, mayOmit: 'beside others' }) as const
  const read = await reader.read({ Name: 'a' }, { rules: rules('ListRules'), none: rules('ListNone') })
  expect(read?.item).not.toHaveProperty('rules')
  expect(read?.unknown).toMatchObject([{ member: 'none', error: { code: 'NoAnswer' } }])
})
