import type { JsonObject } from '../../../src/model/canonical-json.ts'
import type { Gap, Problem } from '../../../src/model/commit.ts'
import type { Service } from '../../../src/services/declaration/declaration.ts'
import { IamReferences } from '../../../src/sources/aws/iam-references.ts'
import { createServiceSource } from '../../../src/sources/aws/service-source.ts'
import { createSession, type AwsSession } from '../../../src/sources/aws/session.ts'
import type { ContentItem, Sink, Source } from '../../../src/sources/source.ts'

/** All that a capture said. */
export interface CapturedService {
  readonly documents: ReadonlyMap<string, JsonObject>
  /** The documents as they are stored. */
  readonly texts: ReadonlyMap<string, string>
  readonly contents: ReadonlyMap<string, ContentItem>
  /** Paths of which nothing is known. */
  readonly unknown: readonly string[]
  readonly problems: readonly Problem[]
  readonly gaps: readonly Gap[]
  readonly requests: readonly string[]
  /** What the progress display was told. */
  readonly statuses: readonly string[]
}

/** A session with a server of the test's own, which is not asked who calls. */
export function sessionAt(
  url: string,
  regions: readonly string[] = ['us-east-1'],
  now = Date.now,
): AwsSession {
  const env = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' }
  const session = createSession({ endpointUrl: url, regions, env, now })
  return {
    ...session,
    identity: () => Promise.resolve({ account: '123456789012', partition: 'aws', arn: null, regions }),
  }
}

/** The source of a service, with markers that tell the name of what they stand for. */
export function sourceOf(service: Service, session: AwsSession): Source {
  return createServiceSource(service, {
    session,
    markAt: () => (name) => ({ $secret: name }),
    references: new IamReferences(),
    tableData: { leftOut: () => undefined, readUnitsPerSecond: undefined },
  })
}

/** Captures a source; contents are not read. */
export async function captureSource(
  source: Source,
  wants: Sink['wants'] = () => true,
): Promise<CapturedService> {
  const documents = new Map<string, JsonObject>()
  const texts = new Map<string, string>()
  const contents = new Map<string, ContentItem>()
  const unknown: string[] = []
  const problems: Problem[] = []
  const gaps: Gap[] = []
  const requests: string[] = []
  const statuses: string[] = []
  const sink: Sink = {
    wants,
    content: (item) => Promise.resolve(void contents.set(item.path, item)),
    document({ path, bytes }) {
      if (documents.has(path)) throw new Error(`${path} was listed twice`)
      const text = Buffer.from(bytes).toString()
      texts.set(path, text)
      documents.set(path, JSON.parse(text) as JsonObject)
      return Promise.resolve()
    },
    bare: ({ path }) => unknown.push(path),
    listed: () => undefined,
    problem: (problem) => problems.push(problem),
    notCovered: (gap) => gaps.push(gap),
    note: () => undefined,
    had: () => false,
    wasUnknown: () => false,
    isExpected: () => true,
    lookAgain: () => undefined,
    request: (operation) => requests.push(operation),
    status: (text) => statuses.push(text),
  }
  await source.capture(sink, new AbortController().signal, Promise.resolve(true))
  return { documents, texts, contents, unknown, problems, gaps, requests, statuses }
}
