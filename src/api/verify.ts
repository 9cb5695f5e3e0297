import type { EstateOptions } from '../capture/estate.ts'
import type { Config } from '../config/config.ts'
import type { Store } from '../store/store.ts'
import type { Check } from '../verify/check.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/** What a version is verified with. */
export interface VerifyOptions {
  /** Says which buckets should be equal. */
  readonly config?: Config
  /** Milliseconds since the epoch, as `Date.now`: a certificate can have expired since the capture. */
  readonly now: () => number
  /** Read every content of the version. */
  readonly full?: boolean
  /** Also compare with the account as it is now, in the scope of the version. */
  readonly live?: Omit<EstateOptions, 'only' | 'skip' | 'now'> | undefined
  readonly signal?: AbortSignal | undefined
}

/** Runs the checks that you would make by hand after a capture. @throws JsnapError UnknownVersion, Config, and those of `capture` with `live` */
export async function verify(
  store: Store,
  version: Version | string,
  options: VerifyOptions,
): Promise<Check[]> {
  const [{ VerifiedVersion }, { verify }, { checkedConfig }] = await Promise.all([
    import('../verify/verified-version.ts'),
    import('../verify/verify.ts'),
    import('./checked-config.ts'),
  ])
  const { config = {}, now, full = false, live } = await checkedConfig(options)
  const verified = new VerifiedVersion(store, versionNamed(store, version), config, now())
  const checks = await verify(verified, full)
  if (live === undefined) return checks
  // Loaded on first use: a check of what is stored needs no source.
  const [{ checkLiveCounts }, { liveEstate }] = await Promise.all([
    import('../verify/live-counts.ts'),
    import('./live-estate.ts'),
  ])
  const { signal = new AbortController().signal } = options
  const estate = await liveEstate(store, verified.version, { ...live, now }, signal)
  return [...checks, ...checkLiveCounts(verified, estate)]
}
