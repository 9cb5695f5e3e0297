import type { Store } from '../store/store.ts'
import { lineage } from '../versions/lineage.ts'
import { namedOrNewestWith } from '../versions/newest-with.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/** Where a history begins. */
export interface VersionsOptions {
  /** The newest version; HEAD when not given. */
  readonly from?: Version | string
}

/** The versions of a store along their parents, newest first, read as they are taken. @throws JsnapError UnknownVersion */
export function versions(store: Store, { from }: VersionsOptions = {}): Generator<Version, void, undefined> {
  return lineage(store, from === undefined ? undefined : versionNamed(store, from).id)
}

/** What a version is wanted for. */
export interface ChooseVersionOptions {
  /** What the version must have been asked for; everything when there are none. */
  readonly paths?: readonly string[]
  /** Called with a note when the version used is not the newest one. */
  readonly note?: (text: string) => void
}

/**
 * The named version, else the newest that was asked for what is wanted.
 * @throws JsnapError UnknownVersion, AmbiguousVersion
 */
export function chooseVersion(
  store: Store,
  name: Version | string | undefined,
  { paths = [], note = () => undefined }: ChooseVersionOptions = {},
): Version {
  return typeof name === 'object' ? name : namedOrNewestWith(store, name, paths, note)
}
