import type { Change } from '../diff/change.ts'
import { compare, type EntryPair } from '../diff/compare.ts'
import { explain, type Explained, type Explaining } from '../diff/explain.ts'
import { summarise } from '../diff/summary.ts'
import { parseEntry, pathOfLine } from '../model/entry.ts'
import type { Store } from '../store/store.ts'
import { treeChanges } from '../store/tree-changes.ts'
import { entries } from '../store/tree.ts'
import { history } from '../versions/history.ts'
import { commonPrefix, pathFilter } from '../versions/path-filter.ts'
import type { Version } from '../versions/version.ts'
import { blindReason } from '../versions/blind.ts'

/** A version in which something changed, or which says nothing of it. */
export type Step =
  | {
      readonly kind: 'changed'
      readonly version: Version
      /** The version that it is compared with: its parent, or the nearest before that says something of the paths. */
      readonly before: Version | undefined
      readonly explained: Explained
    }
  | { readonly kind: 'blind'; readonly version: Version; readonly reason: string }

/**
 * The versions in which any of these paths changed, or what is below them, newest first. Only nodes of the trees that
 * differ are read. A version that says nothing of the paths is passed over, and told.
 */
export function* pathHistory(
  store: Store,
  paths: readonly string[],
  explaining: Pick<Explaining, 'ignore' | 'sortKey'>,
): Generator<Step, void, undefined> {
  let version: Version | undefined
  for (const before of history(store)) {
    const reason = paths.length === 0 ? undefined : blindReason(store, before, paths)
    if (reason !== undefined) {
      yield { kind: 'blind', version: before, reason }
      continue
    }
    if (version !== undefined && differs(store, before, version, paths)) {
      const comparison = compare(store, before, version, paths)
      const versions = [before, version] as const
      const explained = explain(store, comparison, { ...explaining, versions, where: () => true })
      if (explained.changes.length > 0) yield { kind: 'changed', version, before, explained }
    }
    version = before
  }
  if (version === undefined) return
  const explained = allAdded(store, version, paths)
  if (explained.changes.length > 0) yield { kind: 'changed', version, before: undefined, explained }
}

function differs(store: Store, a: Version, b: Version, paths: readonly string[]): boolean {
  const isWanted = pathFilter(paths)
  const lines = treeChanges(store, a.commit, b.commit, commonPrefix(paths))
  return [lines.before, lines.after].some((side) => side.some((line) => isWanted(pathOfLine(line))))
}

/** The first version, in which everything is new. */
function allAdded(store: Store, { commit }: Version, paths: readonly string[]): Explained {
  const isWanted = pathFilter(paths)
  const changes: Change[] = []
  const pairs = new Map<string, EntryPair>()
  for (const line of entries(store, commit.tree, commonPrefix(paths))) {
    if (!isWanted(pathOfLine(line))) continue
    const entry = parseEntry(line)
    const { path, type, sha256, size } = entry
    if (type === 'unknown') changes.push({ type, path, reason: 'it could not be read' })
    else changes.push({ type: 'added', path, after: { sha256, size } })
    pairs.set(path, { after: entry })
  }
  return { changes, summary: summarise(changes), entries: pairs, ignored: { details: 0, changes: 0 } }
}
