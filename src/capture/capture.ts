import { setImmediate } from 'node:timers/promises'
import type {
  Commit,
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
import { gapBase, gapMatcher } from '../model/gap-matcher.ts'
import type { Matcher } from '../model/glob.ts'
import { limitHeap } from '../model/heap.ts'
import type { SecretFinding } from '../model/secret-finding.ts'
import { comparePaths } from '../model/paths.ts'
import type { Source } from '../sources/source.ts'
import type { Store } from '../store/store.ts'
import { LargeSet } from '../model/large-set.ts'
import { countLines, entries } from '../store/tree.ts'
import { unreadEntries } from '../store/unread-entries.ts'
import type { StoreWriter } from '../store/writer.ts'
import { Harvest } from './harvest.ts'
import { keepSecrets, type SecretKeeping } from './keep-secrets.ts'
import { keepListing } from './keep-listing.ts'
import { Known } from './known.ts'
import type { Leaves } from './leaves.ts'
import type { Parent } from './parent.ts'
import type { SourceProgress } from './progress.ts'
import { ReadingPool } from './reading-pool.ts'
import type { Selection } from './selection.ts'
import { SourceRun } from './source-run.ts'

/** A commit lists so many findings of the secret scan. */
const LISTED_FINDINGS = 1000

export interface CaptureOptions {
  readonly store: Store
  readonly writer: StoreWriter
  readonly sources: readonly Source[]
  readonly selection: Selection
  /** The version before, whose unchanged entries are taken over unread. */
  readonly parent: Parent | null
  readonly secrets: SecretKeeping
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told once, before anything is read; the objects change as the capture goes on. */
  readonly onStart?: (progress: readonly SourceProgress[]) => void
  readonly note: (text: string) => void
}

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
}

