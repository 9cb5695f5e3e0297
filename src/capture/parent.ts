import { areNamedApart, type Asked } from '../model/asked.ts'
import type { Commit } from '../model/commit.ts'
import type { KindPlace } from '../sources/source.ts'
import type { Store } from '../store/store.ts'
import { wasRead } from './was-read.ts'

/** The version that a capture continues from. */
export class Parent {
  readonly commit: Commit
  /** What it was asked for. */
  readonly asked: Asked
  /** What is asked for now. */
  readonly now: Asked
  readonly #store: Store

  constructor(store: Store, commit: Commit, asked: Asked, now: Asked) {
    this.commit = commit
    this.asked = asked
    this.now = now
    this.#store = store
  }

  /** The two may name the same by other paths, since their primary regions are not the same. */
  get isNamedApart(): boolean {
    return areNamedApart(this.asked, this.now)
  }

  /** Says whether it, or a version of this account before it, has read a kind of resources. */
  hasRead(kind: KindPlace): boolean {
    return wasRead(this.#store, this.commit, this.now, kind)
  }
}
