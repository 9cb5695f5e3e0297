import { pathOfLine } from '../../model/entry.ts'
import { JsnapError } from '../../runtime/errors.ts'
import { isGlob } from '../../runtime/glob.ts'
import { unreadMatcher } from '../../model/unread-matcher.ts'
import type { Store } from '../../store/store.ts'
import { entries } from '../../store/tree.ts'
import { blindReason } from '../../versions/coverage-gap.ts'
import { hasPath, suggestPath } from '../../versions/entry-at.ts'
import { basePath, commonPrefix, pathFilter } from '../../versions/path-filter.ts'
import { labelOf, type Version } from '../../versions/version.ts'

/** Checks the paths that two versions are compared at. @throws JsnapError NoSuchPath when neither has anything at one of them, and both know it */
export function checkPaths(
  store: Store,
  versions: readonly [Version, Version],
  paths: readonly string[],
): void {
  for (const path of paths) {
    if (versions.some((version) => hasAny(store, version, path))) continue
    const [first, second] = versions.map((version) => blindReason(store, version, [path]))
    if (versions.some(({ commit }) => unreadMatcher(commit)(basePath(path)))) continue
    const [a, b] = versions
    const where = a.id === b.id ? labelOf(a) : `${labelOf(a)} or ${labelOf(b)}`
    const reason = first ?? second
    throw new JsnapError('NoSuchPath', `no path in ${where} matches '${path}'`, {
      hint: reason === undefined ? suggestPath(store, b, basePath(path)) : `it was not captured: ${reason}`,
    })
  }
}

function hasAny(store: Store, version: Version, path: string): boolean {
  if (!isGlob(path)) return hasPath(store, version, path)
  const isWanted = pathFilter([path])
  for (const line of entries(store, version.commit.tree, commonPrefix([path])))
    if (isWanted(pathOfLine(line))) return true
  return false
}
