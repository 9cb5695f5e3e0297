import type { Asked } from '../../model/asked.ts'
import type { Commit } from '../../model/commit.ts'
import { entryLine, parseEntry, pathOfLine } from '../../model/entry.ts'
import type { Store } from '../../store/store.ts'
import { treeChanges } from '../../store/tree-changes.ts'
import type { LinesOnlyIn } from '../../store/tree-diff.ts'
import { entries } from '../../store/tree.ts'

/**
 * The lines that two versions of different primary regions do not share, with the region in each path that has one. What
 * is at one path is not the same item in both, so of sources whose paths name regions both trees are read whole.
 */
export function linesByRegion(
  store: Store,
  before: { readonly commit: Commit; readonly asked: Asked },
  after: { readonly commit: Commit; readonly asked: Asked },
): LinesOnlyIn {
  const prefixes = [...new Set([...before.asked.regionalPrefixes, ...after.asked.regionalPrefixes])]
  const isRegional = (line: string) => prefixes.some((prefix) => pathOfLine(line).startsWith(prefix))
  const named = ({ commit, asked }: typeof before): Set<string> => {
    const lines = prefixes.flatMap((prefix) => [...entries(store, commit.tree, prefix)])
    return new Set(
      lines.map((line) => {
        const entry = parseEntry(line)
        return entryLine({ ...entry, path: asked.namedByRegion(entry.path) })
      }),
    )
  }
  const [was, is] = [named(before), named(after)]
  const others = treeChanges(store, before.commit, after.commit)
  const side = (lines: readonly string[], own: Set<string>, other: Set<string>) => [
    ...lines.filter((line) => !isRegional(line)),
    ...own.difference(other),
  ]
  return { before: side(others.before, was, is), after: side(others.after, is, was) }
}
