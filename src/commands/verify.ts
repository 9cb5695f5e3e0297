import { refuseOtherAccount } from '../capture/other-account.ts'
import { Asked } from '../model/asked.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import type { Scope } from '../model/scope.ts'
import { askedOf } from '../store/asked-of.ts'
import { DONE, FAILED } from '../terminal/exit-code.ts'
import type { Io } from '../terminal/io.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { namedOrNewestWith } from '../versions/newest-with.ts'
import { labelOf } from '../versions/version.ts'
import type { Check } from '../verify/check.ts'
import { VerifiedVersion } from '../verify/verified-version.ts'
import { checkLiveCounts, type LiveEstate } from '../verify/live-counts.ts'
import { verify } from '../verify/verify.ts'
import { loadConfig } from '../config/read-config.ts'
import type { Context, Run } from '../terminal/context.ts'
import { openStore } from '../config/locate-store.ts'
import type { VerifyOptions } from './verify.flags.ts'

/** The most failures of a check that are shown; `--json` has all. */
const SHOWN = 20

/** Checks a version for what one would look at by hand after a capture. */
export const run: Run<VerifyOptions> = async (options, context) => {
  const { io, now } = context
  const store = openStore(options, context)
  try {
    const version = namedOrNewestWith(store, options.version, [], (text) => io.note(text))
    const { config } = await loadConfig(store.dir, options, context)
    const subject = new VerifiedVersion(store, version, config, now())
    const made = await verify(subject, options.full === true)
    const checks =
      options.live === true
        ? [...made, ...checkLiveCounts(subject, await liveEstate(subject, options, context))]
        : made
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

/** What the account has now, in the scope of the version; nothing is stored, and no content is read. */
async function liveEstate(
  { store, version }: VerifiedVersion,
  options: VerifyOptions,
  context: Context,
): Promise<LiveEstate> {
  context.io.note('reading the account')
  // Loaded on first use: a check of what is stored needs no source.
  const [{ openEstate }, { dryCapture: survey }, { Selection }] = await Promise.all([
    import('./estate.ts'),
    import('../capture/dry-capture.ts'),
    import('../capture/selection.ts'),
  ])
  const { scope } = askedOf(store, version.commit)
  const { account, partition, only, skip } = scope
  const { sources, secrets, configured, session } = await openEstate(options, context, undefined, scope)
  if (account !== null) {
    const now = await session.identity()
    if (options.acrossAccounts !== true) refuseOtherAccount(store, version.id, now)
  }
  const selection = new Selection(only, skip, sources)
  const declared = new Map(
    sources.map(({ name, prefixes, declared }) => [name, declared ?? { prefixes, kinds: [] }]),
  )
  const now: Scope = {
    account,
    partition,
    primaryRegion: options.region?.[0] ?? scope.primaryRegion,
    regions: options.region ?? scope.regions,
    sources: [...declared.keys()].sort(),
    only,
    skip,
    ...configured,
    declarations: {},
  }
  const asked = new Asked(now, declared)
  return { ...(await survey({ sources, secrets, selection, signal: context.signal })), asked }
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
