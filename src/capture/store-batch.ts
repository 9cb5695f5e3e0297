import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import type { Problem } from '../model/commit.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import { entryLine, mergeMeta, originLine, parseOrigin } from '../model/entry.ts'
import { codeOf, isCorrupt, JsnapError, messageOf } from '../runtime/errors.ts'
import type { SecretFinding } from '../model/secret-finding.ts'
import { isScanned, scanTexts } from '../secrets/scan-texts.ts'
import { openFile } from '../sources/local/open-file.ts'
import {
  UnreadableError,
  type ReadOutcome,
  type OpenRequest,
  type Opener,
  type OpenTools,
  type Reading,
  type Unreadable,
} from '../sources/source.ts'
import { CHUNKED_FROM } from '../store/chunker.ts'
import { FrameCache } from '../store/frame-cache.ts'
import { FrameKind } from '../store/frame.ts'
import { CONTENT_FRAME, FrameGatherer } from '../store/frame-gatherer.ts'
import { PackAppender } from '../store/pack.ts'
import { findingInOrigin } from './known-findings.ts'
import { Arena } from './arena.ts'
import { storeChunked } from './store-chunked.ts'
import type { BatchResult, BatchTask, Claim, Outcome, WorkerJob } from './tasks.ts'

/** Openings in parallel in one batch; hides the latency of a network, and costs nothing for files. */
const SIDE_BY_SIDE = 48

/** Members are stored when this many bytes of them are in memory. */
const MEMBERS_TARGET = 8 * 1024 * 1024

/** Content that changes all the time is tried this often before it becomes a stub. */
const ATTEMPTS = 3

type StoreChunked = (
  content: Uint8Array | AsyncIterable<Uint8Array>,
) => Promise<{ sha256: Digest; size: number }>

interface Small {
  readonly job: WorkerJob
  readonly path: string
  readonly sha256: Digest
  readonly bytes: Uint8Array
}

/** Reads the contents of a batch, hashes them, and writes those that nobody has stored yet as frames. */
export async function storeBatch(task: BatchTask, now: () => number): Promise<BatchResult> {
  const counts: Record<string, number> = {}
  const arena = Arena.acquire()
  const allocate = (size: number) => arena.allocate(size)
  const interrupted = new AbortController()
  task.interruption.once('message', () => interrupted.abort())
  const tools: OpenTools = {
    signal: interrupted.signal,
    now,
    allocate,
    temporaryFolder: task.temporaryFolder,
    count: (operation) => (counts[operation] = (counts[operation] ?? 0) + 1),
  }
  const findings = new Map<WorkerJob, SecretFinding[]>()
  const claim = claimThrough(task.claims)
  const appender = new PackAppender(task.temporaryFolder, task.pack)
  const chunked: StoreChunked = (content) =>
    storeChunked(content, task.chunkerSeed, allocate, claim, appender)
  try {
    const small: Small[] = []
    const store = async (contents: readonly Small[]) => {
      await storeSmall(contents, claim, appender)
      await scan(contents, findings)
    }
    const outcomes = await inParallel(task.jobs, async (job): Promise<Outcome> => {
      const { request } = job
      const opener = await openerOf(request)
      for (let attempt = 1; ; attempt++) {
        try {
          const reading =
            openStored(opener, job, task.packsFolder) ?? (await opener.open(request, task.context, tools))
          const outcome = await take(reading, job, small, chunked)
          return await withMembers(outcome, reading, job, chunked, store)
        } catch (error) {
          // What is jsnap's own, such as an error of the store's disk, ends the commit; others concern one content only.
          if (error instanceof JsnapError) throw error
          const unreadable = asUnreadable(error, request)
          if (unreadable.reason !== 'changing' || attempt === ATTEMPTS)
            return { kind: 'unreadable', unreadable }
        }
      }
    })
    await store(small)
    return {
      outcomes: outcomes.map((outcome, i) => withFindings(outcome, task.jobs[i], findings)),
      parts: appender.parts,
      requests: counts,
    }
  } finally {
    arena.release()
    appender.close()
    task.claims.close()
    task.interruption.close()
  }
}

let objectOpener: Opener | undefined
let packageOpener: Opener | undefined
let tableOpener: Opener | undefined

async function openerOf(request: OpenRequest): Promise<Opener> {
  switch (request.opener) {
    case 'local':
      return openFile
    case 'dynamodb':
      return (tableOpener ??= (await import('../sources/aws/content/table-scan/open-table.ts')).openTable)
    case 'lambda':
      return (packageOpener ??= (await import('../sources/aws/content/lambda-package/open-package.ts'))
        .openPackage)
    case 's3':
      // Loaded on first use: a run over local files needs none of it.
      return (objectOpener ??= (await import('../sources/s3/open-object.ts')).openObject)
  }
}

async function take(
  reading: Reading,
  job: WorkerJob,
  small: Small[],
  chunked: StoreChunked,
): Promise<Outcome> {
  const { content } = reading
  if (content === null) return { kind: 'meta', facts: await reading.settle() }
  if (content instanceof Uint8Array && content.length < CHUNKED_FROM) {
    const sha256 = digestOf(content)
    const facts = await reading.settle()
    small.push({ job, path: job.path, sha256, bytes: content })
    return entryOf(job, sha256, content.length, facts)
  }
  const { sha256, size } = await chunked(content)
  return entryOf(job, sha256, size, await reading.settle())
}

