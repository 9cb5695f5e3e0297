import type { Digest } from '../../model/digest.ts'
import type { Detail } from '../document/detail.ts'
import type { Picture } from './image-size.ts'
import type { TableItems } from '../document/table-items.ts'

/** Content before or after a change. */
export interface Side {
  readonly sha256: Digest | null
  readonly size: number
  readonly picture?: Picture
  /** Where a symbolic link leads. */
  readonly target?: string
  /** Of what is neither a document nor a table. */
  readonly contentType?: string
}

/** What a change is. `firstSeen`, in histories alone, is what no version before was asked for or could read. */
export type ChangeType = 'added' | 'removed' | 'modified' | 'renamed' | 'metadata' | 'unknown' | 'firstSeen'

/** How one path differs between two versions. */
export interface Change {
  readonly type: ChangeType
  readonly path: string
  /** The old path of a rename. */
  readonly from?: string
  /** What people call what is there, where the path does not say it. */
  readonly names?: readonly string[]
  /** How much of a renamed content is as before, in percent, when not all is. */
  readonly similarity?: number
  /** Another path whose content an added one has. */
  readonly copyOf?: string
  readonly before?: Side
  readonly after?: Side
  /** The content is a document on both sides, and `details` has all differences in meaning. */
  readonly document?: true
  /** What changed in the document, and in the meta. */
  readonly details?: readonly Detail[]
  /** A document or text on one of the sides is larger than what is compared inside. */
  readonly tooLarge?: true
  /** How many values of the document are as they were. */
  readonly unchanged?: number
  /** How the items of a table differ. */
  readonly items?: TableItems
  /** Why nothing can be said. */
  readonly reason?: string
  /** Neither version could read what is there. */
  readonly inBoth?: true
  /** How many paths below this one nothing can be said of. */
  readonly entries?: number
}
