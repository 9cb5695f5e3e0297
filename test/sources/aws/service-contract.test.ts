import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/model/canonical-json.ts'
import { isList, isNested, isObject } from '../../../src/model/json-place.ts'
import { kindPath } from '../../../src/model/kind-path.ts'
import { actionsHere, enter, placePattern } from '../../../src/model/place-pattern.ts'
import type { Service } from '../../../src/services/declaration/declaration.ts'
import type { Rules } from '../../../src/services/declaration/rules.ts'
import { actionsOf } from '../../../src/sources/aws/iam-actions.ts'
import { SERVICES } from '../../../src/services/services.ts'
import { listsOf } from '../../diff/lists-of.ts'
import { callsByOperation, captureGenerated, type Captured } from './capture-generated.ts'
import type { Variant } from './generated-answer.ts'

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

/** Problems of answers in which what is selected is not there, or is no thing. */
const MISREAD = / (NoAnswer|OddItem|OddAnswer)$/

const A: Variant = { time: new Date('2026-01-01T00:00:00Z'), canary: 'CANARY-' }
const LATER: Variant = { ...A, time: new Date('2026-06-01T00:00:00Z') }

describe.each(SERVICES.map((service) => [service.name, service] as const))('%s', (_, service) => {
  test('sends read calls only, just those that its IAM actions allow, and finds in their answers what it selects', async () => {
    const { calls, operations, documents, problems } = await captureGenerated(service, A)
    expect(problems.filter((problem) => MISREAD.test(problem))).toEqual([])
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
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const values = new Map(
        [...other.documents].map(([path, text]) => [path, new Map(leavesOf(path, text))]),
      )
      const isOther = (value: Json, path: string, at: string) => values.get(path)?.get(at) !== value
      expect(notDeclared('keptTimes', service, one, isOther)).toEqual({ undeclared: [], unused: [] })
    }
  })

  test('puts markers in the place of what its model calls sensitive', async () => {
    const captured = await captureGenerated(service, A)
    const isLeak = (value: Json, path: string) =>
      path.endsWith('.json') && typeof value === 'string' && value.includes('CANARY-')
    expect(notDeclared('keptSensitive', service, captured, isLeak)).toEqual({ undeclared: [], unused: [] })
  })

  test('says of every list whether its order counts, and what identifies its items', async () => {
    const { documents } = await captureGenerated(service, A)
    const undeclared: string[] = []
    const mistaken: string[] = []
    for (const { kind, path, text } of documentsOfKinds(service, documents)) {
      const lists = listsOf(path)
      for (const { names, items } of listsIn(parsed(path, text), [])) {
        const identity = lists(names)
        const keys = [identity?.by ?? ''].flat().flatMap((members) => members.split(' '))
        const isOfNone = (key: string) =>
          key !== '' && items.every((item) => isObject(item) && !(key in item))
        if (identity === undefined) undeclared.push(`${kind.path} ${names.join('.')}`)
        if (keys.every(isOfNone)) mistaken.push(`${kind.path} ${names.join('.')}: ${keys.join(' ')}`)
      }
    }
    expect({ undeclared: [...new Set(undeclared)], mistaken }).toEqual({ undeclared: [], mistaken: [] })
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

/** What a test finds in documents that their declaration does not name, and what the declaration names that it does not find. */
function notDeclared(
  member: 'keptTimes' | 'keptSensitive',
  service: Service,
  { documents }: Captured,
  isFound: (value: Json, path: string, at: string) => boolean,
): { undeclared: string[]; unused: string[] } {
  const undeclared = new Set<string>()
  const used = new Set<string>()
  for (const { kind, path, text } of documentsOfKinds(service, documents))
    for (const [at, value] of leavesOf(path, text)) {
      if (!isFound(value, path, at)) continue
      const names = at.split('/').filter((step) => !/^\d*$/.test(step))
      const hits = (kind[member] ?? []).filter((place) => isAt(place, names))
      hits.forEach((place) => used.add(`${kind.path} ${place}`))
      if (hits.length === 0) undeclared.add(`${kind.path} ${names.join('.')}`)
    }
  const declared = kindsOf(service).flatMap((kind) =>
    (kind[member] ?? []).map((place) => `${kind.path} ${place}`),
  )
  return { undeclared: [...undeclared], unused: declared.filter((place) => !used.has(place)) }
}

type Kind = Rules & { readonly path: string }

function kindsOf({ resources }: Service): Kind[] {
  return resources.flatMap((one) => (one.beside === undefined ? [one] : [one, one.beside]))
}

function* documentsOfKinds(
  service: Service,
  documents: Captured['documents'],
): Generator<{ kind: Kind; path: string; text: string }, void, undefined> {
  for (const kind of kindsOf(service))
    for (const [path, text] of documents) if (kindPath(kind.path).test(path)) yield { kind, path, text }
}

function isAt(place: string, names: readonly string[]): boolean {
  return actionsHere(names.reduce(enter, [placePattern(place, true)])).length > 0
}

/** Code is one value. */
function parsed(path: string, text: string): Json {
  return path.endsWith('.json') ? (JSON.parse(text) as Json) : text
}

/** Every value of a document that holds no others, by the way that leads to it, as `/Rules/0/Name`. */
function leavesOf(path: string, text: string): [at: string, value: Json][] {
  const found: [string, Json][] = []
  const look = (value: Json, at: string): void => {
    if (!isNested(value)) found.push([at, value])
    else for (const [name, inner] of Object.entries(value)) look(inner as Json, `${at}/${name}`)
  }
  look(parsed(path, text), '')
  return found
}

/** Every list of a document, by the names that lead to it. */
function* listsIn(
  value: Json,
  names: readonly string[],
): Generator<{ names: readonly string[]; items: readonly Json[] }, void, undefined> {
  if (!isNested(value)) return
  if (isList(value)) yield { names, items: value }
  for (const [name, inner] of Object.entries(value))
    yield* listsIn(inner as Json, isList(value) ? names : [...names, name])
}
