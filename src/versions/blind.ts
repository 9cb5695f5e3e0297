import { parseEntry, type Entry } from '../model/entry.ts'
import { gapMatcher } from '../model/gap-matcher.ts'
import { askedOf, unaskedReason } from '../store/asked-of.ts'
import type { Store } from '../store/store.ts'
import { entries, findLine } from '../store/tree.ts'
import { basePath } from './path-filter.ts'
import type { Version } from './version.ts'

/** Why a version says nothing of any of these paths, as when they were left out of it; undefined when it does. */
export function blindReason(store: Store, version: Version, paths: readonly string[]): string | undefined {
  let reason: string | undefined
  for (const path of paths) {
    reason = blindReasonAt(store, version, basePath(path))
    if (reason === undefined) return undefined
  }
  return reason
}

/** Why a version says nothing of a path and what is below it; undefined when it does. */
export function blindReasonAt(store: Store, { commit }: Version, path: string): string | undefined {
  const exact = findLine(store, commit.tree, path)
  const [first] = exact === undefined ? entries(store, commit.tree, `${path}/`) : [exact]
  const entry = first === undefined ? undefined : parseEntry(first)
  if (entry?.type === 'stub') return wordOf(entry)
  if (entry !== undefined && entry.type !== 'unknown') return undefined
  for (const { path: place } of commit.problems) {
    if (!place.endsWith('/') || !`${path}/`.startsWith(place)) continue
    const line = findLine(store, commit.tree, place)
    const unknown = line === undefined ? undefined : parseEntry(line)
    if (unknown?.type === 'unknown') return wordOf(unknown)
  }
  const gap = commit.notCovered.find((one) => [path, `${path}/`].some(gapMatcher(one)))
  return gap?.reason ?? unaskedReason(askedOf(store, commit), path)
}

function wordOf({ meta }: Entry): string {
  const reason = meta['reason'] ?? meta['code']
  return typeof reason === 'string' ? reason : 'unknown'
}
