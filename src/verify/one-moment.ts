import { formatCountOf } from '../runtime/format-count.ts'
import { checked, skipped, type Check } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'

const SYSTEM = 'version'
const NAME = 'it is consistent in time'

const HAPPENED = {
  added: 'came into being while the capture ran',
  removed: 'was removed while the capture ran',
  modified: 'changed while the capture ran',
}

/** Looks for what changed while the version was captured: of that, and what belongs to it, it may have two states. */
export function checkOneMoment({ version: { commit } }: VerifiedVersion): Check {
  const { during, duringCount = during?.length ?? 0 } = commit
  if (during === undefined) return skipped(SYSTEM, NAME, 'it is not known what changed while the capture ran')
  const summary =
    duringCount === 0
      ? 'nothing changed while the capture ran'
      : `${formatCountOf(duringCount, 'path')} changed while the capture ran`
  return checked(
    SYSTEM,
    NAME,
    summary,
    during.map(({ path, change }) => ({ path, message: HAPPENED[change] })),
  )
}
