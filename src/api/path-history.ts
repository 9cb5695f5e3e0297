import type { Step } from '../history/path-history.ts'
import { JsnapError } from '../runtime/errors.ts'
import type { Store } from '../store/store.ts'
import { hasPath, suggestPath } from '../versions/entry-at.ts'
import { lineage } from '../versions/lineage.ts'
import { basePath, commonPrefix } from '../versions/path-filter.ts'
import { resolveVersion } from '../versions/resolve.ts'
import { stretchOf, type VersionsOptions } from './versions.ts'

/** What a history is of. */
export interface PathHistoryOptions extends VersionsOptions {
  /** Paths, what is below them, and globs; everything when there are none. */
  readonly paths?: readonly string[]
  /** Places of documents whose changes are left out, such as `lambda/**#/versions`. */
  readonly ignore?: readonly string[]
}

/**
 * The versions in which something changed at these paths, newest first, each with its changes; and those without
 * information about it. A step is computed as it is taken.
 * @throws JsnapError NoSuchPath, at the end, when no version has anything there
 */
export async function pathHistory(
  store: Store,
  { paths = [], ignore = [], ...stretch }: PathHistoryOptions = {},
): Promise<Generator<Step, void, undefined>> {
  const [
    { pathHistory },
    { ignorePatterns },
    { loadLayoutBelow },
    { loadListsBelow },
    { sortKey },
    { withNames },
    { loadNamesBelow },
  ] = await Promise.all([
    import('../history/path-history.ts'),
    import('../diff/compare/ignore-patterns.ts'),
    import('../services/layout.ts'),
    import('../services/lists-at.ts'),
    import('../sources/aws/content/table-scan/sort-key.ts'),
    import('../names/with-names.ts'),
    import('../services/resource-names.ts'),
  ])
  const prefix = commonPrefix(paths)
  const explaining = {
    ignore: ignorePatterns(ignore),
    sortKey,
    listsAt: await loadListsBelow(prefix),
    layout: await loadLayoutBelow(prefix),
  }
  const namesAt = await loadNamesBelow(prefix)
  const named = (step: Step): Step => {
    if (step.kind === 'blind') return step
    const { version, before, explained } = step
    const changes = withNames(store, before, version, explained.changes, namesAt)
    return { ...step, explained: { ...explained, changes } }
  }
  const steps = pathHistory(store, paths, explaining, stretchOf(store, stretch))
  return stepsOrError(store, paths, steps.map(named))
}

function* stepsOrError(
  store: Store,
  paths: readonly string[],
  steps: Iterable<Step>,
): Generator<Step, void, undefined> {
  let isEmpty = true
  for (const step of steps) {
    isEmpty = false
    yield step
  }
  if (!isEmpty || paths.length === 0 || store.refs().head === null) return
  // Nothing changed in the stretch that was asked for; the paths are there.
  if (lineage(store).some((version) => paths.some((path) => hasPath(store, version, basePath(path))))) return
  throw new JsnapError('NoSuchPath', `no path in any version matches '${paths.join("', '")}'`, {
    hint: hintFor(store, paths),
  })
}

function hintFor(store: Store, [path = '']: readonly string[]): string {
  if (store.refs().names.has(path)) return `'jsnap show ${path}' shows the version of this name`
  return suggestPath(store, resolveVersion(store, 'HEAD'), path)
}
