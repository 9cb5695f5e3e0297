import { storePath } from '../flags/locate-store.ts'
import { loadConfig } from '../flags/locate-config.ts'
import {
  captureLive as capture,
  formatCountOf,
  type LiveVersion,
  type SourceProgress,
  type Store,
  type Version,
} from '../index.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'
import { leftOutText } from '../terminal/left-out-text.ts'
import { notLookedAtLines } from '../terminal/not-looked-at-lines.ts'
import { printable } from '../terminal/printable.ts'
import { firstProblemLines } from '../terminal/problem-lines.ts'
import { ProgressDisplay } from '../terminal/progress.ts'
import { sourceProgressLine } from './source-progress-line.ts'
import { estateOptions, type EstateFlags } from './estate-options.ts'

/** Captures the account as it is now, in the scope of the version that it is compared with unless flags say otherwise, and says what could not be read. */
export async function captureLive(
  store: Store,
  compared: Version,
  paths: readonly string[],
  options: CommonOptions & EstateFlags,
  context: Context,
): Promise<LiveVersion> {
  const { io, now, signal } = context
  const path = storePath(options, context)
  const loaded = await loadConfig(path, options, context)
  let display: ProgressDisplay | undefined
  try {
    const live = await capture(store, compared, {
      ...estateOptions(path, loaded, options, context),
      paths,
      signal,
      onStart: (progress: readonly SourceProgress[]) => {
        display = new ProgressDisplay(io, now, () => progress.map(sourceProgressLine))
      },
      note: (text) => (display === undefined ? io.note(text) : display.note(text)),
      // Also where notes are not wanted: it is a warning, not a note.
      warn: (text) => io.errorLine(printable(text)),
    })
    const { problems, notCovered, notLookedAt } = live.version.commit
    const leftOut = leftOutText(notCovered)
    if (leftOut !== undefined) io.note(leftOut)
    for (const line of notLookedAtLines(notLookedAt))
      io.note(`not read again: ${line}; use '--deep' to read them`)
    if (problems.length > 0) {
      io.note(`${formatCountOf(problems.length, 'problem')}: what could not be read is unknown`)
      for (const line of firstProblemLines(problems, (others) => `and ${others} more`)) io.note(line)
    }
    return live
  } finally {
    display?.stop()
  }
}
