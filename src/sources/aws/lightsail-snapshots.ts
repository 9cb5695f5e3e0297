import { setTimeout } from 'node:timers/promises'
import type { JsonObject } from '../../model/canonical-json.ts'
import type { Problem } from '../../model/commit.ts'
import { JsnapError } from '../../runtime/errors.ts'
import { at, isObject, textAt } from '../../model/json-place.ts'
import { folderOf, pathOf } from '../../model/kind-path.ts'
import type { Sink, Source } from '../source.ts'
import { ApiClient } from './api-client.ts'
import { AwsError } from './aws-error.ts'
import { plainMembers } from './plain-json.ts'
import { isNotOffered } from './not-offered.ts'
import { RegionClients } from './region-clients.ts'
import { INSTANCE_SNAPSHOTS, LIGHTSAIL, listInstances } from '../../services/lightsail.ts'
import type { AwsSession } from './session.ts'

/** A snapshot of an instance that is to be there before Lightsail is captured. */
export interface PlannedSnapshot {
  readonly region: string
  readonly instance: string
  readonly name: string
  /** Where its description will be. */
  readonly path: string
}

/** The snapshots that are to be made, and what could not be found out. */
export interface SnapshotPlan {
  readonly snapshots: readonly PlannedSnapshot[]
  readonly problems: readonly Problem[]
  /** What was asked to make the plan. */
  readonly requests: readonly string[]
}

/** What snapshots are planned from. */
export interface PlanOptions {
  /** Names of instances; all when not given. */
  readonly instances?: readonly string[] | undefined
  /** Stands for the version in the names of the snapshots. */
  readonly version: string
  readonly session: AwsSession
  readonly signal: AbortSignal
}

const LONGEST_NAME = 255
/** A big disk takes an hour; a snapshot that takes longer continues on its own. */
const PATIENCE_MS = 2 * 60 * 60_000
const FIRST_POLL_MS = 250
const LONGEST_POLL_MS = 15_000

