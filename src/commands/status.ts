import { asItWas, nothingCompared } from '../diff/show/as-it-was.ts'
import { headParts } from '../diff/show/change-title.ts'
import { nameStatusLines } from '../diff/show/name-status-lines.ts'
import { describeNotCompared, notComparedLines } from '../diff/show/not-compared-lines.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatTime } from '../terminal/format-time.ts'
import { printable } from '../terminal/printable.ts'
import { diff, labelOf, chooseVersion, pathsNamed, shortId, type Change } from '../index.ts'
import { countsText } from '../diff/show/counts-text.ts'
import { hookCommand, notify } from '../flags/hook.ts'
import type { Context, Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import { comparedExit } from './compared-exit.ts'
import { failureOf } from './failure.ts'
import { captureLive } from './live.ts'
import type { StatusOptions } from './status.flags.ts'

/** Says what of the account is not as the newest version has it. */
export const run: Run<StatusOptions> = async (options, context) => {
  const notifyCommand = hookCommand(options.notifyCommand, 'JSNAP_NOTIFY_COMMAND', context)
  try {
    return await showStatus(options, notifyCommand, context)
  } catch (error) {
    if (!context.signal.aborted) await notify(notifyCommand, failureOf('status', error), context)
    throw error
  }
}

/** The most paths that a notification names. */
const NAMED = 50

async function showStatus(
  options: StatusOptions,
  notifyCommand: string | undefined,
  context: Context,
): Promise<number> {
  const { io } = context
  const store = await openStore(options, context)
  try {
    const paths = await pathsNamed(store, options.paths)
    const head = chooseVersion(store, undefined, { paths, note: (text) => io.note(text) })
    const live = await captureLive(store, head, paths, options, context)
    try {
      const sides = [head, live.version] as const
      const difference = await diff(live.store, ...sides, {
        paths,
        details: false,
        names: true,
        acrossAccounts: true,
      })
      const { changes, summary, notCompared, uncompared } = difference
      if (options.json === true) {
        const names = { from: head.name ?? head.id, to: 'live' }
        io.json({ ...names, changes, summary, notCompared: describeNotCompared(notCompared, names) })
      } else if (!io.quiet) {
        const { bold, dim, yellow } = io.colors
        const name = head.name === null ? '' : `${bold(printable(head.name))}  `
        io.line(`since ${name}${yellow(shortId(head.id))}  ${formatTime(head.commit.time)}`)
        io.line()
        for (const line of statusLines(changes, dim)) io.line(`  ${line}`)
        if (changes.length > 0) io.line()
        io.line(changes.length === 0 ? asItWas(live.store, difference, sides, paths) : countsText(summary))
        const isHead = head.id === store.refs().head
        if (changes.some(({ type }) => type !== 'unknown'))
          io.note(
            `'jsnap diff ${isHead ? 'HEAD' : labelOf(head)} live' shows what changed inside, 'jsnap commit' keeps it`,
          )
      }
      if (io.quiet && difference.isDifferent)
        io.errorLine(`${printable(labelOf(head))}: ${countsText(summary)} since then`)
      if (uncompared.length < paths.length || options.json === true)
        for (const path of uncompared) io.note(nothingCompared(path))
      for (const line of notComparedLines(notCompared, { from: labelOf(head), to: 'live' })) io.note(line)
      if (difference.isDifferent) {
        const paths = changes.slice(0, NAMED).map(({ type, path }) => ({ type, path }))
        const drift = { command: 'status', events: ['drift'], from: head.name ?? head.id, to: 'live' }
        await notify(notifyCommand, { ...drift, summary, changes: paths }, context)
      }
      return options.exitCode === true ? comparedExit(difference) : DONE
    } finally {
      live.close()
    }
  } finally {
    store.close()
  }
}

/** As of `diff --name-status`, with what people call it; of what is unknown also why. */
function statusLines(changes: readonly Change[], dim: (text: string) => string): string[] {
  return nameStatusLines(changes).map((line, i) => {
    const change = changes[i]
    if (change === undefined) return line
    const { called, remarks } = headParts(change)
    const all = [called, ...(change.type === 'unknown' ? remarks : [])].filter((text) => text !== '')
    return [line, ...all.map(dim)].join('  ')
  })
}
