import { blindReasonAt } from '../versions/coverage-gap.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import type { Store } from '../store/store.ts'
import { labelOf, type Version } from '../versions/version.ts'
import type { QueryTable } from './query-table.ts'

/** What tables do not have because a version does not know it, in words. */
export function* missingRows(
  store: Store,
  tables: readonly QueryTable[],
  versions: readonly Version[],
): Generator<string, void, undefined> {
  const folders = new Set(tables.flatMap(({ folders }) => folders))
  for (const version of versions) {
    for (const folder of folders) {
      const reason = blindReasonAt(store, version, folder.slice(0, -1))
      const problems = version.commit.problems.filter(({ path }) => path.startsWith(folder))
      if (reason !== undefined) yield `${labelOf(version)} has no information about ${folder}: ${reason}`
      else if (problems.length > 0)
        yield `${labelOf(version)} has ${formatCountOf(problems.length, 'problem')} in ${folder}, so rows may be missing`
    }
  }
}
