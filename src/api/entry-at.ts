import type { Entry } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import { entryAt as entryIn, hasPath as isIn } from '../versions/entry-at.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/**
 * The entry at a path of a version.
 * @throws JsnapError UnknownVersion, NoSuchPath; NotReadable when the version has no information about it
 */
export function entryAt(store: Store, version: Version | string, path: string): Entry {
  return entryIn(store, versionNamed(store, version), path)
}

/** Says whether a version has a path, or anything below it. @throws JsnapError UnknownVersion */
export function hasPath(store: Store, version: Version | string, path: string): boolean {
  return isIn(store, versionNamed(store, version), path)
}
