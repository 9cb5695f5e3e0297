import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { at } from '../../../src/model/json-place.ts'
import type { Api, Call, Service } from '../../../src/sources/aws/declaration.ts'
import { actionsOf } from '../../../src/sources/aws/iam-actions.ts'
import { IamReferences } from '../../../src/sources/aws/iam-references.ts'
import { createServiceSource } from '../../../src/sources/aws/service-source.ts'
import { SERVICES } from '../../../src/sources/aws/services.ts'
import { createSession } from '../../../src/sources/aws/session.ts'
import type { Sink } from '../../../src/sources/source.ts'
import { withFakeSdk } from './fake-sdk.ts'
import { generatedAnswer, type Variant } from './generated-answer.ts'

const READS = /^(Get|List|Describe|Scan|Export|BatchGet|Search)/

/** Calls that hand out secrets by the handful; nothing may send them. */
const NEVER = [
  'GetSecretValue',
  'BatchGetSecretValue',
  'GetParameter',
  'GetParameters',
  'GetParametersByPath',
  'GetInstanceAccessDetails',
  'GetBucketAccessKeys',
  'GetRelationalDatabaseMasterUserPassword',
  'DownloadDefaultKeyPair',
  'ExportCertificate',
]

/**
 * Members that the models call sensitive and that are kept: what people wrote for people, and code, which is kept as it
 * is.
 */
const KEPT: readonly RegExp[] = [/comment/i, /description/i, /definition/i, /message/i, /"ClientId"/]

/** Times that somebody has set, or that say since when or how long something is good: they do not move by themselves. */
const KEPT_TIMES =
  /"(not(Before|After)|expirationDate|(Start|End)(Date|Time)|StartingPositionTimestamp|\w*CreateTime|createdAt|revokedAt|DeletedDate|ArchivalDateTime|ResumeFullAutomationModeTime|SnapshotDatabaseTime)"/i

/** Lists whose order means something. */
const ORDERED = ['DescribeReceiptRuleSet']

const A: Variant = { time: new Date('2026-01-01T00:00:00Z'), canary: 'CANARY-' }
const LATER: Variant = { ...A, time: new Date('2026-06-01T00:00:00Z') }

interface Captured {
  readonly documents: ReadonlyMap<string, string>
  readonly unknown: readonly string[]
  readonly problems: readonly string[]
  /** As `lambda:GetFunction`. */
  readonly calls: ReadonlySet<string>
  /** `calls` as the names of their operations. */
  readonly operations: ReadonlySet<string>
}

/** Captures a service whose every answer is generated; `refused` operations are denied. */
async function captureGenerated(
  service: Service,
  variant: Variant,
  { refused, backwards = false }: { refused?: string; backwards?: boolean } = {},
): Promise<Captured> {
  const calls = new Set<string>()
  const operations = new Set<string>()
  const byOperation = callsByOperation(service)
  const models = await modelsOf(service)
  const fake = withFakeSdk(service, (api, operation, input) => {
    calls.add(`${api.id}:${operation}`)
    operations.add(operation)
    if (operation === refused) {
      throw Object.assign(new Error('denied'), {
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 403 },
      })
    }
    const schema = models.get(api.client)?.(operation)
    if (schema === undefined) throw new Error(`the SDK has no ${api.client} ${operation}`)
    const answer = generatedAnswer(schema as never, variant)
    for (const call of byOperation.get(operation) ?? []) shape(answer, call, input, backwards)
    return answer
  })
  const documents = new Map<string, string>()
  const unknown: string[] = []
  const problems: string[] = []
  const sink: Sink = {
    wants: () => true,
    content: () => Promise.resolve(),
    document({ path, bytes }) {
      if (documents.has(path)) throw new Error(`${path} comes twice`)
      documents.set(path, Buffer.from(bytes).toString())
      return Promise.resolve()
    },
    bare: ({ path }) => unknown.push(path),
    listed: () => undefined,
    problem: ({ path, operation, code }) => problems.push(`${path} ${operation} ${code}`),
    notCovered: () => undefined,
    request: () => undefined,
    status: () => undefined,
  }
  const session = createSession({
    endpointUrl: 'http://127.0.0.1:9',
    regions: ['us-east-1'],
    env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' },
    now: Date.now,
  })
  const source = createServiceSource(fake, {
    session,
    markAt: () => () => ({ $secret: 'hidden' }),
    references: new IamReferences(true),
    tableData: { leftOut: () => undefined, readUnitsPerSecond: undefined },
  })
  await source.capture(sink, new AbortController().signal, Promise.resolve(true))
  return { documents, unknown, problems, calls, operations }
}

