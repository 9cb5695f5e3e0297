import { accountOf, isOtherAccount, type Account } from '../model/account.ts'
import type { Asked } from '../model/asked.ts'
import type { Commit } from '../model/commit.ts'
import { parseEntry } from '../model/entry.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { gapMatcher } from '../model/gap-matcher.ts'
import type { KindPlace } from '../sources/source.ts'
import { ancestors } from '../store/ancestors.ts'
import { askedOf } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { entries } from '../store/tree.ts'

/**
 * Says whether a version, or one of the same account before it, has read a kind of resources; `now` is what is asked for.
 * Of a history that is damaged it is assumed to be so: what is unknown must not be skipped.
 */
export function wasRead(store: Store, newest: Commit, now: Asked, kind: KindPlace): boolean {
  try {
    const readBy = (commit: Commit) =>
      isOtherAccount(accountOf(commit), accountNow(now)) ? undefined : hasRead(store, commit, now, kind)
    const before = ancestors(store, newest.parent).map(({ commit }) => readBy(commit))
    return readBy(newest) ?? before.find((read) => read !== undefined) ?? false
  } catch (error) {
    if (isCorrupt(error)) return true
    throw error
  }
}

/** Undefined where a version does not say, so that the one before it is asked. */
function hasRead(
  store: Store,
  commit: Commit,
  now: Asked,
  { place, sample, has }: KindPlace,
): boolean | undefined {
  for (const line of entries(store, commit.tree, place)) {
    const { path, type } = parseEntry(line)
    if (type !== 'unknown' && has(path)) return true
  }
  if (askedOf(store, commit).reasonAgainst(sample, now) !== undefined) return undefined
  const gap = commit.notCovered.find((one) => gapMatcher(one)(sample))
  // When it was denied there, those before it were looked at.
  if (gap !== undefined) return gap.denied === undefined ? undefined : false
  const isUnread = commit.problems.some(
    ({ path }) => path === place || (path.endsWith('/') && place.startsWith(path)),
  )
  return isUnread ? undefined : true
}

function accountNow({ scope: { account, partition } }: Asked): Account {
  return { account, partition }
}
