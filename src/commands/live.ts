import { storePath } from '../flags/locate-store.ts'
import { loadConfig } from '../flags/locate-config.ts'
import {
  captureLive as capture,
  formatCountOf,
  summariseProblems,
  type LiveVersion,
  type SourceProgress,
  type Store,
  type Version,
} from '../index.ts'
import type { CommonOptions, Context } from '../terminal/context.ts'
import { leftOutText } from '../terminal/left-out-text.ts'
import type { Io } from '../terminal/io.ts'
import { notLookedAtLines } from '../terminal/not-looked-at-lines.ts'
import { printable } from '../terminal/printable.ts'
import { ProgressDisplay } from '../terminal/progress.ts'
import { sourceProgressLine } from './source-progress-line.ts'
import { problemSummaryLines } from './problem-summary-lines.ts'
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
      note: (text) => io.note(text),
      // What it is about is unknown, which the result says.
      warn: (text) => (io.quiet ? undefined : io.errorLine(printable(text))),
    })
    await noteLive(live.version, io)
    return live
  } finally {
    display?.stop()
  }
}

/** What is to be known of the account as it was read. */
async function noteLive({ commit: { problems, notCovered, notLookedAt } }: Version, io: Io): Promise<void> {
  const leftOut = leftOutText(notCovered)
  if (leftOut !== undefined) io.note(leftOut)
  for (const line of notLookedAtLines(notLookedAt))
    io.note(`not read again: ${line}; use '--deep' to read them`)
  if (problems.length === 0 || io.quiet) return
  io.note(`${formatCountOf(problems.length, 'problem')}: what could not be read is unknown`)
  for (const line of problemSummaryLines(await summariseProblems(problems))) io.errorLine(`  ${line}`)
}
