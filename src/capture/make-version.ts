import type { Commit, Gap } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import type { Source } from '../sources/source.ts'
import type { Store } from '../store/store.ts'
import { StoreWriter } from '../store/writer.ts'
import { capture, type Captured } from './capture.ts'
import type { SecretKeeping } from './keep-secrets.ts'
import type { SourceProgress } from './progress.ts'
import { Selection } from './selection.ts'

export interface MakeVersionOptions {
  readonly store: Store
  readonly sources: readonly Source[]
  /** Names of sources and path globs. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly name: string | null
  readonly message: string
  /** What stands in the commit as the tool that made it. */
  readonly tool: string
  /** Asks which account this is; only when a source of AWS is captured. */
  readonly identity: () => Promise<{ readonly account: string | null; readonly regions: readonly string[] }>
  /** Asks the account what it has that no source captures; only when everything is captured, and AWS is part of it. */
  readonly uncovered: (onRequest: (operation: string) => void) => Promise<readonly Gap[]>
  readonly secrets: SecretKeeping
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly onStart?: (progress: readonly SourceProgress[]) => void
  readonly note: (text: string) => void
}

export interface MadeVersion {
  readonly id: Digest
  readonly commit: Commit
  readonly bytesRead: number
  readonly bytesStored: number
  readonly requests: Captured['requests']
}

/**
 * Captures the sources as one version on top of HEAD. Nothing is visible until the whole of it is on the disk.
 * @throws JsnapError Locked, NameTaken, Credentials, Interrupted
 */
export async function makeVersion(options: MakeVersionOptions): Promise<MadeVersion> {
  const { store, sources, name, note } = options
  const time = new Date(options.now()).toISOString()
  const writer = StoreWriter.begin(store)
  try {
    writer.checkName(name)
    const { head } = store.refs()
    const parent = head === null ? null : store.readCommit(head)
    const selection = new Selection(options.only, options.skip, sources)
    const wanted = sources.filter((source) => source.prefixes.some((prefix) => selection.reaches(prefix)))
    const aws = wanted.some(({ actions }) => actions.length > 0)
    const { account, regions } = aws ? await options.identity() : { account: null, regions: [] }
    const asked: Record<string, number> = {}
    const uncovered =
      aws && selection.isWhole
        ? options.uncovered((operation) => (asked[operation] = (asked[operation] ?? 0) + 1))
        : Promise.resolve([])
    // What it throws is taken up below, when the capture has ended.
    uncovered.catch(() => undefined)
    const captured = await capture({
      store,
      writer,
      sources: wanted,
      selection,
      parent,
      secrets: options.secrets,
      signal: options.signal,
      now: options.now,
      ...(options.onStart === undefined ? {} : { onStart: options.onStart }),
      note,
    })
    const commit: Commit = {
      format: 1,
      name,
      message: options.message,
      parent: head,
      tree: captured.tree,
      origins: captured.origins,
      time,
      tool: options.tool,
      account,
      regions,
      sources: captured.sources,
      counts: captured.counts,
      bytes: captured.bytes,
      complete: captured.problems.length === 0,
      problems: captured.problems,
      notCovered: [...captured.notCovered, ...selection.gaps(), ...(await uncovered)],
      ...(captured.notLookedAt.length === 0 ? {} : { notLookedAt: captured.notLookedAt }),
      listing: captured.listing,
      ...(captured.notes.length === 0 ? {} : { notes: captured.notes }),
      ...(captured.secrets === undefined ? {} : { secrets: captured.secrets }),
      ...(captured.findings === undefined ? {} : { findings: captured.findings }),
    }
    const id = writer.commit(commit, note)
    return {
      id,
      commit,
      bytesRead: captured.bytesRead,
      bytesStored: writer.bytesStored,
      requests: { ...captured.requests, ...asked },
    }
  } finally {
    writer.end()
  }
}
