import { compare } from '../diff/compare.ts'
import { nameStatusLines } from '../diff/name-status-lines.ts'
import { countsText } from '../diff/summary.ts'
import { DIFFERENT, DONE } from '../terminal/exit-code.ts'
import { formatTime } from '../terminal/format-time.ts'
import { printable } from '../terminal/printable.ts'
import { resolveVersion } from '../versions/resolve.ts'
import { labelOf, shortId } from '../versions/version.ts'
import type { Run } from '../workspace/context.ts'
import { openStore } from '../workspace/locate-store.ts'
import type { EstateOptions } from './estate.ts'
import { captureLive } from './live.ts'

export interface StatusOptions extends EstateOptions {
  readonly paths: readonly string[]
  readonly exitCode?: boolean
}

/** Says what of the account is not as the newest version has it. */
export const run: Run<StatusOptions> = async (options, context) => {
  const { io } = context
  const store = openStore(options, context)
  try {
    const head = resolveVersion(store, 'HEAD')
    const live = await captureLive(store, options.paths, options, context)
    try {
      const { changes, summary } = compare(live.store, head, live.version, options.paths)
      if (options.json === true) io.json({ from: head.name ?? head.id, to: 'live', changes, summary })
      else {
        const { bold, yellow } = io.colors
        io.line(
          `since ${bold(printable(labelOf(head)))}  ${yellow(shortId(head.id))}  ${formatTime(head.commit.time)}`,
        )
        io.line()
        for (const line of nameStatusLines(changes)) io.line(`  ${line}`)
        if (changes.length > 0) io.line()
        io.line(changes.length === 0 ? 'the account is as it was' : countsText(summary))
        if (changes.length > 0)
          io.note("'jsnap diff HEAD live' shows what changed inside, 'jsnap commit' keeps it")
      }
      return options.exitCode === true && changes.length > 0 ? DIFFERENT : DONE
    } finally {
      live.close()
    }
  } finally {
    store.close()
  }
}
