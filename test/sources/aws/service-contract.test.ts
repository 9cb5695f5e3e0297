import { describe, expect, test } from 'vitest'
import { actionsOf } from '../../../src/sources/aws/iam-actions.ts'
import { SERVICES } from '../../../src/services/services.ts'
import { callsByOperation, captureGenerated } from './capture-generated.ts'
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

/**
 * Members that the models call sensitive and that are kept: what people wrote for people, and code, which is kept as it
 * is.
 */
const KEPT: readonly RegExp[] = [/comment/i, /description/i, /definition/i, /message/i, /"ClientId"/]

/** Times that somebody has set, or that say since when or how long something is good: they do not move by themselves. */
const KEPT_TIMES =
  /"(not(Before|After)|expirationDate|(Start|End)(Date|Time)|StartingPositionTimestamp|\w*CreateTime|createdAt|revokedAt|DeletedDate|ArchivalDateTime|ResumeFullAutomationModeTime|SnapshotDatabaseTime)"/i

const A: Variant = { time: new Date('2026-01-01T00:00:00Z'), canary: 'CANARY-' }
const LATER: Variant = { ...A, time: new Date('2026-06-01T00:00:00Z') }

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