/** Ends the paging after two pages, and turns the list around. */
function shape(
  answer: Record<string, unknown>,
  { operation, select, next }: Call,
  input: Readonly<Record<string, unknown>>,
  backwards: boolean,
): void {
  const isSecond = Object.keys(next ?? {}).some((member) => input[member] !== undefined)
  for (const place of Object.values(next ?? {})) set(answer, place, isSecond ? undefined : 'token')
  const list = at(select, answer as JsonObject)
  if (backwards && !ORDERED.includes(operation) && Array.isArray(list)) (list as unknown[]).reverse()
}

function set(answer: Record<string, unknown>, place: string, value: unknown): void {
  const names = place.split('.')
  const last = names.pop() ?? ''
  let holder: Record<string, unknown> | undefined = answer
  for (const name of names) holder = holder?.[name] as Record<string, unknown> | undefined
  if (holder !== undefined) holder[last] = value
}

function callsByOperation({ resources }: Service): Map<string, Call[]> {
  return Map.groupBy(
    resources.flatMap(({ list, of, details = {} }) => [
      ...callsIn(list),
      ...(of === undefined ? [] : callsIn(of.list)),
      ...Object.values(details).flatMap(callsIn),
    ]),
    ({ operation }) => operation,
  )
}

function callsIn(call: Call): Call[] {
  return [call, ...Object.values(call.details ?? {}).flatMap(callsIn)]
}

/** The shapes of the outputs of every API of a service, by its client and an operation. */
async function modelsOf(service: Service): Promise<Map<string, (operation: string) => unknown>> {
  const apis = new Set<Api>([service.api])
  for (const call of [...callsByOperation(service).values()].flat())
    if (call.api !== undefined) apis.add(call.api)
  for (const { contentCalls = [] } of service.resources)
    for (const { api } of contentCalls) if (api !== undefined) apis.add(api)
  const models = await Promise.all(
    [...apis].map(async (api) => {
      const sdk = (await api.load()) as Record<string, new (input: object) => { schema: readonly unknown[] }>
      const outputOf = (operation: string): unknown => {
        const Command = sdk[`${operation}Command`]
        return Command === undefined ? undefined : new Command({}).schema[5]
      }
      return [api.client, outputOf] as const
    }),
  )
  return new Map(models)
}

describe.each(SERVICES.map((service) => [service.name, service] as const))('%s', (_, service) => {
  test('sends read calls only, and just those that its IAM actions allow', async () => {
    const { calls, operations, documents } = await captureGenerated(service, A)
    expect(documents.size).toBeGreaterThan(0)
    expect([...operations].filter((name) => !READS.test(name) || NEVER.includes(name))).toEqual([])
    const named = new Map<string, string>(
      [
        ...[...callsByOperation(service).values()].flat(),
        ...service.resources.flatMap(({ contentCalls = [] }) => contentCalls),
      ].map((call) => {
        const api = call.api ?? service.api
        return [
          `${api.id}:${call.operation}`,
          call.action ?? api.action ?? `${api.id}:${call.operation}`,
        ] as const
      }),
    )
    const declared = actionsOf(service)
    expect(
      [...calls].map((call) => named.get(call) ?? call).filter((action) => !declared.includes(action)),
    ).toEqual([])
  })

  test('gives the same documents whatever the order of lists and the times in answers', async () => {
    const first = await captureGenerated(service, A)
    const second = await captureGenerated(service, LATER, { backwards: true })
    expect([...second.documents.keys()].sort()).toEqual([...first.documents.keys()].sort())
    const changed = [...first.documents]
      .map(([path, text]) => [path, differingLines(text, second.documents.get(path) ?? '')] as const)
      .filter(([, lines]) => lines.length > 0)
    expect(changed).toEqual([])
  })

  test('puts markers in the place of what its model calls sensitive', async () => {
    const { documents } = await captureGenerated(service, A)
    const leaks = [...documents]
      .flatMap(([path, text]) => (path.endsWith('.json') ? text.split('\n') : []))
      .filter((line) => line.includes('CANARY-') && !KEPT.some((kept) => kept.test(line)))
    expect([...new Set(leaks.map((line) => line.trim().replace(/CANARY-\w+/g, 'CANARY')))]).toEqual([])
  })

  test('takes what it is denied for unknown, and never for absent', async () => {
    const whole = await captureGenerated(service, A)
    for (const refused of whole.operations) {
      const { documents, unknown, problems } = await captureGenerated(service, A, { refused })
      expect([refused, problems.length > 0]).toEqual([refused, true])
      const missing = [...whole.documents.keys()].filter(
        (path) => !documents.has(path) && !unknown.some((place) => path.startsWith(place)),
      )
      expect([refused, missing]).toEqual([refused, []])
    }
  })
})

function differingLines(a: string, b: string): string[] {
  const [left, right] = [a.split('\n'), b.split('\n')]
  return left.filter((line, i) => line !== right[i] && !KEPT_TIMES.test(line)).slice(0, 3)
}
