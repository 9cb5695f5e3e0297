import { dryCapture } from '../capture/dry-capture.ts'
import { openEstate, type EstateOptions } from '../capture/estate.ts'
import { refuseOtherAccount } from '../capture/other-account.ts'
import { Selection } from '../capture/selection.ts'
import { Asked } from '../model/asked.ts'
import type { Scope } from '../model/scope.ts'
import { askedOf } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import type { LiveEstate } from '../verify/live-counts.ts'
import type { Version } from '../versions/version.ts'
import { checkedConfig } from './checked-config.ts'

/** What the account has now, in the scope of a version; nothing is stored, and no content is read. */
export async function liveEstate(
  store: Store,
  version: Version,
  given: EstateOptions,
  signal: AbortSignal,
): Promise<LiveEstate> {
  const options = await checkedConfig(given)
  const { scope } = askedOf(store, version.commit)
  const { account, partition, only, skip } = scope
  const { dir, user } = store
  const { sources, secrets, configured, session } = await openEstate(options, { dir, user, scope })
  if (account !== null) {
    const now = await session.identity()
    if (options.acrossAccounts !== true) refuseOtherAccount(store, version.id, now)
  }
  const selection = new Selection(only, skip, sources)
  const declared = new Map(
    sources.map(({ name, prefixes, declared }) => [name, declared ?? { prefixes, kinds: [] }]),
  )
  const regions = options.aws?.regions
  const now: Scope = {
    account,
    partition,
    primaryRegion: regions?.[0] ?? scope.primaryRegion,
    regions: regions ?? scope.regions,
    sources: [...declared.keys()].sort(),
    only,
    skip,
    ...configured,
    declarations: {},
  }
  return {
    ...(await dryCapture({ sources, secrets, selection, signal })),
    asked: new Asked(now, declared),
  }
}
