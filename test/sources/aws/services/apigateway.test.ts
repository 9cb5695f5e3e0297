import { afterEach, describe, expect, test } from 'vitest'
import { ServiceError } from '../../../../fixtures/aws/service-error.ts'
import type { ServiceHandlers } from '../../../../fixtures/aws/service-handlers.ts'
import { Account } from '../../../../fixtures/endpoint/account.ts'
import { startEndpoint, type Endpoint } from '../../../../fixtures/endpoint/endpoint.ts'
import { APIGATEWAY } from '../../../../src/services/apigateway.ts'
import type { Sink } from '../../../../src/sources/source.ts'
import { captureSource, sessionAt, sourceOf } from '../capture-service.ts'

let endpoint: Endpoint | undefined

afterEach(async () => {
  await endpoint?.close()
  endpoint = undefined
})

/** Captures an account that answers like this: to calls of version 1, and to those of version 2. */
async function capture(v1: ServiceHandlers, v2: ServiceHandlers = {}, wants?: Sink['wants']) {
  const account = new Account()
  account.services.set('apigateway', v1)
  account.services.set('apigatewayv2', v2)
  endpoint = await startEndpoint({ account, verifySignatures: false })
  return captureSource(sourceOf(APIGATEWAY, sessionAt(endpoint.url)), wants)
}

const refuse =
  (code: string, status = 400) =>
  (): object => {
    throw new ServiceError(code, status)
  }
const body = (document: object) => ({ body: Buffer.from(JSON.stringify(document)) })
const FOLDER = 'integrations/api-gateway'

const integration = {
  uri: 'https://backend.example/orders/{id}?key=SECRET',
  requestParameters: {
    'integration.request.header.x-key': "'SECRET'",
    'integration.request.path.id': 'method.request.path.id',
  },
  requestTemplates: { 'application/json': '{"key": "SECRET"}' },
}
const shop: ServiceHandlers = {
  GetRestApis: () => ({ items: [{ id: 'a1', name: 'shop' }] }),
  GetStages: () => ({
    item: [{ stageName: 'prod', deploymentId: 'd1', variables: { token: 'SECRET' } }, { stageName: 'empty' }],
  }),
}

