import { parseEntry } from '../model/entry.ts'
import type { Gap } from '../model/commit.ts'
import { gapBase, gapMatcher } from '../model/gap-matcher.ts'
import { askedOf, unaskedReason } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { entries, findLine } from '../store/tree.ts'
import { unreadEntries, unreadReason } from '../store/unread-entries.ts'
import { basePath } from './path-filter.ts'
import type { Version } from './version.ts'

/** Why a version has no information about any of these paths, as when they were left out of it; undefined when it does. */
export function blindReason(store: Store, version: Version, paths: readonly string[]): string | undefined {
  let reason: string | undefined
  for (const path of paths) {
    reason = blindReasonAt(store, version, basePath(path))
    if (reason === undefined) return undefined
  }
  return reason
}

/** Why a version has nothing at these paths, where it does not know all of them, or something that is below. */
export function reasonOfNothing(
  store: Store,
  version: Version,
  paths: readonly string[],
): string | undefined {
  const folders = paths.map((path) => `${basePath(path)}/`)
  const isBelow = (gap: Gap) => folders.some((folder) => gapBase(gap).startsWith(folder))
  return blindReason(store, version, paths) ?? version.commit.notCovered.find(isBelow)?.reason
}

/** Why a version has no information about a path and what is below it; undefined when it does, be it of a part. */
export function blindReasonAt(store: Store, { commit }: Version, path: string): string | undefined {
  const line = findLine(store, commit.tree, path)
  if (line !== undefined) {
    const entry = parseEntry(line)
    return entry.type === 'stub' || entry.type === 'unknown' ? unreadReason(entry) : undefined
  }
  const folder = `${path}/`
  for (const below of entries(store, commit.tree, folder).take(2)) {
    const entry = parseEntry(below)
    if (entry.type !== 'unknown' || entry.path !== folder) return undefined
  }
  const unread = unreadEntries(store, commit).find((entry) => folder.startsWith(entry.path))
  if (unread !== undefined) return unreadReason(unread)
  const gap = commit.notCovered.find((one) => [path, folder].some(gapMatcher(one)))
  return gap?.reason ?? unaskedReason(askedOf(store, commit), path)
}
