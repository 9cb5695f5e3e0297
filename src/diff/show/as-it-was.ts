import type { Store } from '../../store/store.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import type { Version } from '../../versions/version.ts'
import type { Comparison } from '../compare/compare.ts'
import { hasCompared } from '../compare/uncompared-paths.ts'

/** What a comparison that found no change shows. */
export function asItWas(
  store: Store,
  { notCompared }: Pick<Comparison, 'notCompared'>,
  versions: readonly [Version, Version],
  paths: readonly string[],
): string {
  if (notCompared.length === 0) return 'the account is unchanged'
  return hasCompared(store, notCompared, versions, paths)
    ? 'what was compared is unchanged'
    : nothingCompared('')
}

/** What is said where nothing was compared: at a path, or at all. */
export function nothingCompared(path: string): string {
  return path === '' ? 'nothing was compared' : `nothing was compared at ${quotePath(path)}`
}
