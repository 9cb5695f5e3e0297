import type { BlamedField } from '../history/blame.ts'
import type { Store } from '../store/store.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/**
 * Says of each field of the document at a path which version set it.
 * @throws JsnapError UnknownVersion; NotReadable when it is no JSON document, or too large to look into
 */
export async function blame(store: Store, version: Version | string, path: string): Promise<BlamedField[]> {
  const [{ blame }, { loadLists }] = await Promise.all([
    import('../history/blame.ts'),
    import('../services/lists-at.ts'),
  ])
  return blame(store, versionNamed(store, version), path, await loadLists([path]))
}
