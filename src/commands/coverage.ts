import { DONE } from '../terminal/exit-code.ts'
import { printable } from '../terminal/printable.ts'
import { tableLines } from '../terminal/table.ts'
import { loadConfig } from '../flags/locate-config.ts'
import { coverage, formatCount, formatCountOf } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { storePath } from '../flags/locate-store.ts'
import type { CoverageOptions } from './coverage.flags.ts'

/** Names the kinds of resources that the account has and jsnap does not capture. */
export const run: Run<CoverageOptions> = async (options, context) => {
  const { io, env, now, signal } = context
  const { config } = await loadConfig(storePath(options, context), options, context)
  const {
    account,
    regions,
    types,
    covered,
    elsewhere,
    refused,
    otherRegions,
    inOtherRegions,
    bucketsRefused,
  } = await coverage({
    aws: {
      profile: options.profile,
      regions: options.region ?? config.regions,
      endpointUrl: options.endpointUrl,
    },
    env,
    now,
    signal,
  })
  if (bucketsRefused !== undefined)
    io.note(`note: the buckets cannot be listed (${bucketsRefused}); their regions are missing here`)
  if (options.json === true) {
    io.json({
      account,
      regions,
      covered,
      notCovered: types,
      otherRegions,
      elsewhere,
      refused,
    })
    return DONE
  }
  const rows = types.map(({ type, count }) => [`  ${printable(type)}`, formatCount(count)])
  if (rows.length > 0) io.line('not captured:')
  for (const line of tableLines(rows, [1])) io.line(line)
  for (const text of inOtherRegions) io.line(printable(text))
  io.line(`${formatCountOf(covered, 'resource')} of types that jsnap captures`)
  for (const { operation, code, region } of refused) {
    io.note(
      `note: ${operation} was denied in ${region} (${code}); resources that only it lists are missing here`,
    )
  }
  io.note('note: only resources with tags, and those that Resource Explorer indexes, can be listed')
  return DONE
}
