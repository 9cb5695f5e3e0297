import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { at } from '../../../src/model/json-place.ts'
import { apisOf, callsIn } from '../../../src/services/declaration/calls.ts'
import type { Call, Service } from '../../../src/services/declaration/declaration.ts'
import { IamReferences } from '../../../src/sources/aws/iam-references.ts'
import { createServiceSource } from '../../../src/sources/aws/service-source.ts'
import type { Sink } from '../../../src/sources/source.ts'
import { sessionAt } from './capture-service.ts'
import { withFakeSdk } from './fake-sdk.ts'
import { generatedAnswer, type Variant } from './generated-answer.ts'

/** Lists whose order means something, or that have one item. */
const ORDERED = ['DescribeReceiptRuleSet', 'GetBucketCors', 'GetBucketOwnershipControls']

/** Texts that are nothing if they have not the form of what they hold. */
const TEXTS: Readonly<Record<string, object>> = {
  GetBucketPolicy: { Policy: '{"Statement":{"Effect":"Allow"}}' },
}

export interface Captured {
  readonly documents: ReadonlyMap<string, string>
  readonly unknown: readonly string[]
  readonly problems: readonly string[]
  /** As `lambda:GetFunction`. */
  readonly calls: ReadonlySet<string>
  /** `calls` as the names of their operations. */
  readonly operations: ReadonlySet<string>
}

/** Captures a service whose every answer is generated; `refused` operations are denied. */
export async function captureGenerated(
  service: Service,
  variant: Variant,
  { refused, backwards = false }: { refused?: string; backwards?: boolean } = {},
): Promise<Captured> {
  const calls = new Set<string>()
  const operations = new Set<string>()
  const byOperation = callsByOperation(service)
  const own = ownCalls(service)
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
    Object.assign(answer, TEXTS[operation])
    for (const call of byOperation.get(operation) ?? [])
      shape(answer, call, input, { backwards, owns: own.has(call) })
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
    note: () => undefined,
    had: () => false,
    wasUnknown: () => false,
    isExpected: () => true,
    lookAgain: () => undefined,
    request: () => undefined,
    status: () => undefined,
  }
  const source = createServiceSource(fake, {
    session: sessionAt('http://127.0.0.1:9'),
    markAt: () => () => ({ $secret: 'hidden' }),
    references: new IamReferences(true),
    tableData: { leftOut: () => undefined, readUnitsPerSecond: undefined },
  })
  await source.capture(sink, new AbortController().signal, Promise.resolve(true))
  return { documents, unknown, problems, calls, operations }
}

/** Ends the paging after two pages, and turns the list around; of what is asked for by its name there is one. */
function shape(
  answer: Record<string, unknown>,
  { operation, select, next }: Call,
  input: Readonly<Record<string, unknown>>,
  { backwards, owns }: { readonly backwards: boolean; readonly owns: boolean },
): void {
  const isSecond = Object.keys(next ?? {}).some((member) => input[member] !== undefined)
  for (const place of Object.values(next ?? {})) set(answer, place, isSecond ? undefined : 'token')
  const list = at(select, answer as JsonObject)
  if (owns && Array.isArray(list)) list.splice(1)
  if (backwards && !ORDERED.includes(operation) && Array.isArray(list)) (list as unknown[]).reverse()
}

function set(answer: Record<string, unknown>, place: string, value: unknown): void {
  const names = place.split('.')
  const last = names.pop() ?? ''
  let holder: Record<string, unknown> | undefined = answer
  for (const name of names) holder = holder?.[name] as Record<string, unknown> | undefined
  if (holder !== undefined) holder[last] = value
}

export function callsByOperation({ resources }: Service): Map<string, Call[]> {
  return Map.groupBy(
    resources.flatMap(({ list, of, details = {} }) =>
      [list, ...(of === undefined ? [] : [of.list]), ...Object.values(details)].flatMap(callsIn),
    ),
    ({ operation }) => operation,
  )
}

/** The calls that ask one thing for its own members. */
function ownCalls(service: Service): ReadonlySet<Call> {
  const all = [...service.resources, ...[...callsByOperation(service).values()].flat()]
  const own = all.flatMap(({ details = {} }) => (details[''] === undefined ? [] : [details['']]))
  return new Set(own.filter(({ belongsTo }) => belongsTo === undefined))
}

/** The shapes of the outputs of every API of a service, by its client and an operation. */
async function modelsOf(service: Service): Promise<Map<string, (operation: string) => unknown>> {
  const models = await Promise.all(
    [...apisOf(service)].map(async (api) => {
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
