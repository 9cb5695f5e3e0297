import type { BlamedField } from '../history/blame.ts'
import type { Store } from '../store/store.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/**
 * Which version set each field of the document at a path.
 * @throws JsnapError UnknownVersion; NotReadable when it is not a JSON document, or is too large
 */
export async function blame(store: Store, version: Version | string, path: string): Promise<BlamedField[]> {
  const [{ blame }, { loadLists }] = await Promise.all([
    import('../history/blame.ts'),
    import('../services/lists-at.ts'),
  ])
  return blame(store, versionNamed(store, version), path, await loadLists([path]))
}
