import type { JsonObject } from './canonical-json.ts'
import type { Digest } from './digest.ts'

/**
 * What stands at a path: `object` an S3 object, `file`, `symlink` (its content is the target) and `directory` (an empty
 * one) from local folders, `config` a canonical JSON document, `stub` something that exists and whose content could not
 * be read, `unknown` (its path ends in `/`) a place whose content could not even be listed.
 */
export type EntryType = 'object' | 'file' | 'symlink' | 'directory' | 'config' | 'stub' | 'unknown'

/** One path of a version. Its canonical JSON is a line of a tree leaf, and of `ls --json`. */
export interface Entry {
  readonly path: string
  readonly type: EntryType
  /** SHA-256 of the content; null where there is none (`directory`, `stub`, `unknown`). */
  readonly sha256: Digest | null
  /** Bytes of content; of a stub, what the listing said. */
  readonly size: number
  /** What belongs to the content's meaning: content type, cache control, mode, tags, the reason of a stub, … */
  readonly meta: JsonObject
}

/** What the next commit compares to skip what has not moved (ETag, size, mtime, …). */
export type Origin = JsonObject
