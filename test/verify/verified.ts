import { canonicalJson, type Json } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import type { Config } from '../../src/config/config.ts'
import { digestOf } from '../../src/model/digest.ts'
import type { Listed } from '../../src/model/listing.ts'
import type { Check } from '../../src/verify/check.ts'
import { VerifiedVersion } from '../../src/verify/verified-version.ts'
import type { Made } from '../checkout/make-version.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

/** What `verify` is given besides the entries of a version. */
export interface Given {
  readonly listed?: readonly Listed[]
  readonly about?: Partial<Commit>
  readonly config?: Config
  readonly now?: number
}

/** A version of these entries, ready to be verified. What was listed is stored as a content below `local/`. */
export async function subjectOf(
  made: readonly Made[],
  { listed, about = {}, config = {}, now = 0 }: Given = {},
): Promise<VerifiedVersion> {
  const sources = [{ name: 'aws', entries: made.length, bytes: 1, durationMs: 1 }]
  const listing = canonicalJson({ listed: (listed ?? []) as unknown as Json })
  const kept =
    listed === undefined ? [] : [{ path: 'local/listing', type: 'file' as const, content: listing }]
  const { store, versions } = await storeOfVersions({
    made: [...made, ...kept],
    about: { sources, ...(listed === undefined ? {} : { listing: digestOf(listing) }), ...about },
  })
  const [version] = versions
  if (version === undefined) throw new Error('a version was made')
  return new VerifiedVersion(store, version, config, now)
}

/** A check as a line for its state and summary, and one for each failure. */
export function linesOf({ state, summary, failures }: Check): string[] {
  return [`${state}: ${summary}`, ...failures.map(({ path, message }) => `${path}: ${message}`)]
}
