import type { Asked } from './asked.ts'
import type { Commit } from './commit.ts'
import type { Entry } from './entry.ts'

/** A version that is about to be made, as far as comparing it with its parent goes. */
export interface Uncounted {
  readonly commit: Pick<Commit, 'notCovered' | 'problems' | 'secrets'>
  readonly asked: Asked
  /** Its entries of type `unknown`. */
  readonly unread: readonly Entry[]
}