/** Says which snapshots to make, and makes none. @throws JsnapError Usage for an instance that does not exist, Credentials */
export async function planSnapshots(options: PlanOptions): Promise<SnapshotPlan> {
  const { instances, version, session, signal } = options
  if (await session.isForeign(LIGHTSAIL.api.sdkId))
    throw new JsnapError('Usage', "'--lightsail-snapshots' needs AWS, and the endpoint serves only S3")
  const day = new Date(session.now()).toISOString().slice(0, 10).replaceAll('-', '')
  const regions = await session.regions()
  const snapshots: PlannedSnapshot[] = []
  const problems: Problem[] = []
  const requests: string[] = []
  const found = new Set<string>()
  const planRegion = async (region: string, suffix: string) => {
    const clients = new RegionClients(LIGHTSAIL.api, region, {
      session,
      onRequest: (operation) => requests.push(operation),
      signal,
    })
    try {
      for (const { item } of await clients.reader.list(listInstances)) {
        const instance = textAt('name', item)
        found.add(instance)
        if (instances?.includes(instance) === false) continue
        const name = snapshotName(instance, version, day)
        snapshots.push({ region, instance, name, path: pathOf(INSTANCE_SNAPSHOTS, name + suffix) })
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      // The capture says so, when it lists the snapshots.
      if (!isNotOffered(error)) problems.push(problemOf(folderOf(INSTANCE_SNAPSHOTS), error, region))
    } finally {
      await clients.close()
    }
  }
  await Promise.all(
    regions
      .map((region, i) => ({ region, suffix: i === 0 ? '' : `@${region}` }))
      .map(({ region, suffix }) => planRegion(region, suffix)),
  )
  const unknown = instances?.find((name) => !found.has(name))
  // Where not all regions have answered, it may be there.
  if (unknown !== undefined && problems.length === 0) {
    const names = [...found].sort()
    throw new JsnapError('Usage', `there is no Lightsail instance '${unknown}' in ${regions.join(', ')}`, {
      hint: names.length === 0 ? 'there is none at all' : `there are ${names.join(', ')}`,
    })
  }
  return { snapshots, problems, requests }
}

/** The source of Lightsail, which first makes the planned snapshots: the only resource that a commit ever creates. */
export function afterSnapshots(source: Source, plan: SnapshotPlan, session: AwsSession): Source {
  return {
    ...source,
    async capture(sink, signal, others) {
      for (const operation of plan.requests) sink.request(operation)
      for (const problem of plan.problems) sink.problem(problem)
      const regions = Map.groupBy(plan.snapshots, ({ region }) => region)
      const progress = new SnapshotProgress(sink, plan.snapshots.length)
      await Promise.all(
        [...regions].map(([region, snapshots]) =>
          makeSnapshots(region, snapshots, session, sink, progress, signal),
        ),
      )
      await source.capture(sink, signal, others)
    },
  }
}

/** `<instance>-<version>-<yyyymmdd>`, of the characters that Lightsail takes: letters, digits, `.`, `_` and `-`. */
export function snapshotName(instance: string, version: string, day: string): string {
  const room = Math.max(LONGEST_NAME - instance.length - day.length - 2, 0)
  return `${instance}-${version.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, room)}-${day}`
}

class SnapshotProgress {
  readonly #sink: Sink
  readonly #total: number
  #done = 0

  constructor(sink: Sink, total: number) {
    this.#sink = sink
    this.#total = total
  }

  show(name: string, progress: string): void {
    this.#sink.status(`snapshot ${this.#done + 1} of ${this.#total}: ${name} ${progress}`.trim())
  }

  finish(): void {
    this.#done++
  }
}

async function makeSnapshots(
  region: string,
  snapshots: readonly PlannedSnapshot[],
  session: AwsSession,
  sink: Sink,
  progress: SnapshotProgress,
  signal: AbortSignal,
): Promise<void> {
  const client = new ApiClient(LIGHTSAIL.api, region, {
    session,
    onRequest: (operation) => sink.request(operation),
    signal,
  })
  const makeOne = async (snapshot: PlannedSnapshot) => {
    try {
      await makeSnapshot(snapshot, client, session, progress, signal)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      sink.problem(problemOf(snapshot.path, error, region))
    }
    progress.finish()
  }
  try {
    await Promise.all(snapshots.map(makeOne))
  } finally {
    await client.close()
  }
}

/** Resolves when the snapshot can be used. One of this name that is there already, as of a commit that was interrupted, is taken. @throws AwsError */
async function makeSnapshot(
  { instance, name }: PlannedSnapshot,
  client: ApiClient,
  session: AwsSession,
  progress: SnapshotProgress,
  signal: AbortSignal,
): Promise<void> {
  const deadline = session.now() + PATIENCE_MS
  let snapshot = await findSnapshot(name, client)
  const of = snapshot === undefined ? instance : textAt('fromInstanceName', snapshot)
  if (of !== instance) throw failure('NameTaken', `'${name}' is a snapshot of '${of}'`)
  const operation = snapshot === undefined ? await requestSnapshot(instance, name, client) : undefined
  for (let poll = 0; !isAvailable(name, snapshot); poll++) {
    if (session.now() > deadline)
      throw failure('Timeout', `'${name}' is not available after 2 hours; it may still become available`)
    progress.show(name, textAt('progress', snapshot ?? {}))
    await setTimeout(Math.min(FIRST_POLL_MS * 2 ** poll, LONGEST_POLL_MS), undefined, { signal })
    snapshot = await findSnapshot(name, client)
    if (snapshot === undefined && operation !== undefined) await checkOperation(operation, client)
  }
}

function isAvailable(name: string, snapshot: JsonObject | undefined): boolean {
  if (snapshot?.['state'] === 'error') throw failure('SnapshotFailed', `'${name}' failed`)
  return snapshot?.['state'] === 'available'
}

async function findSnapshot(name: string, client: ApiClient): Promise<JsonObject | undefined> {
  try {
    const answer = await client.ask('GetInstanceSnapshot', { instanceSnapshotName: name })
    const snapshot = at('instanceSnapshot', plainMembers(answer))
    return isObject(snapshot) ? snapshot : undefined
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NotFoundException') return undefined
    throw error
  }
}

/** Resolves to the id of the operation that makes it. @throws AwsError */
async function requestSnapshot(
  instanceName: string,
  instanceSnapshotName: string,
  client: ApiClient,
): Promise<string | undefined> {
  try {
    const answer = await client.ask('CreateInstanceSnapshot', { instanceName, instanceSnapshotName })
    const { operations } = answer as { operations?: readonly { id?: string }[] }
    return operations?.[0]?.id
  } catch (error) {
    // When the first answer was lost, the second says that the name is taken.
    const isMade =
      error instanceof AwsError && (await findSnapshot(instanceSnapshotName, client)) !== undefined
    if (isMade) return undefined
    throw error
  }
}

/** @throws AwsError when it has failed */
async function checkOperation(operationId: string, client: ApiClient): Promise<void> {
  const operation = at('operation', plainMembers(await client.ask('GetOperation', { operationId })))
  if (!isObject(operation) || operation['status'] !== 'Failed') return
  throw new AwsError(
    'lightsail:CreateInstanceSnapshot',
    200,
    textAt('errorCode', operation) || 'Failed',
    textAt('errorDetails', operation),
  )
}

function failure(code: string, message: string): AwsError {
  return new AwsError('lightsail:GetInstanceSnapshot', 200, code, message)
}

function problemOf(path: string, { operation, code, message }: AwsError, region: string): Problem {
  return { path, operation, code, message: `${message} (${region})` }
}
