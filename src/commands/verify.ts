import { DONE, FAILED } from '../terminal/exit-code.ts'
import type { Io } from '../terminal/io.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { loadConfig } from '../flags/locate-config.ts'
import { formatCountOf, labelOf, chooseVersion, verify, type Check } from '../index.ts'
import { estateOptions } from './estate-options.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import type { VerifyOptions } from './verify.flags.ts'

/** The most failures of a check that are shown; `--json` has all. */
const SHOWN = 20

/** Checks a version for what one would look at by hand after a capture. */
export const run: Run<VerifyOptions> = async (options, context) => {
  const { io, now, signal } = context
  const store = await openStore(options, context)
  try {
    const version = chooseVersion(store, options.version, { note: (text) => io.note(text) })
    const loaded = await loadConfig(store.dir, options, context)
    const { config } = loaded
    const live = options.live === true ? estateOptions(store.dir, loaded, options, context) : undefined
    if (live !== undefined) io.note('reading the account')
    const checks = await verify(store, version, { config, now, full: options.full === true, live, signal })
    const failed = checks.filter(({ state }) => state === 'failed')
    if (options.json === true) {
      io.json({ version: version.name ?? version.id, passed: failed.length === 0, checks })
    } else {
      show(checks, io)
      const count = checks.filter(({ state }) => state !== 'skipped').length
      io.line()
      io.line(
        failed.length === 0
          ? `${printable(labelOf(version))}: ${formatCountOf(count, 'check')} passed`
          : io.colors.red(
              `${printable(labelOf(version))}: ${failed.length} of ${formatCountOf(count, 'check')} failed`,
            ),
      )
    }
    return failed.length === 0 ? DONE : FAILED
  } finally {
    store.close()
  }
}

function show(checks: readonly Check[], io: Io): void {
  const { colors } = io
  const width = (of: (check: Check) => string) => Math.max(...checks.map((check) => of(check).length))
  const [systems, names] = [width(({ system }) => system), width(({ name }) => name)]
  const signs = {
    passed: colors.green('ok    '),
    failed: colors.red('FAILED'),
    skipped: colors.dim('-     '),
  }
  for (const { system, name, state, summary, failures } of checks) {
    io.line(
      `${signs[state]}  ${system.padEnd(systems)}  ${name.padEnd(names)}  ${colors.dim(printable(summary))}`,
    )
    for (const { path, message } of failures.slice(0, SHOWN))
      io.line(`          ${quotePath(path)}: ${printable(message)}`)
    if (failures.length > SHOWN) io.line(`          and ${failures.length - SHOWN} more`)
  }
}