/** Content that is stored already, if its opener can do with that; undefined where it must be opened again. */
function openStored(
  opener: Opener,
  { request, stored }: WorkerJob,
  packsFolder: string,
): Reading | undefined {
  if (opener.openStored === undefined || stored === undefined) return undefined
  const frames = new FrameCache(packsFolder)
  try {
    const pieces = stored.map(({ pack, frame, offset, length, sha256 }) => {
      const bytes = frames.read(pack, frame).subarray(offset, offset + length)
      if (digestOf(bytes) !== sha256) throw new JsnapError('Corrupt', `content ${sha256} is damaged`)
      return bytes
    })
    return opener.openStored(request, Buffer.concat(pieces))
  } catch (error) {
    // It is read again from where it came from.
    if (isCorrupt(error)) return undefined
    throw error
  } finally {
    frames.close()
  }
}

/** Stores what is inside of a content as well; the origin has their number, so that none can get lost. */
async function withMembers(
  outcome: Outcome,
  reading: Reading,
  job: WorkerJob,
  chunked: StoreChunked,
  store: (contents: readonly Small[]) => Promise<void>,
): Promise<Outcome> {
  if (outcome.kind !== 'entry' || reading.members === undefined || job.members === undefined) return outcome
  const entries: { line: string; size: number }[] = []
  const problems: Problem[] = []
  let small: Small[] = []
  let bytes = 0
  for await (const member of reading.members()) {
    const path = job.members + member.path
    if ('problem' in member) {
      problems.push({ path, ...member.problem })
      continue
    }
    const { type, content, meta } = member
    const sha256 = content.length < CHUNKED_FROM ? digestOf(content) : (await chunked(content)).sha256
    if (content.length < CHUNKED_FROM) small.push({ job, path, sha256, bytes: content })
    entries.push({
      line: entryLine({ path, type, sha256, size: content.length, meta }),
      size: content.length,
    })
    bytes += content.length
    if (bytes >= MEMBERS_TARGET) {
      await store(small)
      small = []
      bytes = 0
    }
  }
  await store(small)
  const origin = outcome.origin === null ? null : withCount(outcome.origin, job.path, entries.length)
  // What could not be unpacked is tried again.
  return { ...outcome, origin: problems.length > 0 ? null : origin, members: { entries, problems } }
}

/** Notes what looks like a secret in contents that are to be scanned. */
async function scan(contents: readonly Small[], findings: Map<WorkerJob, SecretFinding[]>): Promise<void> {
  const texts = contents.filter(({ job, bytes }) => job.scan && isScanned(bytes))
  const found = await scanTexts(texts.map(({ bytes }) => bytes))
  texts.forEach(({ job, path }, i) => {
    const here = found[i] ?? []
    if (here.length === 0) return
    const known = findings.get(job) ?? []
    for (const finding of here) known.push({ path, ...finding })
    findings.set(job, known)
  })
}

/** The origin keeps what was found, so that it is known of content that is not read again. */
function withFindings(
  outcome: Outcome,
  job: WorkerJob | undefined,
  all: ReadonlyMap<WorkerJob, SecretFinding[]>,
): Outcome {
  const findings = job && all.get(job)
  if (findings === undefined || job === undefined || outcome.kind !== 'entry') return outcome
  const { origin } = outcome
  return {
    ...outcome,
    findings,
    origin:
      origin === null
        ? null
        : originLine(job.path, { ...parseOrigin(origin), findings: findings.map(findingInOrigin) }),
  }
}

function withCount(origin: string, path: string, members: number): string {
  return originLine(path, { ...parseOrigin(origin), members })
}

/** The lines are made here and not in the main thread, which has enough to do; they also arrive there without the slack of strings put together. */
function entryOf({ path, type, meta }: WorkerJob, sha256: Digest, size: number, facts: ReadOutcome): Outcome {
  return {
    kind: 'entry',
    entry: entryLine({ path, type, sha256, size, meta: mergeMeta(mergeMeta({}, meta), facts.meta) }),
    origin: facts.origin === null ? null : originLine(path, facts.origin),
    size,
    problems: facts.problems,
  }
}

/** Kinds of content that compress alike are put next to each other. */
function extensionOf(path: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(path)?.[1]?.toLowerCase() ?? ''
}

async function storeSmall(small: readonly Small[], claim: Claim, appender: PackAppender): Promise<void> {
  if (small.length === 0) return
  const wanted = await claim(small.map(({ sha256 }) => sha256))
  const contents = small
    .filter((_, i) => wanted[i])
    .map((content) => ({ ...content, extension: extensionOf(content.path) }))
  contents.sort((a, b) => (a.extension < b.extension ? -1 : a.extension > b.extension ? 1 : 0))
  const frames = new FrameGatherer(CONTENT_FRAME, (objects) => appender.append(FrameKind.content, objects))
  for (const content of contents) frames.add(content)
  frames.flush()
}

function claimThrough(port: MessagePort): Claim {
  let turn: Promise<unknown> = Promise.resolve()
  return (contents) => {
    const answer = turn.then(async () => {
      port.postMessage(contents)
      const [wanted] = (await once(port, 'message')) as [readonly boolean[]]
      return wanted
    })
    turn = answer
    return answer
  }
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const i = next++
      results[i] = await work(items[i] as T) // i < items.length
    }
  }
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, items.length) }, lane))
  return results
}

function asUnreadable(error: unknown, request: OpenRequest): Unreadable {
  if (error instanceof UnreadableError) return error.unreadable
  return {
    reason: 'failed',
    operation: `${request.opener}:read`,
    code: codeOf(error) ?? (error instanceof Error ? error.name : 'Unknown'),
    message: messageOf(error),
  }
}
