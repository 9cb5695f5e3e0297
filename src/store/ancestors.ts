import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { readSound } from './read-sound.ts'
import type { Store } from './store.ts'

/** A commit, and what it is known by. */
export interface KnownCommit {
  readonly id: Digest
  readonly commit: Commit
}

/** A commit and those that it follows from, newest first. @throws JsnapError Corrupt at one that is damaged */
export function* ancestors(store: Store, from: Digest | null): Generator<KnownCommit, void, undefined> {
  for (let id = from; id !== null;) {
    const commit = store.readCommit(id)
    yield { id, commit }
    id = commit.parent
  }
}

/** The same as far as they can be read: what a damaged one follows from is unknown. */
export function* soundAncestors(store: Store, from: Digest | null): Generator<KnownCommit, void, undefined> {
  const all = ancestors(store, from)
  for (let next = readSound(() => all.next()); next?.done === false; next = readSound(() => all.next()))
    yield next.value
}
