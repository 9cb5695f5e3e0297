import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IndependentReader } from '../../store/independent-reader.ts'
import type { CommitDocument } from '../json-contract.ts'
import { jsnap, type Ran } from '../jsnap-command.ts'
import { startFaultProxy, startProxy } from './fault-proxy.ts'
import {
  deployServices,
  hasMoto,
  seedServices,
  startMoto,
  type MotoServer,
  type Services,
} from './moto-server.ts'

/** What moto does not serve at all: a version says so, and is incomplete. */
const NOT_SERVED = /^Http(404|500)$|^NotServed$/

describe.runIf(hasMoto)('an estate of all services on moto', () => {
  let moto: MotoServer
  let services: Services
  let folder: string
  let firstRun: Ran
  let first: CommitDocument

  const run = (args: readonly string[], url = moto.url, cwd = 'work') =>
    jsnap(args, {
      cwd: join(folder, cwd),
      env: {
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'us-east-1',
      },
    })
  const out = (...path: string[]) => join(folder, 'out', ...path)
  const json = (...path: string[]) =>
    JSON.parse(readFileSync(out(...path), 'utf8')) as Record<string, unknown>

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'jsnap-moto-')))
    for (const name of ['work', 'faults']) mkdirSync(join(folder, name))
    moto = await startMoto()
    services = await seedServices(moto.url)
    firstRun = await run(['commit', '-m', 'v1', '--json'])
    first = firstRun.json() as CommitDocument
    await run(['checkout', 'v1', out()])
  })
  afterAll(() => {
    moto.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is committed with all that moto serves, and what it does not serve is a problem', () => {
    expect(firstRun.exitCode).toBe(3)
    expect(first.problems.filter(({ code }) => !NOT_SERVED.test(code))).toEqual([])
  })

  test('gives the same tree when it is committed again', async () => {
    const again = (await run(['commit', '-m', 'again', '--json'])).json() as CommitDocument
    expect(again.tree).toBe(first.tree)
    expect(again.counts).toMatchObject({ added: 0, modified: 0, removed: 0 })
    // Nothing changed while they were made, whatever moto's lists say.
    expect([first.during, again.during]).toEqual([[], []])
  })

  test('has every distribution, with its secret header marked', () => {
    for (const [id, { comment }] of Object.entries(services.distributions)) {
      expect(json('cloudfront/distributions', `${id}.json`)).toMatchObject({
        DistributionConfig: {
          Comment: comment,
          Origins: {
            Items: [
              { CustomHeaders: { Items: [{ HeaderValue: { $secret: expect.any(String) as string } }] } },
            ],
          },
        },
      })
    }
    expect(readFileSync(out('cloudfront/cache-behaviors.json'), 'utf8').match(/"PathPattern"/g)).toHaveLength(
      132,
    )
  })

  test('has every function with its configuration', () => {
    for (const [name, { codeSha256, memory }] of Object.entries(services.functions)) {
      expect(json('lambda/functions', name, 'config.json')).toMatchObject({
        CodeSha256: codeSha256,
        MemorySize: memory,
        Environment: { Variables: { API_TOKEN: { $secret: expect.any(String) as string } } },
      })
    }
  })

  test('has every zone and all of its records, also of two zones of one name', () => {
    const files = readdirSync(out('route53/dns-records'))
    expect(files).toHaveLength(16)
    const found = files.map((file) => {
      const { Name, records } = json('route53/dns-records', file) as { Name: string; records: unknown[] }
      return `${Name} ${records.length}`
    })
    expect(found.sort()).toEqual(
      Object.values(services.zones)
        .map(({ name, records }) => `${name} ${records}`)
        .sort(),
    )
    expect(
      Object.keys(services.zones).map((id) => json('route53/hosted-zones', `${id}.json`)['Id']),
    ).toHaveLength(16)
  })

  test('has every item of the tables, ordered by key', () => {
    for (const [name, count] of Object.entries(services.tables)) {
      const lines = readFileSync(out('databases/table-exports', `${name}.jsonl`), 'utf8')
        .trimEnd()
        .split('\n')
      expect(lines).toHaveLength(count)
      const keys = lines.map((line) => {
        const { customer, number } = JSON.parse(line) as { customer: { S: string }; number: { N: string } }
        return [customer.S, Number(number.N)] as const
      })
      expect(keys).toEqual(keys.toSorted(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x - y)))
      expect(json('databases/dynamodb-schemas', `${name}.json`)['TableName']).toBe(name)
    }
  })

  test('has the roles and policies that functions use, and no others', () => {
    expect(readdirSync(out('iam/roles'))).toEqual(services.roles.used.map((name) => `${name}.json`))
    expect(readdirSync(out('iam/policies'))).toEqual(services.policies.map((name) => `${name}.json`))
  })

  test('has databases, mail, certificates, firewalls, APIs and integrations', () => {
    const files = readdirSync(out(), { recursive: true, encoding: 'utf8' })
    const named = (name: string) => files.some((file) => file.split('/').at(-1)?.startsWith(name) === true)
    for (const name of [
      ...services.databases,
      ...services.identities,
      ...services.templates,
      ...services.webAcls,
    ]) {
      expect([name, named(name)]).toEqual([name, true])
    }
    for (const name of services.apis) expect([name, named(name)]).toEqual([name, true])
    for (const [service, names] of Object.entries(services.integrations)) {
      const found = files.filter((file) => file.startsWith(`integrations/${service}/`))
      for (const name of names)
        expect([name, found.some((file) => file.includes(name))]).toEqual([name, true])
    }
    expect(readdirSync(out('acm/certificates'))).toHaveLength(services.certificates.length)
    expect(readFileSync(out('integrations/webhooks.json'), 'utf8')).toContain('https://erp.example/orders')
  })

  test('has no secret value in any file, in the output or in any byte of the store', async () => {
    const files = readdirSync(out(), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    const store = join(folder, 'work', '.jsnap')
    texts.push(...new IndependentReader(store).everything())
    for (const name of readdirSync(store).filter((name) => name.startsWith('index.sqlite')))
      texts.push(readFileSync(join(store, name)))
    texts.push(Buffer.from(firstRun.stdout + firstRun.stderr))
    const shown = await run(['show', 'v1'])
    texts.push(Buffer.from(shown.stdout + shown.stderr))
    const leaked = services.canaries.filter((canary) => texts.some((text) => text.includes(canary)))
    expect(leaked).toEqual([])
    expect(services.canaries.length).toBeGreaterThan(90)
  })

  test('gives the same tree through faults on every seventh request, or says what is missing', async () => {
    const proxy = await startFaultProxy(moto.url, 7)
    try {
      const ran = await run(['commit', '-m', 'faults', '--json'], proxy.url, 'faults')
      const commit = ran.json() as CommitDocument
      expect(proxy.faults).toBeGreaterThan(100)
      expect(ran.exitCode).toBe(3)
      const places = (problems: CommitDocument['problems']) =>
        problems.map(({ path, operation }) => `${path} ${operation}`)
      expect(places(commit.problems)).toEqual(places(first.problems))
    } finally {
      await proxy.close()
    }
  })

  test('shows what a deployment changed, and nothing else', async () => {
    const { canaries } = await deployServices(moto.url)
    await run(['commit', '-m', 'v2', '--json'])
    const shown = await run(['diff', 'v1', 'v2'])
    for (const canary of canaries) expect(shown.stdout + shown.stderr).not.toContain(canary)
    const lines = shown.stdout.split('\n').filter((line) => /^[-+~>*]| {4}/.test(line))
    const stable = lines.map((line) =>
      line
        .replace(/distributions\/\w+\.json/, 'distributions/<id>.json')
        .replace(/^(~ .*?) {2}[\d.]+ \w?i?B(?:, [-+][\d.]+ \w?i?B)?(?= {2}|$)/, '$1')
        .replace(/[A-Za-z0-9+/]{43}=/g, '<digest>')
        .replace(/hosted-zones\/\w+\.json/, 'hosted-zones/<id>.json')
        .replace(/\b(id|parentId): \w{10}\b/g, '$1: <id>')
        .replace(/…[-0-9a-f]{25,} /, '…<id> '),
    )
    expect(stable.join('\n')).toMatchInlineSnapshot(`
      "~ cloudfront/distributions/<id>.json  (www0.qos.example)  70 unchanged
          ~ behaviour /assets/*: MinTTL 60 → 120
      ~ databases/dynamodb-schemas/qos-orders.json  19 unchanged
          ~ timeToLive.TimeToLiveStatus ENABLED → DISABLED
      - databases/dynamodb-schemas/sailjada-orders.json  1.0 KiB
      - databases/rds/instances/marlow-db.json  1.3 KiB
      ~ databases/rds/instances/qos-db.json  26 unchanged
          ~ DBInstanceClass db.t4g.micro → db.t4g.small
      ~ databases/rds/parameter-groups/shop-pg.json  6 unchanged
          ~ parameter max_connections 200 → 400
      ~ databases/table-exports/marlow-orders.jsonl  1 item added
          ~ items 60 → 61
          ~ scanned 60 → 61
          + customer c999, number 1 {}
      - databases/table-exports/sailjada-orders.jsonl  11.5 KiB
      ~ iam/roles/shop-functions.json  15 unchanged
          + policy send, PolicyDocument.Statement[0]: Action ses:SendRawEmail
      ~ integrations/api-gateway/rest-apis/qos-rest/api.json  30 unchanged
          + resource /orders: resourceMethods.DELETE {apiKeyRequired: false, authorizationType: AWS_IAM, httpMethod: DELETE, methodResponses: {}}
          + resource /orders/returns {id: <id>, parentId: <id>, pathPart: returns, resourceMethods: {POST: {api…, httpMethod: POST, methodResponses: {}}}}
          ~ stage prod: description "" → "the shop"
      ~ integrations/api-gateway/rest-apis/qos-rest/prod.openapi.json  10 unchanged
          + paths./orders.DELETE {produces: [application/json], responses: {}}
          + paths./orders/returns {POST: {produces: [application/json], responses: {}}}
      ~ integrations/cloudwatch/alarms/errors.json  9 unchanged
          ~ Threshold 1 → 5
      ~ integrations/eventbridge/rules/default/nightly.json  7 unchanged
          ~ ScheduleExpression "rate(1 day)" → "rate(2 days)"
          + target queue: Input {full: (secret)}
      ~ integrations/logs/groups/aws/lambda/qos-fn-0.json  2 unchanged
          ~ retentionInDays 30 → 90
      - integrations/ses/templates/marlow-order.json  149 B
      ~ integrations/ses/templates/qos-order.json  4 unchanged
          ~ SubjectPart "Your order" → "Your QOS order"
      ~ integrations/sns/topics/orders.json  28 unchanged
          + subscription sqs arn:aws:sqs:us-east-1:123456789012:orders-de…<id> {ConfirmationWasAuthenticated: true, Own…123456789012:orders}
      ~ integrations/sqs/queues/orders.json  8 unchanged
          ~ VisibilityTimeout 30 → 45
      + integrations/sqs/queues/returns.json  262 B
      ~ integrations/step-functions/state-machines/fulfil.json  10 unchanged
          ~ definition.States.Wait.Seconds 1 → 5
      - lambda/functions/marlow-fn-2/  2 paths, 1.3 KiB
      ~ lambda/functions/qos-fn-0/config.json  61 unchanged
          ~ CodeSha256 <digest> → <digest>
          ~ CodeSize 284 → 292
          ~ Environment.API_TOKEN: secret changed
          ~ MemorySize 128 → 512
          ~ concurrency.ReservedConcurrentExecutions 5 → 50
      ~ lambda/functions/sailjada-fn-4/config.json  45 unchanged
          - alias live: policy.Id default
          - alias live, policy, statement api {Action: lambda:InvokeFunction, Effect: Allow, Principal: {Service: apigateway.a…-1:123456789012:function:sailjada-fn-4}
          - alias live: policy.Version 2012-10-17
          - policy.Id default
          - policy, statement api {Action: lambda:InvokeFunction, Effect: Allow, Principal: {Service: apigateway.amazonaws…east-1:123456789012:function:sailjada-fn-4}
          - policy.Version 2012-10-17
          - version 1: policy.Id default
          - version 1, policy, statement api {Action: lambda:InvokeFunction, Effect: Allow, Principal: {Service: apigateway.a…t-1:123456789012:function:sailjada-fn-4}
          - version 1: policy.Version 2012-10-17
      + route53/dns-records/new.example.json  757 B
      ~ route53/dns-records/zone1.example.json  58 unchanged
          ~ cdn.zone1.example A: AliasTarget.DNSName d111.cloudfront.net. → d222.cloudfront.net.
          ~ h0.zone1.example A: TTL 300 → 60
          ~ txt.zone1.example TXT "v=spf1 -all" → "v=spf1 include:amazonses.com -all"
          ~ w.zone1.example A green: Weight 10 → 50
          - h5.zone1.example A {ResourceRecords: [192.0.2.5], TTL: 300}
          + _dmarc.zone1.example TXT {ResourceRecords: ["v=DMARC1; p=none"], TTL: 300}
      + route53/hosted-zones/<id>.json  (new.example)  390 B
      ~ waf/regional/ip-sets/office-regional.json  5 unchanged
          + Addresses 198.51.100.0/24"
    `)
  })

  test('names what changes while it is committed', async () => {
    const [name = ''] = Object.keys(services.functions)
    const lambda = new LambdaClient({
      endpoint: moto.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    let deployed: Promise<unknown> | undefined
    const proxy = await startProxy(moto.url, (incoming, _, forward) => {
      // It is listed by then.
      if (incoming.url?.startsWith(`/2015-03-31/functions/${name}`) === true)
        deployed ??= lambda.send(
          new UpdateFunctionConfigurationCommand({ FunctionName: name, MemorySize: 1024 }),
        )
      void Promise.resolve(deployed).then(forward)
    })
    try {
      const ran = await run(['commit', '-m', 'torn', '--json', '--only', 'lambda,sqs'], proxy.url)
      expect((ran.json() as CommitDocument).during).toEqual([
        { path: `lambda/functions/${name}/config.json`, change: 'modified' },
      ])
    } finally {
      await proxy.close()
      lambda.destroy()
    }
  })
})