/** Reads all sources side by side. None waits for another, and one that fails does not stop the rest. */
export async function capture(options: CaptureOptions): Promise<Captured> {
  const { store, writer, parent, signal } = options
  limitHeap()
  const known = new Known(store, writer, parent?.commit ?? null)
  if (known.resumed > 0)
    options.note(`taking up ${known.resumed} entries that an interrupted commit has read`)
  const pool = new ReadingPool(writer, store)
  const harvest = new Harvest(writer, known, parent)
  const runs = options.sources.map(
    (source) => new SourceRun(source, options.selection, harvest, known, pool, options.secrets, signal),
  )
  options.onStart?.(runs.map((run) => run.progress))
  try {
    const others = allOffered(runs, harvest, options.selection)
    const reports = await allOrFirstError(runs.map((run) => run.run(options.now, others)))
    const secrets = await keepSecrets(options.secrets, harvest.entries.paths(), (sha256, bytes) =>
      harvest.store(sha256, bytes),
    )
    const listing = keepListing(harvest, (sha256, bytes) => harvest.store(sha256, bytes))
    // The threads seal what they have written while this one builds the trees.
    const sealing = pool.sealAll()
    const [captured] = await Promise.all([finish(harvest, reports, options), sealing])
    return { ...captured, secrets, listing }
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
  options: CaptureOptions,
): Promise<Omit<Captured, 'secrets' | 'listing'>> {
  const { store, writer, parent } = options
  // Once this thread builds trees, it hands out nothing more: the packs go to the others first.
  await setImmediate()
  const { added, modified, unchanged, alike, unasked, notCompared, keptUnlisted, keptOrigins } = harvest.tally
  const before = parent === null ? 0 : countKnown(store, parent.commit) - countHidden(harvest, store, parent)
  const rootOf = (leaves: Leaves, kept: number, root: Digest | undefined): Digest =>
    root !== undefined && countLines(store, root) === kept && leaves.areAll(kept)
      ? root
      : writer.buildTree(leaves.inPathOrder())
  return {
    tree: rootOf(harvest.entries, unchanged + keptUnlisted, parent?.commit.tree),
    origins: rootOf(harvest.origins, keptOrigins, parent?.commit.origins),
    counts: {
      entries: harvest.entries.size - harvest.unlisted.length,
      added,
      modified,
      removed: before - modified - unchanged - alike - unasked,
      unchanged: unchanged + alike,
      ...(notCompared + unasked === 0 ? {} : { notCompared: notCompared + unasked }),
    },
    bytes: sources.reduce((sum, source) => sum + source.bytes, 0),
    bytesRead: harvest.bytesRead,
    requests: harvest.requests,
    problems: problemsOf(harvest, sources, options.sources).toSorted(
      (a, b) => comparePaths(a.path, b.path) || compareText(a.operation, b.operation),
    ),
    notLookedAt: harvest.notLookedAt.toSorted((a, b) => compareText(a.source + a.what, b.source + b.what)),
    notCovered: harvest.gaps.toSorted((a, b) => comparePaths(a.path, b.path)),
    notes: harvest.notes.toSorted(compareText),
    sources,
    findings: findingsOf(harvest.findings.filter((finding) => !options.secrets.allows(finding))),
  }
}

/** A version that holds nothing of an account which denied something is nobody's wish: then denials are problems. */
function problemsOf(
  { problems, denials }: Harvest,
  reports: readonly SourceReport[],
  sources: readonly Source[],
): readonly Problem[] {
  const hasSome = sources.some(({ actions }, i) => actions.length > 0 && (reports[i]?.entries ?? 0) > 0)
  return hasSome ? problems : [...problems, ...denials]
}

function findingsOf(all: readonly SecretFinding[]): CommitFindings | undefined {
  if (all.length === 0) return undefined
  const inOrder = all.toSorted((a, b) => comparePaths(a.path, b.path) || a.line - b.line)
  return { count: all.length, listed: inOrder.slice(0, LISTED_FINDINGS) }
}

/** How many entries a version has; a place that could not be listed is none. */
function countKnown(store: Store, commit: Commit): number {
  return countLines(store, commit.tree) - unreadEntries(store, commit).length
}

function isUnlisted(line: string): boolean {
  return line.includes('"type":"unknown"') && parseEntry(line).type === 'unknown'
}

/** How many entries of the parent are not here and not gone: their place could not be listed, or was left out. */
function countHidden({ entries: here, unlisted, gaps }: Harvest, store: Store, parent: Parent): number {
  const isLeftOut = anyMatcher([...unlisted.map((path) => ({ path, reason: '' })), ...gaps])
  const prefixes = parent.isAskedAlike ? disjoint([...unlisted, ...gaps.map(gapBase)]) : ['']
  const hidden = new LargeSet()
  for (const prefix of prefixes)
    for (const line of entries(store, parent.commit.tree, prefix)) {
      const path = pathOfLine(line)
      if ((isLeftOut(path) || !parent.isAskedAgain(line)) && !isUnlisted(line)) hidden.add(path)
    }
  if (hidden.size > 0) for (const path of here.paths()) hidden.delete(parent.pathOf(path))
  return hidden.size
}

/** Says whether a path is in any gap; each is asked of paths in its own source only. */
function anyMatcher(gaps: readonly Gap[]): Matcher {
  const sourceOf = (path: string) => path.slice(0, path.indexOf('/') + 1)
  const bySource = Map.groupBy(gaps, (gap) => sourceOf(gapBase(gap)))
  const matchers = new Map([...bySource].map(([source, inside]) => [source, inside.map(gapMatcher)]))
  return (path) =>
    ['', sourceOf(path)].some((source) => matchers.get(source)?.some((matches) => matches(path)))
}

/** The prefixes that are not in another one. */
function disjoint(prefixes: readonly string[]): string[] {
  const last: string[] = []
  for (const prefix of prefixes.toSorted(comparePaths))
    if (last.length === 0 || !prefix.startsWith(last.at(-1) ?? '')) last.push(prefix)
  return last
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
