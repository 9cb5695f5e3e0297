import { hookCommand, notify } from '../flags/hook.ts'
import { summariseProblems, type CaptureResult } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE, INCOMPLETE } from '../terminal/exit-code.ts'
import type { CommitOptions } from './commit.flags.ts'
import { describeCommit, reportCommit, reportQuietly } from './commit-report.ts'
import { nameAndMessage, withCommit } from './make-commit.ts'
import { failureOf } from './failure.ts'

/** Captures the whole estate as one version. */
export const run: Run<CommitOptions> = async (options, context) => {
  const { io } = context
  const notifyCommand = hookCommand(options.notifyCommand, 'JSNAP_NOTIFY_COMMAND', context)
  try {
    return await withCommit(
      options,
      nameAndMessage(options),
      context,
      async ({ store, made, durationMs, warnings }) => {
        if (options.json === true) io.json(describeCommit(made, durationMs))
        if (io.quiet) reportQuietly(made, warnings, io)
        else if (options.json !== true) await reportCommit(store, made, durationMs, io)
        const events = eventsOf(made)
        if (events.length > 0) await notify(notifyCommand, await notice(made, events), context)
        return made.skipped === true || made.version.commit.complete ? DONE : INCOMPLETE
      },
    )
  } catch (error) {
    if (!context.signal.aborted) await notify(notifyCommand, failureOf('commit', error), context)
    throw error
  }
}

/** What of a commit somebody wants to be told. */
type CommitEvent = 'change' | 'problems' | 'check failed'

function eventsOf({ version: { commit }, skipped }: CaptureResult): CommitEvent[] {
  if (skipped === true) return []
  const { parent, counts, problems, check } = commit
  return [
    ...(parent !== null && counts.added + counts.modified + counts.removed > 0 ? (['change'] as const) : []),
    ...(problems.length > 0 ? (['problems'] as const) : []),
    ...(check?.ok === false ? (['check failed'] as const) : []),
  ]
}

/** The summary of a commit for whoever is told of it. */
async function notice(
  { version: { id, name, commit } }: CaptureResult,
  events: readonly CommitEvent[],
): Promise<object> {
  const { parent, time, account, counts, complete, problems, check } = commit
  const groups = await summariseProblems(problems)
  return {
    command: 'commit',
    events,
    version: name ?? id,
    id,
    parent,
    time,
    account,
    complete,
    counts,
    problems: groups.map(({ source, code, count }) => ({ source, code, count })),
    ...(check === undefined ? {} : { check }),
  }
}
