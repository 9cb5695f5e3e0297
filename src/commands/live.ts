import { makeVersion } from '../capture/make-version.ts'
import type { SourceProgress } from '../capture/progress.ts'
import { counterOf } from '../diff/compare/change-counter.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { askedOf } from '../store/asked-of.ts'
import { ScratchStore } from '../store/scratch-store.ts'
import type { Store } from '../store/store.ts'
import { notLookedAtLines } from '../terminal/not-looked-at-lines.ts'
import { leftOutText } from '../terminal/left-out-text.ts'
import { firstProblemLines } from '../terminal/problem-lines.ts'
import { ProgressDisplay, type ProgressLine } from '../terminal/progress.ts'
import type { Version } from '../versions/version.ts'
import type { Context } from '../terminal/context.ts'
import { openEstate, type EstateOptions } from './estate.ts'
import { noteSecretKey } from './secret-key-note.ts'

/** The account as it is now, and a store that has it beside all versions. */
export interface Live {
  readonly store: Store
  readonly version: Version
  close(): void
}

/**
 * Captures the account as it is now, in the scope of the version that it is compared with unless flags say otherwise, into a store that is gone when it is closed; the real one stays as it is.
 */
export async function captureLive(
  store: Store,
  compared: Version,
  paths: readonly string[],
  options: EstateOptions,
  context: Context,
): Promise<Live> {
  const { io, now, signal } = context
  noteSecretKey(store, io)
  const scope = askedOf(store, compared.commit).scope
  const only = paths.length > 0 ? paths : scope.only
  const { skip } = scope
  const { sources, session, configured, secrets } = await openEstate(
    { ...options, only: paths },
    context,
    undefined,
    scope,
  )
  const scratch = ScratchStore.open(store)
  let display: ProgressDisplay | undefined
  try {
    const made = await makeVersion({
      store: scratch.store,
      sources,
      only,
      skip,
      accountOf: compared.id,
      configured,
      acrossAccounts: options.acrossAccounts === true,
      counterOf,
      // Nobody will ask for the values of what is not kept.
      secrets: { ...secrets, recipients: [], scan: false },
      name: null,
      message: '',
      tool: `jsnap ${context.version}`,
      identity: () => session.identity(),
      uncovered: () => Promise.resolve([]),
      signal,
      now,
      onStart: (progress) => {
        display = new ProgressDisplay(io, now, () => progress.map(progressLine))
      },
      note: (text) => (display === undefined ? io.note(text) : display.note(text)),
    })
    const { problems, notCovered, notLookedAt } = made.commit
    const leftOut = leftOutText(notCovered)
    if (leftOut !== undefined) io.note(leftOut)
    for (const line of notLookedAtLines(notLookedAt))
      io.note(`not read again: ${line}; use '--deep' to read them`)
    if (problems.length > 0) {
      io.note(`${formatCountOf(problems.length, 'problem')}: what could not be read is unknown`)
      for (const line of firstProblemLines(problems, (others) => `and ${others} more`)) io.note(line)
    }
    return {
      store: scratch.store,
      version: { id: made.id, name: 'live', commit: made.commit },
      close: () => scratch.close(),
    }
  } catch (error) {
    scratch.close()
    throw error
  } finally {
    display?.stop()
  }
}

/** What is shown of a source while it is captured. */
export function progressLine(source: SourceProgress): ProgressLine {
  return {
    name: source.name,
    status: source.status,
    done: source.done,
    total: source.listed ? source.found : undefined,
    bytesDone: source.bytesRead,
    bytesTotal: source.listed ? source.bytesToRead : undefined,
    finished: source.finished,
  }
}
