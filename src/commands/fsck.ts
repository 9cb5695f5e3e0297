import {
  check,
  formatCountOf,
  repair,
  restoreFormat,
  type FsckReport,
  type RepairReport,
  type StoreProblem,
} from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import type { Io } from '../terminal/io.ts'
import { openStore, storePath } from '../flags/locate-store.ts'
import { printable } from '../terminal/printable.ts'
import { ProgressDisplay } from '../terminal/progress.ts'
import { quotePath } from '../terminal/quote-path.ts'
import type { FsckOptions } from './fsck.flags.ts'

/** The exit code that says that the store is damaged. */
const CORRUPT = 12
/** Touched paths are listed up to this many for each problem; `--json` has all. */
const SHOWN_TOUCHES = 10

/** Checks the store, and with `--repair` rebuilds what can be. */
export const run: Run<FsckOptions> = async (options, context) => {
  const { io, now } = context
  const started = now()
  const restored = options.repair === true ? await restoreFormat(storePath(options, context)) : undefined
  const store = await openStore(options, context)
  let done = 0
  let total = 0
  const display = new ProgressDisplay(io, now, () => [
    { name: 'packs', status: 'checking', done, total, bytesDone: 0, bytesTotal: undefined, finished: false },
  ])
  const onProgress = (at: number, of: number) => {
    done = at
    total = of
  }
  try {
    const report =
      options.repair === true
        ? withFormat(restored, await repair(store, { now, onProgress }))
        : await check(store, { full: options.full === true, onProgress })
    display.stop()
    const durationMs = Math.round(now() - started)
    const ok = report.problems.length === 0
    if (options.json === true) io.json({ ok, ...report, durationMs })
    else print(report, durationMs, io)
    return ok ? DONE : CORRUPT
  } finally {
    display.stop()
    store.close()
  }
}

/** What was done before the store could be opened was done first. */
function withFormat(restored: string | undefined, report: RepairReport): RepairReport {
  return restored === undefined ? report : { ...report, repaired: [restored, ...report.repaired] }
}

function print(report: FsckReport | RepairReport, durationMs: number, io: Io): void {
  const { green, red, bold } = io.colors
  if ('repaired' in report) for (const text of report.repaired) io.line(text)
  const checked = report.level === 'full' ? 'every byte' : 'refs, trees and locations'
  const what = [
    formatCountOf(report.versions, 'version'),
    formatCountOf(report.entries, 'entry', 'entries'),
    formatCountOf(report.objects, 'object'),
    `${formatCountOf(report.packs, 'pack')} of ${formatBytes(report.packBytes)}`,
  ]
  io.line(`checked ${checked} of ${what.join(', ')} in ${formatDuration(durationMs)}`)
  for (const problem of report.problems) printProblem(problem, io)
  for (const { id, name, time } of report.unreached) {
    io.line(
      `  ${id.slice(0, 12)}${name === null ? '' : ` '${printable(name)}'`} of ${printable(time)} is left over from an interrupted run, or a version of another copy of the store; nothing refers to it here: 'jsnap show ${id.slice(0, 12)}' shows it`,
    )
  }
  if (report.problems.length === 0) io.line(green('no problems'))
  else io.line(bold(red(formatCountOf(report.problems.length, 'problem'))))
}

function printProblem({ message, touches = [] }: StoreProblem, io: Io): void {
  io.line(`${io.colors.red('!')} ${printable(message)}`)
  for (const { version, path } of touches.slice(0, SHOWN_TOUCHES)) {
    io.line(`    ${printable(version)}:${quotePath(path)}`)
  }
  if (touches.length > SHOWN_TOUCHES)
    io.line(`    and ${formatCountOf(touches.length - SHOWN_TOUCHES, 'more path')}`)
}
