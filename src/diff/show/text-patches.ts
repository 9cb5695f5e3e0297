import type { Store } from '../../store/store.ts'
import type { Change } from '../compare/change.ts'
import { textsOfTwoKeys } from '../compare/other-key.ts'
import type { Comparison } from '../compare/compare.ts'
import type { Version } from '../../versions/version.ts'
import type { PatchLine } from './patch-line.ts'
import { textPatch } from './text-patch.ts'

/** The patches of what is text, each when it is asked for; what a service made, and a table, is told by its meaning. */
export function textPatches(
  store: Store,
  [a, b]: readonly [Version, Version],
  { entries }: Pick<Comparison, 'entries'>,
  context: number,
): (change: Change) => PatchLine[] | undefined {
  const shown = textsOfTwoKeys(store, a, b)
  return (change) => {
    const pair = entries.get(change.path)
    if (pair === undefined || change.items !== undefined || change.type === 'metadata') return undefined
    if (pair.before?.type === 'config' || pair.after?.type === 'config') return undefined
    return textPatch(store, change, pair, context, shown)
  }
}
