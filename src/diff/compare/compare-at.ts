import type { Store } from '../../store/store.ts'
import type { Version } from '../../versions/version.ts'
import { checkPaths } from './check-paths.ts'
import { compare, type Comparison } from './compare.ts'
import { withUnreadInBoth } from './unread-in-both.ts'

/**
 * Compares two versions at paths that somebody has named: with what neither of them could read there.
 * @throws JsnapError NoSuchPath when neither has anything at one of the paths, and both know it
 */
export function compareAt(
  store: Store,
  versions: readonly [Version, Version],
  paths: readonly string[],
  similarity: number | undefined,
): Comparison {
  checkPaths(store, versions, paths)
  return withUnreadInBoth(store, compare(store, ...versions, paths, { similarity }), versions, paths)
}
