import type { Digest } from '../model/digest.ts'
import type { Detail } from './detail.ts'

/** Content before or after a change. */
export interface Side {
  readonly sha256: Digest | null
  readonly size: number
}

/** How one path differs between two versions. */
export interface Change {
  readonly type: 'added' | 'removed' | 'modified' | 'renamed' | 'metadata' | 'unknown'
  readonly path: string
  /** The old path of a rename. */
  readonly from?: string
  readonly before?: Side
  readonly after?: Side
  /** What changed in the meta. */
  readonly details?: readonly Detail[]
  /** Why nothing can be said. */
  readonly reason?: string
  /** How many paths below this one nothing can be said of. */
  readonly entries?: number
}
