import { setImmediate } from 'node:timers/promises'
import type {
  CommitFindings,
  CommitSecrets,
  Counts,
  Gap,
  NotLookedAt,
  Problem,
  SourceReport,
} from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { parseEntry, pathOfLine } from '../model/entry.ts'
import type { SecretFinding } from '../model/secret-finding.ts'
import type { Moved } from '../model/moved.ts'
import { comparePaths } from '../model/paths.ts'
import type { Uncounted } from '../model/uncounted.ts'
import type { Source } from '../sources/source.ts'
import { LossyReader } from '../store/lossy-reader.ts'
import type { Store } from '../store/store.ts'
import { countLines, entries as treeLines, type LostStretch } from '../store/tree.ts'
import type { StoreWriter } from '../store/writer.ts'
import { Harvest } from './harvest.ts'
import { keepSecrets, type SecretKeeping } from './keep-secrets.ts'
import { keepListing } from './keep-listing.ts'
import { lookAgain } from './look-again.ts'
import { ReuseIndex } from './reuse-index.ts'
import type { Leaf, Leaves } from './leaves.ts'
import type { Parent } from './parent.ts'
import type { SourceProgress } from './progress.ts'
import { ReadingPool } from './reading-pool.ts'
import type { Selection } from './selection.ts'
import { SourceRun } from './source-run.ts'

/** The number of findings of the secret scan that a commit lists. */
const LISTED_FINDINGS = 1000

/** What a capture needs besides the sources. */
export interface CaptureOptions {
  readonly store: Store
  readonly writer: StoreWriter
  readonly sources: readonly Source[]
  readonly selection: Selection
  /** The version before, whose unchanged entries are taken over unread. */
  readonly parent: Parent | null
  /** Begins to count how what is captured differs from the parent. */
  readonly counterOf: CounterOf
  /** What the account has that no source captures. */
  readonly uncovered: Promise<readonly Gap[]>
  /** Asks lists again at the end, for what changed meanwhile. */
  readonly looksAgain: boolean
  readonly secrets: SecretKeeping
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Called once, before anything is read; the objects change as the capture continues. */
  readonly onStart?: (progress: readonly SourceProgress[]) => void
  readonly note: (text: string) => void
}

/** Counts how a version differs from its parent, as a comparison of the two would. */
export interface ChangeCounting {
  /** Takes the lines that the two versions have at a path. Every path of either must come. */
  take(before: string | undefined, after: string | undefined): void
  /** Called where lines of the version before are lost, before any line after them. */
  lose(stretch: LostStretch): void
  /** The counts of a version with this number of entries, when its contents are sealed. */
  counts(entries: number): Counts
}

/** Begins to count. */
export type CounterOf = (store: Store, parent: Parent, made: Uncounted) => ChangeCounting

/** Everything that the sources hold, sealed in the store and not yet a version. */
export interface Captured {
  /** The roots of the two trees, whose new nodes are written with the commit. */
  readonly tree: Digest
  readonly origins: Digest
  readonly counts: Counts
  readonly bytes: number
  readonly bytesRead: number
  readonly requests: Readonly<Record<string, number>>
  readonly problems: readonly Problem[]
  readonly notCovered: readonly Gap[]
  readonly notLookedAt: readonly NotLookedAt[]
  readonly notes: readonly string[]
  readonly sources: readonly SourceReport[]
  readonly secrets: CommitSecrets | undefined
  readonly findings: CommitFindings | undefined
  readonly listing: Digest
  /** What changed while the sources were read; undefined where that is not known. */
  readonly during: readonly Moved[] | undefined
}

/** Reads all sources in parallel. None waits for another, and one that fails does not stop the rest. */
export async function capture(options: CaptureOptions): Promise<Captured> {
  const { store, writer, parent, signal } = options
  const known = new ReuseIndex(store, writer, parent?.commit ?? null, options.note)
  if (known.resumed > 0)
    options.note(`resuming: ${known.resumed} entries were already read by an interrupted commit`)
  const pool = new ReadingPool(writer, store)
  const harvest = new Harvest(writer, known, parent)
  const runs = options.sources.map(
    (source) => new SourceRun(source, options.selection, harvest, known, pool, options.secrets, signal),
  )
  options.onStart?.(runs.map((run) => run.progress))
  try {
    const others = allOffered(runs, harvest, options.selection)
    await allOrFirstError(runs.map((run) => run.run(options.now, others)))
    const looking = options.looksAgain ? lookAgain(harvest, signal) : Promise.resolve(undefined)
    // What it throws is taken up below, with all else that has gone wrong.
    looking.catch(() => undefined)
    const put = (sha256: Digest, bytes: Uint8Array) => harvest.store(sha256, bytes)
    const before = sealedBefore(store, parent)
    const secrets = await keepSecrets(options.secrets, harvest.entries.paths(), put, before)
    const listing = keepListing(harvest, (sha256, bytes) => harvest.store(sha256, bytes))
    // The threads seal what they have written while this one builds the trees.
    const sealing = pool.sealAll()
    const reports = runs.map(({ report }) => report)
    const [captured, , during] = await Promise.all([
      finish(harvest, reports, secrets, sealing, options),
      sealing,
      looking,
    ])
    // The second look has sent requests as well.
    return { ...captured, sources: runs.map(({ report }) => report), during, secrets, listing }
  } catch (error) {
    // What has been read is kept for the next run, whatever went wrong.
    await pool.abandon()
    throw error
  } finally {
    await pool.close()
  }
}

