import type { NamesAt } from '../services/resource-names.ts'
import type { Store } from '../store/store.ts'
import type { Version } from '../versions/version.ts'
import { NamesOf } from './names-of.ts'

/** Adds to changes what people call what changed: as the newer version has it, else as the one before had it. */
export function withNames<Change extends { readonly path: string }>(
  store: Store,
  before: Version | undefined,
  after: Version,
  changes: readonly Change[],
  namesAt: NamesAt,
): (Change & { readonly names?: readonly string[] })[] {
  const sides = [after, ...(before === undefined ? [] : [before])].map(
    (version) => new NamesOf(store, version, namesAt),
  )
  return changes.map((change) => {
    const names = sides.map((side) => side.at(change.path)).find(({ length }) => length > 0)
    return names === undefined ? change : { ...change, names }
  })
}
