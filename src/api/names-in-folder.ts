import type { Store } from '../store/store.ts'
import { namesBelow } from '../store/names-below.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/**
 * The names of what is in a folder of a version, in path order; those of folders end in a slash. `folder` ends in one as
 * well, or is empty: then they are those at the top.
 * @throws JsnapError UnknownVersion
 */
export function namesInFolder(
  store: Store,
  version: Version | string,
  folder: string,
): Generator<string, void, undefined> {
  return namesBelow(store, versionNamed(store, version).commit.tree, folder)
}
