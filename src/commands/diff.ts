import type { CommonOptions, Run } from '../workspace/context.ts'
import { DIFFERENT, DONE } from '../terminal/exit-code.ts'
import { openStore } from '../workspace/locate-store.ts'
import { nameOnlyLines, nameStatusLines } from '../diff/name-status-lines.ts'
import { readableLines } from '../diff/readable-lines.ts'
import { statLines } from '../diff/stat-lines.ts'
import { compare } from '../diff/compare.ts'
import { JsnapError } from '../model/errors.ts'
import type { Store } from '../store/store.ts'
import { resolveVersion } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

export interface DiffOptions extends CommonOptions {
  readonly version: string
  readonly more: readonly string[]
  readonly stat?: boolean
  readonly nameStatus?: boolean
  readonly nameOnly?: boolean
  readonly exitCode?: boolean
}

/** Compares two versions, or one with HEAD. */
export const run: Run<DiffOptions> = async (options, context) => {
  const { io } = context
  const store = openStore(options, context)
  try {
    const a = resolveVersion(store, options.version)
    const [second, ...rest] = options.more
    const named = second === undefined ? undefined : tryVersion(store, second)
    const b = named ?? resolveVersion(store, 'HEAD')
    const paths = named === undefined ? options.more : rest
    const comparison = compare(store, a, b, paths)
    if (options.json === true) io.json({ from: a.name ?? a.id, to: b.name ?? b.id, ...comparison })
    else {
      const lines =
        options.nameStatus === true
          ? nameStatusLines(comparison.changes)
          : options.nameOnly === true
            ? nameOnlyLines(comparison.changes)
            : options.stat === true
              ? statLines(comparison, io.columns, io.colors)
              : readableLines(comparison, io.colors)
      if (lines.length > 0) await io.bytes(Buffer.from(`${lines.join('\n')}\n`))
    }
    return options.exitCode === true && comparison.changes.length > 0 ? DIFFERENT : DONE
  } finally {
    store.close()
  }
}

/** The version that text means; undefined when it looks like a path and means none. */
function tryVersion(store: Store, text: string): Version | undefined {
  try {
    return resolveVersion(store, text)
  } catch (error) {
    // git's rule: an argument is a version if it can be. One that can be no path either is a version misspelt.
    if (error instanceof JsnapError && error.code === 'UnknownVersion' && /[/*]/.test(text)) return undefined
    throw error
  }
}
