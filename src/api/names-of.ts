import type { Store } from '../store/store.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/**
 * What people call the resources at these paths of a version, where the path alone does not say it: the aliases of a
 * distribution, the name of a zone. Others are not in the map.
 * @throws JsnapError UnknownVersion
 */
export async function namesOf(
  store: Store,
  version: Version | string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const [{ NamesOf }, { loadNames }] = await Promise.all([
    import('../names/names-of.ts'),
    import('../services/resource-names.ts'),
  ])
  const names = new NamesOf(store, versionNamed(store, version), await loadNames(paths))
  const found = new Map<string, readonly string[]>()
  for (const path of paths) {
    const called = names.at(path)
    if (called.length > 0) found.set(path, called)
  }
  return found
}
