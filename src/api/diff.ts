import type { Explained } from '../diff/compare/explain.ts'
import type { Store } from '../store/store.ts'
import { basePath } from '../versions/path-filter.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/** What is compared, and how far. */
export interface DiffOptions {
  /** Only these: paths, what is below them, and globs. */
  readonly paths?: readonly string[]
  /** Two places instead of two versions whole: each path below the first is compared with the same path below the second. */
  readonly places?: readonly [from: string, to: string] | undefined
  /** Places of documents whose changes are left out, such as `lambda/**#/versions`. */
  readonly ignore?: readonly string[]
  /** Detect renames of modified files, with this minimum similarity in percent. */
  readonly similarity?: number | undefined
  /** Find the changes inside modified entries; true when not given. Without it only the paths are compared, which reads much less. */
  readonly details?: boolean
  /** Add what people call what changed, where its path does not say it; as `details` when not given. */
  readonly names?: boolean
  /** The versions may be of two accounts. */
  readonly acrossAccounts?: boolean
}

/** How two versions differ. */
export interface Difference extends Explained {
  readonly from: Version
  readonly to: Version
  /** Whether there are differences. What neither version could read counts if its path was asked for. */
  readonly isDifferent: boolean
  /** Of the paths that were asked for, those of which nothing could be compared. */
  readonly uncompared: readonly string[]
}

/**
 * Compares two versions, in what both were asked for. What one of them has no information about is an `unknown`
 * change, or in `notCompared`; it is never reported as added or removed.
 * @throws JsnapError UnknownVersion; Refused for versions of two accounts; NoSuchPath for a path that neither has
 */
export async function diff(
  store: Store,
  from: Version | string,
  to: Version | string,
  options: DiffOptions = {},
): Promise<Difference> {
  const { paths = [], places, ignore = [], similarity, details = true, acrossAccounts = false } = options
  const { names = details } = options
  const versions = [versionNamed(store, from), versionNamed(store, to)] as const
  const [{ refuseTwoAccounts }, { compareAt }, { uncomparedPaths }, { ignorePatterns }, { areDifferent }] =
    await Promise.all([
      import('../versions/two-accounts.ts'),
      import('../diff/compare/compare-at.ts'),
      import('../diff/compare/uncompared-paths.ts'),
      import('../diff/compare/ignore-patterns.ts'),
      import('../diff/compare/unread-in-both.ts'),
    ])
  if (!acrossAccounts) refuseTwoAccounts(...versions)
  const placesOf = places === undefined ? undefined : await import('../diff/compare/compare-places.ts')
  const compared = store.lookingUp(() => {
    if (places === undefined || placesOf === undefined) return compareAt(store, versions, paths, similarity)
    return placesOf.comparePlaces(
      store,
      { version: versions[0], path: basePath(places[0]) },
      { version: versions[1], path: basePath(places[1]) },
      similarity,
    )
  })
  const patterns = ignorePatterns(ignore)
  let explained: Explained = { ...compared, ignored: { details: 0, changes: 0 } }
  if (details || patterns.isAny) {
    // The other side of a rename, or of two places, may be what another source makes.
    const changed = compared.changes.flatMap(({ path }) => [
      path,
      compared.entries.get(path)?.before?.path ?? path,
    ])
    const [{ explain }, { loadLists }, { loadLayout }, { sortKey }] = await Promise.all([
      import('../diff/compare/explain.ts'),
      import('../services/lists-at.ts'),
      import('../services/layout.ts'),
      import('../sources/aws/content/table-scan/sort-key.ts'),
    ])
    const [listsAt, layout] = await Promise.all([loadLists(changed), loadLayout(changed)])
    // For a list of names only where an ignored place could be all there is to a change.
    const where = details ? () => true : patterns.concern
    explained = store.lookingUp(() =>
      explain(store, compared, { versions, ignore: patterns, sortKey, listsAt, layout, where }),
    )
  }
  if (names) {
    const [{ withNames }, { loadNames }] = await Promise.all([
      import('../names/with-names.ts'),
      import('../services/resource-names.ts'),
    ])
    const namesAt = await loadNames(explained.changes.map(({ path }) => path))
    explained = { ...explained, changes: withNames(store, ...versions, explained.changes, namesAt) }
  }
  return {
    ...explained,
    from: versions[0],
    to: versions[1],
    isDifferent: areDifferent(explained.changes, places ?? paths),
    uncompared: places === undefined ? uncomparedPaths(store, compared, versions, paths) : [],
  }
}