/** Resolves when all sources but the last ones have offered everything; to true if nothing was left out. */
async function allOffered(
  runs: readonly SourceRun[],
  { unlisted, problems, denials }: Harvest,
  selection: Selection,
): Promise<boolean> {
  await Promise.all(runs.filter(({ isLast }) => !isLast).map(({ offered }) => offered))
  return unlisted.length + problems.length + denials.length === 0 && selection.isWhole
}

/** The sealed secrets of the version before; undefined where the store does not have them any more. */
function sealedBefore(store: Store, parent: Parent | null): CommitSecrets | undefined {
  const secrets = parent?.commit.secrets
  const sealed = secrets?.sealed ?? null
  return sealed !== null && store.catalog.has(sealed) ? secrets : undefined
}

/** Waits for all, so that nothing still runs when the first error is thrown. */
async function allOrFirstError<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises)
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

async function finish(
  harvest: Harvest,
  sources: SourceReport[],
  secrets: CommitSecrets | undefined,
  sealing: Promise<void>,
  options: CaptureOptions,
): Promise<Omit<Captured, 'secrets' | 'listing' | 'during'>> {
  const { store, writer, parent } = options
  // Once this thread builds trees, it hands out nothing more: the packs go to the others first.
  await setImmediate()
  if (hasNothing(sources, options.sources)) harvest.takeDenialsAsUnknown()
  const notCovered = [
    ...harvest.gaps.toSorted((a, b) => comparePaths(a.path, b.path)),
    ...options.selection.gaps(),
    ...(await options.uncovered),
  ]
  const problems = harvest.problems.toSorted(
    (a, b) => comparePaths(a.path, b.path) || compareText(a.operation, b.operation),
  )
  const unread = harvest.unlisted.map(parseEntry)
  const counter =
    parent === null
      ? undefined
      : options.counterOf(store, parent, {
          commit: { notCovered, problems, ...(secrets === undefined ? {} : { secrets }) },
          asked: parent.now,
          unread,
        })
  const { entries, origins, kept, unlisted } = harvest
  const lossy = new LossyReader(store)
  const isAsBefore = (leaves: Leaves, count: number, root: Digest | undefined): root is Digest =>
    root !== undefined && countLines(lossy, root) === count && leaves.areAll(count)
  const isTreeAsBefore =
    isAsBefore(entries, kept.entries, parent?.commit.tree) && !parent.isNamedApart && problems.length === 0
  return {
    tree: isTreeAsBefore
      ? parent.commit.tree
      : writer.buildTree(counted(entries.inPathOrder(), store, parent, counter, options.note)),
    origins: isAsBefore(origins, kept.origins, parent?.commit.origins)
      ? parent.commit.origins
      : writer.buildTree(origins.inPathOrder()),
    counts: await countsOf(entries.size - unlisted.length, counter, sealing),
    bytes: sources.reduce((sum, source) => sum + source.bytes, 0),
    bytesRead: harvest.bytesRead,
    requests: harvest.requests,
    problems,
    notLookedAt: harvest.notLookedAt.toSorted((a, b) => compareText(a.source + a.what, b.source + b.what)),
    notCovered,
    notes: harvest.notes.toSorted(compareText),
    sources,
    findings: findingsOf(harvest.findings.filter((finding) => !options.secrets.allows(finding))),
  }
}

/**
 * The lines of a new tree, which a counter gets beside those of the parent's tree; `note` is called once when some
 * of these are lost.
 */
function* counted(
  leaves: Iterable<Leaf>,
  store: Store,
  parent: Parent | null,
  counter: ChangeCounting | undefined,
  note: (text: string) => void,
): Generator<Leaf, void> {
  if (parent === null || counter === undefined) {
    yield* leaves
    return
  }
  let isTold = false
  const lines = treeLines(new LossyReader(store), parent.commit.tree, '', (stretch) => {
    counter.lose(stretch)
    if (!isTold) note('part of the previous version is lost: it was read again, and is not compared')
    isTold = true
  })
  let before = lines.next()
  for (const leaf of leaves) {
    let order = -1
    for (; before.done !== true; before = lines.next()) {
      order = comparePaths(pathOfLine(before.value), leaf.path)
      if (order >= 0) break
      counter.take(before.value, undefined)
    }
    if (before.done !== true && order === 0) {
      counter.take(before.value, leaf.line)
      before = lines.next()
    } else counter.take(undefined, leaf.line)
    yield leaf
  }
  for (; before.done !== true; before = lines.next()) counter.take(before.value, undefined)
}

/** All are new in a first version. */
async function countsOf(
  entries: number,
  counter: ChangeCounting | undefined,
  sealing: Promise<void>,
): Promise<Counts> {
  // Documents are compared by what is in them.
  await sealing
  return counter?.counts(entries) ?? { entries, added: entries, modified: 0, removed: 0, unchanged: 0 }
}

/** Says whether nothing of an account is known, because everything was denied or left out. */
function hasNothing(reports: readonly SourceReport[], sources: readonly Source[]): boolean {
  return !sources.some(({ actions }, i) => actions.length > 0 && (reports[i]?.entries ?? 0) > 0)
}

function findingsOf(all: readonly SecretFinding[]): CommitFindings | undefined {
  if (all.length === 0) return undefined
  const inOrder = all.toSorted((a, b) => comparePaths(a.path, b.path) || a.line - b.line)
  return { count: all.length, listed: inOrder.slice(0, LISTED_FINDINGS) }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