describe('a REST API', () => {
  test('is one document, in which what is sent to backends as it stands is hidden', async () => {
    const methods = { POST: { httpMethod: 'POST', methodIntegration: integration } }
    const { documents } = await capture({
      ...shop,
      GetResources: ({ embed }) => ({
        items: [{ id: 'r1', path: '/orders/{id}', resourceMethods: embed === undefined ? {} : methods }],
      }),
      GetGatewayResponses: () => ({
        items: [
          { responseType: 'THROTTLED', defaultResponse: true },
          { responseType: 'DEFAULT_4XX', defaultResponse: false },
        ],
      }),
    })
    const document = documents.get(`${FOLDER}/rest-apis/shop/api.json`)
    expect(document).toMatchObject({
      name: 'shop',
      resources: [
        {
          resourceMethods: {
            POST: {
              methodIntegration: {
                uri: { $secret: 'uri', url: 'https://backend.example/orders/{id}?…' },
                requestParameters: {
                  'integration.request.header.x-key': { $secret: 'integration.request.header.x-key' },
                  'integration.request.path.id': 'method.request.path.id',
                },
              },
            },
          },
        },
      ],
      gatewayResponses: [{ responseType: 'DEFAULT_4XX' }],
      stages: [{ stageName: 'empty' }, { deploymentId: 'd1', variables: { token: { $secret: 'token' } } }],
    })
    expect(JSON.stringify(document)).not.toContain('SECRET')
  })

  test('has an OpenAPI file for each stage that something is deployed to', async () => {
    const policy = { Statement: [{ Effect: 'Allow', Principal: { AWS: ['b', 'a'] }, Action: 'x' }] }
    const exported = (version: string) => ({
      openapi: '3.0.1',
      info: { title: 'shop', version },
      paths: {
        '/orders/{id}': {
          post: {
            parameters: [
              { name: 'x', in: 'query' },
              { name: 'id', in: 'path' },
            ],
            'x-amazon-apigateway-integration': integration,
          },
        },
      },
      'x-amazon-apigateway-policy': policy,
    })
    const capturedAs = (version: string) =>
      capture({
        ...shop,
        GetExport: ({ stageName, exportType }) =>
          stageName === 'prod' && exportType === 'oas30' ? body(exported(version)) : {},
      })
    const { documents, problems } = await capturedAs('2026-11-23T18:00:00Z')
    expect(problems).toEqual([])
    expect([...documents.keys()].filter((path) => path.endsWith('.openapi.json'))).toEqual([
      `${FOLDER}/rest-apis/shop/prod.openapi.json`,
    ])
    const document = documents.get(`${FOLDER}/rest-apis/shop/prod.openapi.json`)
    expect(document).toMatchObject({
      info: { title: 'shop' },
      paths: { '/orders/{id}': { post: { parameters: [{ name: 'id' }, { name: 'x' }] } } },
      'x-amazon-apigateway-policy': { Statement: [{ Principal: { AWS: ['a', 'b'] } }] },
    })
    expect(document?.['info']).toEqual({ title: 'shop' })
    expect(JSON.stringify(document)).not.toContain('SECRET')

    await endpoint?.close()
    const own = await capturedAs('2.1')
    expect(own.documents.get(`${FOLDER}/rest-apis/shop/prod.openapi.json`)?.['info']).toEqual({
      title: 'shop',
      version: '2.1',
    })
  })

  test('has the numbers of models to the last digit', async () => {
    const { texts } = await capture({
      ...shop,
      GetExport: () => ({ body: Buffer.from('{"components":{"maximum":9223372036854775807}}') }),
    })
    const text = texts.get(`${FOLDER}/rest-apis/shop/prod.openapi.json`)
    expect(text).toContain('"maximum": 9223372036854775807\n')
  })

  test('whose stage cannot be exported is there all the same', async () => {
    const { documents, problems, unknown } = await capture({
      ...shop,
      GetExport: refuse('BadRequestException'),
    })
    const path = `${FOLDER}/rest-apis/shop/prod.openapi.json`
    expect(unknown).toEqual([path])
    expect(problems).toMatchObject([{ path, operation: 'apigateway:GetExport', code: 'BadRequestException' }])
    expect(documents.get(`${FOLDER}/rest-apis/shop/api.json`)).toMatchObject({ name: 'shop' })
  })

  test('whose export is no JSON shows nothing of it', async () => {
    const { problems } = await capture({ ...shop, GetExport: () => ({ body: Buffer.from('{"a": SECRET') }) })
    expect(problems).toMatchObject([{ code: 'NoJson' }])
    expect(JSON.stringify(problems)).not.toContain('SECRET')
  })

  test('whose stages cannot be told has OpenAPI files of which nothing is known', async () => {
    const { unknown, problems } = await capture({ ...shop, GetStages: refuse('AccessDeniedException', 403) })
    expect(unknown).toEqual([`${FOLDER}/rest-apis/shop/`])
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['AccessDeniedException']))
  })

  test('of the name of another has a folder of its own', async () => {
    const { documents } = await capture({
      ...shop,
      GetRestApis: () => ({
        items: [
          { id: 'b2', name: 'shop' },
          { id: 'a1', name: 'shop' },
        ],
      }),
      GetExport: ({ restApiId }) => body({ info: { title: restApiId } }),
    })
    expect(documents.get(`${FOLDER}/rest-apis/shop/prod.openapi.json`)).toEqual({ info: { title: 'a1' } })
    expect(documents.get(`${FOLDER}/rest-apis/shop--b2/prod.openapi.json`)).toEqual({ info: { title: 'b2' } })
  })

  test('can be left out of what is wanted, and its OpenAPI files not', async () => {
    const path = `${FOLDER}/rest-apis/shop/prod.openapi.json`
    const { documents } = await capture(
      { ...shop, GetExport: () => body({ openapi: '3.0.1' }) },
      {},
      (prefix) => path.startsWith(prefix),
    )
    expect([...documents.keys()]).toContain(path)
  })
})

const http: ServiceHandlers = {
  GetApis: () => ({
    Items: [
      { ApiId: 'h1', Name: 'shop', ProtocolType: 'HTTP' },
      { ApiId: 'w1', Name: 'chat', ProtocolType: 'WEBSOCKET' },
    ],
  }),
  GetStages: () => ({
    Items: [
      { StageName: '$default', AutoDeploy: true, DeploymentId: 'auto' },
      { StageName: 'beta', DeploymentId: 'd1', StageVariables: { token: 'SECRET' } },
    ],
  }),
  GetDeployments: () => ({
    Items: [
      { DeploymentId: 'auto', AutoDeployed: true },
      { DeploymentId: 'd1', Description: 'by hand' },
    ],
  }),
  GetIntegrations: () => ({
    Items: [
      {
        IntegrationId: 'i1',
        RequestParameters: { 'append:header.x-key': 'SECRET', 'overwrite:path': '$request.path.proxy' },
      },
    ],
  }),
  ExportApi: ({ StageName }) => body({ info: { title: StageName, version: '2026-11-23 18:00:00UTC' } }),
}

