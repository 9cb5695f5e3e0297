import { createHash } from 'node:crypto'
import { DEMO_KEY } from '../../../fixtures/endpoint/credentials.ts'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import type { Gap, Problem } from '../../../src/model/commit.ts'
import { mergeMeta, type Origin } from '../../../src/model/entry.ts'
import { createSession, type AwsSession } from '../../../src/sources/aws/session.ts'
import { openObject } from '../../../src/sources/s3/open-object.ts'
import type { S3Config } from '../../../src/model/s3-config.ts'
import { createS3Source } from '../../../src/sources/s3/s3-source.ts'
import {
  UnreadableError,
  type ContentItem,
  type OpenRequest,
  type Sink,
  type Source,
} from '../../../src/sources/source.ts'

/** What a capture said of one path. */
export interface Captured {
  readonly type: string
  readonly size: number
  /** Of an object that was read, or of a document. */
  readonly sha256?: string
  readonly meta: JsonObject
  readonly origin?: Origin | null
  readonly document?: JsonObject
}

/** All that a capture said. */
export interface CapturedAccount {
  readonly entries: ReadonlyMap<string, Captured>
  readonly items: ReadonlyMap<string, ContentItem>
  readonly problems: readonly Problem[]
  readonly gaps: readonly Gap[]
  readonly requests: Readonly<Record<string, number>>
  readonly notes: readonly string[]
}

export interface CaptureOptions {
  readonly config?: S3Config
  readonly deep?: boolean
  readonly wants?: (prefix: string) => boolean
  readonly signal?: AbortSignal
  /** What the version before knows of everything. */
  readonly before?: 'had' | 'unknown'
}

/** A session with the endpoint's key. */
export function sessionFor(url: string): AwsSession {
  return createSession({
    endpointUrl: url,
    regions: ['us-east-1'],
    env: { AWS_ACCESS_KEY_ID: DEMO_KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: DEMO_KEY.secretAccessKey },
    now: Date.now,
  })
}

/** Captures all buckets of an endpoint and reads the objects in this thread, as workers would. */
export async function captureAccount(url: string, options: CaptureOptions = {}): Promise<CapturedAccount> {
  const source = createS3Source({
    session: sessionFor(url),
    config: options.config ?? {},
    deep: options.deep ?? false,
    markAt: () => (name) => ({ $secret: name }),
  })
  const entries = new Map<string, Captured>()
  const items = new Map<string, ContentItem>()
  const problems: Problem[] = []
  const gaps: Gap[] = []
  const notes: string[] = []
  const requests: Record<string, number> = {}
  const count = (operation: string) => (requests[operation] = (requests[operation] ?? 0) + 1)
  const add = (path: string, entry: Captured) => {
    if (entries.has(path)) throw new Error(`${path} was listed twice`)
    entries.set(path, entry)
  }
  const sink: Sink = {
    wants: options.wants ?? (() => true),
    content(item) {
      if (items.has(item.path)) throw new Error(`${item.path} was listed twice`)
      items.set(item.path, item)
      return Promise.resolve()
    },
    document({ path, type, bytes, meta }) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const document = JSON.parse(Buffer.from(bytes).toString()) as JsonObject
      add(path, { type, size: bytes.length, sha256, meta, document })
      return Promise.resolve()
    },
    bare: ({ path, type, size, meta }) => add(path, { type, size, meta }),
    listed: () => undefined,
    problem: (problem) => problems.push(problem),
    notCovered: (gap) => gaps.push(gap),
    note: (text) => notes.push(text),
    had: () => options.before === 'had',
    wasUnknown: () => options.before === 'unknown',
    isExpected: () => true,
    lookAgain: () => undefined,
    request: count,
    status: () => undefined,
  }
  await source.capture(sink, options.signal ?? new AbortController().signal, Promise.resolve(true))
  const left = [...items.values()]
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      const entry = await readItem(item, source, problems, count)
      if (entry !== undefined) add(item.path, entry)
    }
  }
  await Promise.all(Array.from({ length: 16 }, lane))
  return { entries, items, problems, gaps, requests, notes }
}

/** As often as a worker reads what changes, or comes with a wrong checksum. */
const ATTEMPTS = 3

async function readItem(
  item: ContentItem,
  source: Source,
  problems: Problem[],
  count: (operation: string) => void,
  attempt = 1,
): Promise<Captured | undefined> {
  const { path, size, meta, unreadable } = item
  const stub = (reason: string, code: string) => ({
    type: 'stub',
    size,
    meta: mergeMeta(meta, { reason, code }),
  })
  if (unreadable !== undefined) return stub(unreadable.reason, unreadable.code)
  try {
    const read = await readObject(item.open, await source.workerContext(), count)
    for (const problem of read.problems) problems.push({ path, ...problem })
    const all = mergeMeta(mergeMeta({}, meta), read.meta)
    return { type: 'object', size: read.size, sha256: read.sha256, meta: all, origin: read.origin }
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    const { reason, operation, code, message } = error.unreadable
    if (reason === 'gone') return undefined
    if (reason === 'changing' && attempt < ATTEMPTS)
      return readItem(item, source, problems, count, attempt + 1)
    problems.push({ path, operation, code, message })
    return stub(reason, code)
  }
}

/** Reads one object as a worker does. */
export async function readObject(
  request: OpenRequest,
  context: unknown,
  count: (operation: string) => void = () => undefined,
): Promise<{
  size: number
  sha256: string
  meta: JsonObject
  origin: Origin | null
  problems: Omit<Problem, 'path'>[]
}> {
  const reading = await openObject.open(request, context, {
    now: Date.now,
    count,
    allocate: (size) => Buffer.alloc(size),
    temporaryFolder: '',
  })
  const hash = createHash('sha256')
  let size = 0
  const take = (piece: Uint8Array) => {
    hash.update(piece)
    size += piece.length
  }
  if (reading.content instanceof Uint8Array) take(reading.content)
  else if (reading.content !== null) for await (const piece of reading.content) take(piece)
  const { meta, origin, problems } = await reading.settle()
  return { size, sha256: hash.digest('hex'), meta, origin, problems: [...problems] }
}
