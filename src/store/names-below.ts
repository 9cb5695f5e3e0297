import { pathOfLine } from '../model/entry.ts'
import type { Digest } from '../model/digest.ts'
import { comparePaths } from '../model/paths.ts'
import { parseNode, type Expected } from '../model/tree-node.ts'
import { isPast, type NodeReader } from './tree.ts'

/**
 * The names of what is in a folder of a tree, those of folders with a slash at their end: `folder` ends in one, or is
 * empty. What lies within a name is not read, however much it is.
 */
export function* namesBelow(
  store: NodeReader,
  root: Digest,
  folder: string,
): Generator<string, void, undefined> {
  let name = ''
  function* within(id: Digest, expected?: Expected): Generator<string, void, undefined> {
    const { level, lines, children } = parseNode(id, store.readNode(id), expected)
    for (const { node, last } of children) {
      const isKnown = name.endsWith('/') && last.startsWith(folder + name)
      if (comparePaths(last, folder) >= 0 && !isKnown) yield* within(node, { level: level - 1, last })
      if (isPast(last, folder)) return
    }
    for (const path of lines.map(pathOfLine)) {
      if (!path.startsWith(folder) || (name.endsWith('/') && path.startsWith(folder + name))) continue
      const end = path.indexOf('/', folder.length)
      name = path.slice(folder.length, end === -1 ? undefined : end + 1)
      yield name
    }
  }
  yield* within(root)
}
