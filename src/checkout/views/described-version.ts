import type { Commit } from '../../model/commit.ts'
import type { Digest } from '../../model/digest.ts'

/** A version as the manifests tell of it. */
export interface DescribedVersion {
  readonly id: Digest
  readonly name: string | null
  readonly commit: Commit
}

/** What people call a version: its name, or the beginning of its id. */
export function titleOf({ id, name }: DescribedVersion): string {
  return name ?? id.slice(0, 12)
}
