import { loadConfig } from '../flags/locate-config.ts'
import { runInBetween } from '../flags/run-in-between.ts'
import { formatCountOf, JsnapError, labelOf, verify, type Check, type Store, type Version } from '../index.ts'
import type { Context, Run } from '../terminal/context.ts'
import { printable } from '../terminal/printable.ts'
import { describeCommit, reportCommit, reportQuietly } from './commit-report.ts'
import type { GuardOptions } from './guard.flags.ts'
import { nameAndMessage, withCommit, type Committed } from './make-commit.ts'
import { compareSides, describeDifference, showDifference } from './show-difference.ts'

/** Runs a command between two versions, and shows what it changed. */
export const run: Run<GuardOptions> = async (options, context) => {
  const { io, signal } = context
  const command = options.command.join(' ')
  const message = options.message ?? options.tag ?? command
  const plain = { ...options, tableData: true, secretScan: true }
  const before = await withCommit(
    // What the shops say is asked after the command.
    { ...plain, skipIfUnchanged: true, checkCommand: '' },
    { name: null, message: `before ${message}` },
    context,
    ({ made, warnings }) => {
      if (io.quiet) reportQuietly(made, warnings, io)
      return Promise.resolve(made.version)
    },
  )
  const problems = before.commit.problems.length
  const incomplete = problems === 0 ? '' : `, which is incomplete: ${formatCountOf(problems, 'problem')}`
  io.note(`before: ${labelOf(before)}${incomplete}`)
  const exitCode = await runInBetween(options.command, options.json === true)
  if (signal.aborted) {
    throw new JsnapError('Interrupted', 'interrupted; there is no version after the command', {
      hint: `'jsnap diff ${labelOf(before)} live' shows what changed`,
    })
  }
  if (exitCode !== 0) io.note(`the command exited with ${exitCode}: ${printable(command)}`)
  const isNamed = options.message !== undefined || options.tag !== undefined
  const naming = isNamed ? nameAndMessage(options) : { name: null, message: command }
  const after = { ...plain, skipIfUnchanged: !isNamed }
  await withCommit(after, naming, context, (made) => report(before, made, exitCode, options, context))
  return exitCode
}

async function report(
  before: Version,
  { store, made, durationMs, warnings }: Committed,
  exitCode: number,
  options: GuardOptions,
  context: Context,
): Promise<void> {
  const { io } = context
  const { version } = made
  const failed = (await checksOf(store, version, options, context)).filter(({ state }) => state === 'failed')
  const looked = { ...options, version: '', more: [], pager: false }
  const named = await compareSides(store, [before, version], { paths: [] }, looked, context)
  if (options.json === true) {
    io.json({
      exitCode,
      before: { version: before.name ?? before.id, id: before.id },
      after: describeCommit(made, durationMs),
      ...describeDifference(named),
      failedChecks: failed,
    })
    return
  }
  if (io.quiet) {
    reportQuietly(made, warnings, io)
    return
  }
  await reportCommit(store, made, durationMs, io)
  io.line()
  await showDifference(store, named, looked, context)
  for (const { system, name, failures } of failed)
    io.errorLine(
      io.errorColors.yellow(`verify: ${system}: ${name}: ${formatCountOf(failures.length, 'failure')}`),
    )
  if (failed.length > 0) io.note(`'jsnap verify ${labelOf(version)}' lists them`)
}

async function checksOf(
  store: Store,
  version: Version,
  options: GuardOptions,
  context: Context,
): Promise<Check[]> {
  const { now, signal } = context
  const { config } = await loadConfig(store.dir, options, context)
  return verify(store, version, { config, now, full: false, live: undefined, signal })
}
