import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { readSound } from './read-sound.ts'
import type { Store } from './store.ts'

/** Commits by their ids. */
export type Commits = ReadonlyMap<Digest, Commit>

/** Every commit of the packs that can be read, also those that no ref leads to. */
export function readableCommits(store: Store): Commits {
  const commits = new Map<Digest, Commit>()
  for (const id of store.commitIds()) {
    const commit = readSound(() => store.readCommit(id))
    if (commit !== undefined) commits.set(id, commit)
  }
  return commits
}

/** The versions that these are, or follow from. */
export function reachedFrom(commits: Commits, starts: readonly (Digest | null)[]): Set<Digest> {
  const reached = new Set<Digest>()
  for (const start of starts) {
    for (let id = start; id !== null && !reached.has(id); id = commits.get(id)?.parent ?? null)
      reached.add(id)
  }
  return reached
}
