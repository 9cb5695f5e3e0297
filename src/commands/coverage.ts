import { AwsError } from '../sources/aws/aws-error.ts'
import { checkAddresses, createSession, type AwsSession } from '../sources/aws/session.ts'
import { SERVICE_IDS } from '../services/services.ts'
import { otherRegions, otherRegionText, type OtherRegion } from '../sources/s3/other-regions.ts'
import { regionsOfBuckets } from '../sources/s3/regions-of-buckets.ts'
import { elsewhereText, readUncovered } from '../sources/aws/uncovered.ts'
import { formatCount, formatCountOf } from '../runtime/format-count.ts'
import { DONE } from '../terminal/exit-code.ts'
import { printable } from '../terminal/printable.ts'
import { tableLines } from '../terminal/table.ts'
import { loadConfig } from '../config/read-config.ts'
import type { Context, Run } from '../terminal/context.ts'
import { storePath } from '../config/locate-store.ts'
import type { CoverageOptions } from './coverage.flags.ts'

/** Names the kinds of resources that the account has and jsnap does not capture. */
export const run: Run<CoverageOptions> = async (options, context) => {
  const { io, env, now, signal } = context
  const { config } = await loadConfig(storePath(options, context), options, context)
  const aws = {
    profile: options.profile,
    regions: options.region ?? config.regions,
    endpointUrl: options.endpointUrl,
    env,
    now,
  }
  await checkAddresses(aws, SERVICE_IDS)
  const session = createSession(aws)
  const { account, regions } = await session.identity()
  const {
    types,
    covered,
    elsewhere: indexed,
    refused,
  } = await readUncovered(session, () => undefined, signal)
  const elsewhere = await otherRegionsOfBuckets(session, regions, context)
  if (options.json === true) {
    io.json({
      account,
      regions,
      covered,
      notCovered: types,
      otherRegions: elsewhere,
      elsewhere: indexed,
      refused,
    })
    return DONE
  }
  const rows = types.map(({ type, count }) => [`  ${printable(type)}`, formatCount(count)])
  if (rows.length > 0) io.line('not captured:')
  for (const line of tableLines(rows, [1])) io.line(line)
  for (const other of elsewhere) io.line(otherRegionText(other))
  for (const [region, count] of Object.entries(indexed)) io.line(printable(elsewhereText(region, count)))
  io.line(`${formatCountOf(covered, 'resource')} of types that jsnap captures`)
  for (const { operation, code, region } of refused) {
    io.note(
      `note: ${operation} was denied in ${region} (${code}); resources that only it lists are missing here`,
    )
  }
  io.note('note: only resources with tags, and those that Resource Explorer indexes, can be listed')
  return DONE
}

/** Where buckets are and nothing else is asked; that they may not be listed is reported. */
async function otherRegionsOfBuckets(
  session: AwsSession,
  asked: readonly string[],
  { io, signal }: Context,
): Promise<OtherRegion[]> {
  if (await session.isForeign('lambda')) return []
  try {
    return otherRegions(await regionsOfBuckets(session, asked[0] ?? 'us-east-1', signal), asked)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof AwsError)) throw error
    io.note(`note: the buckets cannot be listed (${error.code}); their regions are missing here`)
    return []
  }
}
