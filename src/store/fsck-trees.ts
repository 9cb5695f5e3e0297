import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import type { Child } from '../model/tree-node.ts'
import { LargeMap } from '../runtime/large-map.ts'
import { besideTrees, wrongWithBeside, type Beside } from './fsck-beside.ts'
import type { Contents } from './fsck-contents.ts'
import { expectedOf, tryEntry, tryNode, wrongWithOrigin } from './fsck-lines.ts'
import type { Store } from './store.ts'

/** A version and the name people know it by. */
export interface NamedCommit {
  readonly name: string
  readonly commit: Commit
}

/** Goes once through every node that any version has. */
export function walkAll(
  store: Store,
  commits: readonly NamedCommit[],
  contents: Contents,
): { entries: number; lost: boolean } {
  const seen = { tree: new LargeMap<number>(), origins: new LargeMap<number>() }
  let lost = false
  const visit = (id: Digest, tree: 'tree' | 'origins', child?: Child, level?: number): number => {
    // What a parent says of a node is to be true of it each time.
    const name = `${id} ${level ?? ''} ${child?.last ?? ''}`
    const known = seen[tree].get(name)
    if (known !== undefined) {
      if (child !== undefined && child.count !== known) lost = true
      return known
    }
    let count = 0
    const node = tryNode(store, id, expectedOf(child, level))
    if ('error' in node) lost = true
    else if (node.level > 0)
      for (const child of node.children) count += visit(child.node, tree, child, node.level - 1)
    else {
      count = node.lines.length
      const wrongWith = (line: string) =>
        tree === 'tree' ? wrongWithLine(line, contents) : wrongWithOrigin(line)
      if (node.lines.some((line) => wrongWith(line) !== undefined)) lost = true
    }
    if (child !== undefined && child.count !== count) lost = true
    seen[tree].set(name, count)
    return count
  }
  let entries = 0
  for (const { commit } of commits) {
    entries += visit(commit.tree, 'tree')
    visit(commit.origins, 'origins')
    const isWrong = (beside: Beside) =>
      (contents.wrongWith(beside.sha256) ?? wrongWithBeside(store, beside)) !== undefined
    if (besideTrees(commit).some(isWrong)) lost = true
  }
  return { entries, lost }
}

/** What is wrong with the entry of a line, or with the line. */
function wrongWithLine(line: string, contents: Contents): string | undefined {
  const entry = tryEntry(line)
  return 'error' in entry ? entry.error : contents.wrongWithEntry(entry)
}
