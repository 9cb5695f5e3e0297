import type { Entry } from '../../model/entry.ts'

/** A removed entry, and an added one with equal or similar content. */
export interface Rename {
  readonly before: Entry
  readonly after: Entry
  /** In percent, when the content is not equal. */
  readonly similarity?: number
}

/**
 * Finds exact renames among removed and added entries, both in path order. Each entry is used once; the same file name
 * is preferred, then path order. Empty content says nothing about its origin.
 */
export function findRenames(removed: readonly Entry[], added: readonly Entry[]): Rename[] {
  const byContent = new Map<string, Entry[]>()
  for (const entry of removed) {
    if (entry.sha256 === null || entry.size === 0) continue
    const known = byContent.get(entry.sha256)
    if (known === undefined) byContent.set(entry.sha256, [entry])
    else known.push(entry)
  }
  const renames: Rename[] = []
  const left: Entry[] = []
  const take = (after: Entry, isWanted: (before: Entry) => boolean): boolean => {
    const candidates = byContent.get(after.sha256 ?? '') ?? []
    const at = candidates.findIndex(isWanted)
    const [before] = at === -1 ? [] : candidates.splice(at, 1)
    if (before !== undefined) renames.push({ before, after })
    return before !== undefined
  }
  for (const after of added) {
    if (!take(after, (before) => baseName(before.path) === baseName(after.path))) left.push(after)
  }
  for (const after of left) take(after, () => true)
  return renames
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
