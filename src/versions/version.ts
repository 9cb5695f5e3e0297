import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'

/** A version as commands know it. */
export interface Version {
  readonly id: Digest
  readonly name: string | null
  readonly commit: Commit
}

/** A version's name, or the beginning of its id where it has none. */
export function labelOf({ name, id }: Version): string {
  return name ?? shortId(id)
}

/** As much of an id as people need. */
export function shortId(id: Digest): string {
  return id.slice(0, 12)
}
