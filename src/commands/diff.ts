import { configNaming } from '../flags/locate-config.ts'
import { openStore } from '../flags/locate-store.ts'
import {
  bucketPairs,
  JsnapError,
  resolveVersion,
  type LiveVersion,
  type Store,
  type Version,
} from '../index.ts'
import type { Context, Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { quotePath } from '../terminal/quote-path.ts'
import { comparedExit } from './compared-exit.ts'
import type { DiffOptions } from './diff.flags.ts'
import { LIVE, sidesOf, sidesOfPairs } from './diff-sides.ts'
import { compareSides, describeDifference, showDifference } from './show-difference.ts'

/** Compares two versions, one with HEAD, or one with the account as it is now. */
export const run: Run<DiffOptions> = async (options, context) => {
  if (options.version === undefined && options.pairs !== true) {
    throw new JsnapError('Usage', "missing required argument 'version'", {
      hint: "'jsnap diff HEAD^ HEAD' shows what the newest version changed, 'jsnap diff HEAD live' what changed since",
    })
  }
  const store = await openStore(options, context)
  let live: LiveVersion | undefined
  try {
    const sides = await (options.pairs === true ? sidesOfPairs(store, options) : sidesOf(store, options))
    const { words, places, paths } = sides
    if (words.includes(LIVE)) {
      // Loaded on first use: comparing two versions needs no source.
      const { captureLive } = await import('./live.ts')
      const [other = LIVE] = words.filter((word) => word !== LIVE)
      const wanted = places ?? paths
      live = await captureLive(store, resolveVersion(store, other), wanted, options, context)
    }
    const versionOf = (word: string) =>
      live !== undefined && word === LIVE ? live.version : resolveVersion(store, word)
    const versions = [versionOf(words[0]), versionOf(words[1])] as const
    const read = live?.store ?? store
    if (options.pairs === true) return await diffPairs(read, versions, options, context)
    return await showDifference(
      read,
      await compareSides(read, versions, sides, options, context),
      options,
      context,
    )
  } finally {
    live?.close()
    store.close()
  }
}

/** Compares what should be equal: each pair of the configuration, else production and staging by their names. */
async function diffPairs(
  store: Store,
  versions: readonly [Version, Version],
  options: DiffOptions,
  context: Context,
): Promise<number> {
  const { io } = context
  const { s3 } = await configNaming('pairs', store.dir, options, context)
  const pairs = bucketPairs(store, versions[1], s3?.pairs)
  if (pairs.length === 0) {
    throw new JsnapError('Usage', 'there are no pairs', {
      hint: 'name them in the configuration: { "s3": { "pairs": [["shop-prod", "shop-staging"]] } }',
    })
  }
  let exitCode: number = DONE
  const described: object[] = []
  for (const [i, places] of pairs.entries()) {
    const named = await compareSides(store, versions, { paths: [], places }, options, context)
    if (options.json === true) described.push(describeDifference(named))
    else {
      if (i > 0) io.line()
      const { isDifferent } = named.difference
      io.line(
        io.colors.bold(`${quotePath(places[0])} → ${quotePath(places[1])}${isDifferent ? '' : ': equal'}`),
      )
    }
    const code =
      options.json === true
        ? comparedExit(named.difference)
        : await showDifference(store, named, options, context)
    if (options.exitCode === true) exitCode = Math.max(exitCode, code)
  }
  if (options.json === true) io.json({ pairs: described })
  return exitCode
}
