import type { Digest } from '../model/digest.ts'
import { ancestors } from '../store/ancestors.ts'
import { namesById } from '../store/refs.ts'
import type { Store } from '../store/store.ts'
import type { Version } from './version.ts'

/** The versions from HEAD, or from one of them, along their parents, newest first. */
export function* lineage(store: Store, from?: Digest): Generator<Version, void, undefined> {
  const refs = store.refs()
  const nameOf = namesById(refs)
  for (const { id, commit } of ancestors(store, from ?? refs.head))
    yield { id, name: nameOf.get(id) ?? null, commit }
}
