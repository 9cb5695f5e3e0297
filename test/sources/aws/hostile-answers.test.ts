import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { ApiClient } from '../../../src/sources/aws/api-client.ts'
import type { Api } from '../../../src/services/declaration/api.ts'
import type { Resource, Service } from '../../../src/services/declaration/declaration.ts'
import { CLOUDFRONT } from '../../../src/services/cloudfront.ts'
import { LAMBDA } from '../../../src/services/lambda.ts'
import { LOGS } from '../../../src/services/logs.ts'
import { SNS } from '../../../src/services/sns.ts'
import { SERVICES } from '../../../src/services/services.ts'
import { captureSource, sessionAt, sourceOf } from './capture-service.ts'
import { plainServer } from './plain-server.ts'

/** Good answers in which there is nothing, or something else than was asked for. */
const FOREIGN: Readonly<Record<string, readonly [type: string, body: string]>> = {
  nothing: ['application/json', ''],
  'an object without members': ['application/json', '{}'],
  'an error that is told as a good answer': ['application/json', '{"error":"login required"}'],
  'a list': ['application/json', '[1,2]'],
  null: ['application/json', 'null'],
  'a page of HTML': ['text/html', '<html><body><p>Sign in</p></body></html>'],
  'a page of HTML that says it is XML': ['text/xml', '<html><body><p>Sign in</p></body></html>'],
  'the XML of something else': ['text/xml', '<Things><Quantity>0</Quantity></Things>'],
}

async function captureOf(service: Service, type: string, body: string) {
  const url = await plainServer((_, response) => response.writeHead(200, { 'Content-Type': type }).end(body))
  return captureSource(sourceOf(service, sessionAt(url)))
}

/** Where the documents of a resource would be. */
function placeOf({ path }: Resource): string {
  return path.includes('*') ? path.slice(0, path.slice(0, path.indexOf('*')).lastIndexOf('/') + 1) : path
}

test.each(Object.entries(FOREIGN))(
  '%s in the place of every answer leaves each service unknown, and never empty',
  async (name, [type, body]) => {
    const captured = await Promise.all(
      SERVICES.map(async (service) => [service, await captureOf(service, type, body)] as const),
    )
    for (const [service, { documents, unknown, problems }] of captured) {
      expect([service.name, ...documents.keys()]).toEqual([service.name])
      const mayBeSaid = ({ list }: Resource) => name === 'an object without members' && list.mayOmit === true
      const places = service.resources
        .filter((resource) => resource.onlyUsed === undefined && isAsked(resource) && !mayBeSaid(resource))
        .map(placeOf)
      expect([service.name, ...places.filter((place) => !unknown.includes(place))]).toEqual([service.name])
      expect(problems.length).toBeGreaterThanOrEqual(unknown.length)
    }
  },
)

/** What belongs to things that are not known is not asked for. */
function isAsked({ of }: Resource): boolean {
  return of === undefined
}

/** A client of a server that answers with this. */
async function reading(api: Api, type: string, body: string | Buffer) {
  const url = await plainServer((_, response) => response.writeHead(200, { 'Content-Type': type }).end(body))
  const unmodelled: string[] = []
  const client = new ApiClient(api, 'us-east-1', {
    session: sessionAt(url),
    onRequest: () => undefined,
    onUnmodelled: (operation, places) => unmodelled.push(...places.map((place) => `${operation} ${place}`)),
    signal: new AbortController().signal,
  })
  return { unmodelled, read: (operation: string) => client.read(operation, {}) }
}

const json = (text: string) => reading(LAMBDA.api, 'application/json', text)