describe('APIs of version 2', () => {
  test('are told apart by their protocol, and only those of HTTP have OpenAPI files', async () => {
    const { documents, problems } = await capture({}, http)
    expect(problems).toEqual([])
    expect([...documents.keys()].filter((path) => path.includes('-apis/')).sort()).toEqual([
      `${FOLDER}/http-apis/shop/$default.openapi.json`,
      `${FOLDER}/http-apis/shop/api.json`,
      `${FOLDER}/http-apis/shop/beta.openapi.json`,
      `${FOLDER}/websocket-apis/chat/api.json`,
    ])
    expect(documents.get(`${FOLDER}/http-apis/shop/beta.openapi.json`)).toEqual({ info: { title: 'beta' } })
    expect(JSON.stringify([...documents])).not.toContain('SECRET')
  })

  test('have no deployments that stages make by themselves', async () => {
    const { documents } = await capture({}, http)
    const document = documents.get(`${FOLDER}/http-apis/shop/api.json`)
    expect(document).toMatchObject({
      stages: [{ StageName: '$default' }, { StageName: 'beta', DeploymentId: 'd1' }],
      deployments: [{ DeploymentId: 'd1' }],
    })
    expect(JSON.stringify(document)).not.toContain('"auto"')
  })
})

test('domain names are asked for what their kind can have', async () => {
  const typed = (domainName: string, ...types: string[]) => ({ domainName, endpointConfiguration: { types } })
  const { documents, problems } = await capture(
    {
      GetDomainNames: () => ({
        items: [
          typed('edge.example', 'EDGE'),
          typed('regional.example', 'REGIONAL'),
          { ...typed('private.example', 'PRIVATE'), domainNameId: 'p1' },
        ],
      }),
      GetBasePathMappings: ({ domainName, domainNameId }) =>
        domainName === 'regional.example'
          ? refuse('BadRequestException')()
          : { items: [{ basePath: `${String(domainName)} ${String(domainNameId)}` }] },
    },
    {
      GetApiMappings: ({ DomainName }) =>
        DomainName === 'regional.example'
          ? { Items: [{ ApiMappingKey: 'v1/orders', ApiId: 'h1', Stage: '$default' }] }
          : refuse('BadRequestException')(),
      ListRoutingRules: ({ DomainName, DomainNameId }) =>
        DomainName === 'edge.example'
          ? refuse('BadRequestException')()
          : { RoutingRules: [{ Priority: 1, RoutingRuleId: DomainNameId ?? 'none' }] },
    },
  )
  expect(problems).toEqual([])
  const document = (name: string) => documents.get(`${FOLDER}/domain-names/${name}.json`)
  expect(document('edge.example')).toMatchObject({
    basePathMappings: [{ basePath: 'edge.example undefined' }],
  })
  expect(document('regional.example')).toMatchObject({
    apiMappings: [{ ApiMappingKey: 'v1/orders' }],
    routingRules: [{ RoutingRuleId: 'none' }],
  })
  expect(document('private.example')).toMatchObject({
    basePathMappings: [{ basePath: 'private.example p1' }],
    routingRules: [{ RoutingRuleId: 'p1' }],
  })
})

test('the values of API keys are never asked for, and hidden where they are told', async () => {
  const { documents } = await capture({
    GetApiKeys: ({ includeValues }) => ({
      items: [{ id: 'k1', name: 'partner', ...(includeValues === false ? {} : { value: 'SECRET' }) }],
    }),
    GetUsagePlans: () => ({ items: [{ id: 'p1', name: 'gold' }] }),
    GetUsagePlanKeys: () => ({ items: [{ id: 'k1', name: 'partner', value: 'SECRET' }] }),
  })
  expect(documents.get(`${FOLDER}/api-keys/partner.json`)).toEqual({ id: 'k1', name: 'partner' })
  expect(documents.get(`${FOLDER}/usage-plans/gold.json`)).toEqual({
    id: 'p1',
    name: 'gold',
    keys: [{ id: 'k1', name: 'partner', value: { $secret: 'partner' } }],
  })
})

test('an account that never used API Gateway in a region has nothing there, and no problem', async () => {
  const unused = refuse('NotFoundException', 404)
  const { documents, problems, unknown } = await capture({
    GetAccount: unused,
    GetRestApis: unused,
    GetApiKeys: unused,
    GetVpcLinks: unused,
  })
  expect([documents.size, problems, unknown]).toEqual([0, [], []])
})
