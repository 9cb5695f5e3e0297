import { comparePaths } from './paths.ts'

/** Something that was not the same from the beginning of a capture to its end. */
export interface Moved {
  readonly path: string
  /** What happened to it meanwhile. */
  readonly change: 'added' | 'removed' | 'modified'
}

/** The most that a commit lists. */
export const LISTED_MOVED = 1000

/** In the order of paths, each once: what came, went or changed more than once has changed. */
export function inPathOrder(all: readonly Moved[]): Moved[] {
  const byPath = new Map<string, Moved>()
  for (const { path, change } of all) {
    const known = byPath.get(path)
    byPath.set(path, { path, change: known === undefined || known.change === change ? change : 'modified' })
  }
  return [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path))
}