describe('an answer', () => {
  test.each([
    ['{"Functions":{}}', 'NoAnswer'],
    ['{"Functions":"none"}', 'NoAnswer'],
    ['{"Functions":7}', 'NoAnswer'],
    ['{"Functions":[],"Functions":[{"FunctionName":"a"}]}', 'DoubledMember'],
    [Buffer.from('{"Functions":[{"FunctionName":"\xff"}]}', 'latin1'), 'NotUtf8'],
  ])('like %s of ListFunctions is none: %s', async (body, code) => {
    const { read } = await reading(LAMBDA.api, 'application/json', body)
    await expect(read('ListFunctions')).rejects.toMatchObject({ code })
  })

  test.each([
    '<ListTopicsResponse/>',
    '<ListTopicsResponse><ListTopicsResult>none</ListTopicsResult></ListTopicsResponse>',
    '<ListTopicsResponse><ListTopicsResult><Topics>none</Topics></ListTopicsResult></ListTopicsResponse>',
    '<!DOCTYPE x [<!ENTITY e "v">]><ListTopicsResponse><ListTopicsResult><Topics/></ListTopicsResult></ListTopicsResponse>',
    '<ListTopicsResponse><ListTopicsResult><NextToken>&e;</NextToken><Topics/></ListTopicsResult></ListTopicsResponse>',
    '<ListQueuesResponse><ListTopicsResult><Topics/></ListTopicsResult></ListQueuesResponse>',
  ])('like %s of ListTopics is none', async (body) => {
    const { read } = await reading(SNS.api, 'text/xml', body)
    await expect(read('ListTopics')).rejects.toMatchObject({ code: 'NoAnswer' })
  })

  test('that says that there is nothing is believed', async () => {
    const empty = '<ListTopicsResponse><ListTopicsResult><Topics/></ListTopicsResult></ListTopicsResponse>'
    expect(await (await reading(SNS.api, 'text/xml', empty)).read('ListTopics')).toEqual({ Topics: [] })
    const asHtml = await reading(LAMBDA.api, 'text/html', '{"Functions":[]}')
    expect(await asHtml.read('ListFunctions')).toEqual({ Functions: [] })
    expect(await (await json('{"Functions":[],"NextMarker":null}')).read('ListFunctions')).toEqual({
      Functions: [],
    })
    const { documents, unknown } = await captureOf(
      { ...CLOUDFRONT, resources: CLOUDFRONT.resources.slice(0, 1) },
      'text/xml',
      '<DistributionList><Marker/><MaxItems>100</MaxItems><Quantity>0</Quantity></DistributionList>',
    )
    expect([documents.size, unknown]).toEqual([0, []])
  })

  test('that is nested without end is none', async () => {
    const deep = `${'['.repeat(80_000)}${']'.repeat(80_000)}`
    for (const body of [
      `{"Functions":[{"FunctionName":"a","New":${deep}}]}`,
      `{"Functions":[],"New":${deep}}`,
    ])
      await expect((await json(body)).read('ListFunctions')).rejects.toMatchObject({ code: 'TooDeep' })
  })

  test('has what its model does not know as it came', async () => {
    const body =
      '{"Functions":[{"FunctionName":"a","NewMember":{"Deep":[1,"x"]},"TracingConfig":{"Newer":true}}],"NewTop":1}'
    const { read, unmodelled } = await json(body)
    expect(await read('ListFunctions')).toEqual({
      Functions: [{ FunctionName: 'a', NewMember: { Deep: [1, 'x'] }, TracingConfig: { Newer: true } }],
      NewTop: 1,
    })
    expect(unmodelled.sort()).toEqual([
      'lambda:ListFunctions Functions.NewMember',
      'lambda:ListFunctions Functions.TracingConfig.Newer',
      'lambda:ListFunctions NewTop',
    ])
    const rpc = await reading(
      LOGS.api,
      'application/x-amz-json-1.1',
      '{"logGroups":[{"arn":"x","newMember":1}]}',
    )
    expect(await rpc.read('DescribeLogGroups')).toEqual({ logGroups: [{ arn: 'x', newMember: 1 }] })
    const xml = await reading(
      CLOUDFRONT.api,
      'text/xml',
      `<DistributionList xmlns="http://x/"><Quantity>1</Quantity><Items><DistributionSummary><Id>E1</Id>
        <New><A>1</A><B>&lt;2</B></New><Newer>x</Newer></DistributionSummary></Items></DistributionList>`,
    )
    expect(await xml.read('ListDistributions')).toMatchObject({
      DistributionList: { Quantity: 1, Items: [{ Id: 'E1', New: '<A>1</A><B>&#60;2</B>', Newer: 'x' }] },
    })
    expect(xml.unmodelled).toEqual([
      'cloudfront:ListDistributions DistributionList.Items.New',
      'cloudfront:ListDistributions DistributionList.Items.Newer',
    ])
  })

  test('that is longer than any of AWS is left where it is', async () => {
    const { read } = await reading(SNS.api, 'text/xml', `<ListTopicsResponse>${' '.repeat(17 << 20)}`)
    await expect(read('ListTopics')).rejects.toMatchObject({ code: 'AnswerTooLarge' })
    const long = await reading(LAMBDA.api, 'application/json', Buffer.alloc(65 << 20, ' '))
    await expect(long.read('ListFunctions')).rejects.toMatchObject({ code: 'AnswerTooLarge' })
  })
})

/** What is stored of functions that are listed and described like this. */
async function functionsOf(list: string, about: (name: string) => string) {
  const url = await plainServer(({ url: path = '' }, response) => {
    const name = /functions\/(\w+)$/.exec(path)?.[1]
    const isDetail = /functions\/./.test(path)
    const body = name !== undefined ? about(name) : isDetail ? '{"Policy":"{}","Tags":{}}' : list
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)
  })
  const service: Service = {
    ...LAMBDA,
    resources: LAMBDA.resources.slice(0, 1).map(({ details = {}, ...resource }) => ({
      ...resource,
      details: { '': details[''] ?? { operation: '' }, policy: details['policy'] ?? { operation: '' } },
    })),
  }
  return captureSource(sourceOf(service, sessionAt(url)))
}

const configured = (name: string, more = '') =>
  `{"Configuration":{"FunctionName":"${name}","CodeSha256":"eA==","CodeSize":1${more}}}`

describe('one odd thing', () => {
  test('of a list leaves the place of its kind unknown, and the others known', async () => {
    const { documents, unknown, problems } = await functionsOf(
      '{"Functions":[null,1,{"FunctionName":"a"},[]]}',
      configured,
    )
    expect([...documents.keys()]).toEqual(['lambda/functions/a/config.json'])
    expect(unknown).toEqual(['lambda/functions/'])
    expect(problems.map(({ code }) => code)).toEqual(['OddItem', 'OddItem', 'OddItem'])
  })

  test('is unknown by its name, also in what belongs to it, and the others are not', async () => {
    const { documents, unknown } = await functionsOf(
      '{"Functions":[{"FunctionName":"a"},{"FunctionName":"b"},{"FunctionName":"c"}]}',
      (name) =>
        name === 'b'
          ? '{"Configuration":[]}'
          : name === 'c'
            ? '{"Configuration":{"FunctionName":"c"}}'
            : configured(name),
    )
    expect(unknown).toEqual(
      expect.arrayContaining(['lambda/functions/b/code.zip', 'lambda/functions/c/code.zip']) as unknown,
    )
    expect(unknown.filter((path) => path.startsWith('lambda/functions/a/'))).toEqual([])
    expect(documents.get('lambda/functions/b/config.json')).toMatchObject({ $unknown: 'NoAnswer' })
    expect(documents.get('lambda/functions/a/config.json')).not.toHaveProperty('$unknown')
  })

  test('that is nested without end stays the text that it is', async () => {
    const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`
    const { documents, unknown } = await functionsOf('{"Functions":[{"FunctionName":"a"}]}', (name) =>
      configured(name, `,"Description":${JSON.stringify(deep)}`),
    )
    expect(unknown).toEqual([])
    expect(documents.get('lambda/functions/a/config.json')?.['Description']).toBe(deep)
  })

  test('is written with its numbers to their last digit', async () => {
    const { texts } = await functionsOf('{"Functions":[{"FunctionName":"a"}]}', (name) =>
      configured(name, ',"MemorySize":9007199254740993,"Timeout":-0,"Huge":1e400'),
    )
    const text = texts.get('lambda/functions/a/config.json')
    expect(text).toContain('"MemorySize": 9007199254740993')
    expect(text).toContain('"Timeout": -0')
    expect(text).toContain('"Huge": 1e400')
  })
})

describe('members that the SDK does not know', () => {
  test('are secret inside of a secret place, and by a name that says so', async () => {
    const environment: JsonObject = { Variables: { A: 'hidden', New: { Deep: ['hidden'] } } }
    const { texts, documents } = await functionsOf('{"Functions":[{"FunctionName":"a"}]}', (name) =>
      configured(
        name,
        `,"Environment":${JSON.stringify(environment)},"ApiKeyValue":"hidden","New":{"Inner":{"password":"hidden"}},"Newer":"shown"`,
      ),
    )
    const path = 'lambda/functions/a/config.json'
    expect(texts.get(path)).not.toContain('hidden')
    expect(documents.get(path)).toMatchObject({
      ApiKeyValue: { $secret: 'ApiKeyValue' },
      New: { Inner: { password: { $secret: 'password' } } },
      Newer: 'shown',
    })
  })
})
