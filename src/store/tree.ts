import { pathOfLine } from '../model/entry.ts'
import type { Digest } from '../model/digest.ts'
import { comparePaths } from '../model/paths.ts'
import { parseChild, parseNode, type Child, type TreeNode } from '../model/tree-node.ts'

/** What reading a tree needs of a store. */
export interface NodeReader {
  /** The verified text of a tree node. */
  readNode(id: Digest): string
}

/** The lines of a tree in path order, of the paths that begin with `prefix`. */
export function* entries(store: NodeReader, root: Digest, prefix = ''): Generator<string, void, undefined> {
  const { level, lines } = parseNode(store.readNode(root))
  if (level > 0) {
    for (const line of lines) {
      const child = parseChild(line)
      if (comparePaths(child.last, prefix) < 0) continue
      yield* entries(store, child.node, prefix)
      if (isPast(child.last, prefix)) return
    }
    return
  }
  if (prefix === '') {
    yield* lines
    return
  }
  for (const line of lines) {
    const path = pathOfLine(line)
    if (path.startsWith(prefix)) yield line
    else if (isPast(path, prefix)) return
  }
}

/** Says whether no path from here on can begin with the prefix. */
function isPast(path: string, prefix: string): boolean {
  return !path.startsWith(prefix) && comparePaths(path, prefix) > 0
}

/** The line of one path, or undefined. */
export function findLine(store: NodeReader, root: Digest, path: string): string | undefined {
  return new TreeReader(store, root).find(path)
}

/** Looks up paths in one tree; quick when they come about in order, and bounded in memory. */
export class TreeReader {
  readonly #store: NodeReader
  readonly #root: Digest
  readonly #nodes = new Map<
    Digest,
    { level: number; keys: string[]; children: Child[]; lines: readonly string[] }
  >()

  constructor(store: NodeReader, root: Digest) {
    this.#store = store
    this.#root = root
  }

  find(path: string): string | undefined {
    let node = this.#node(this.#root)
    while (node.level > 0) {
      const child = node.children[lowerBound(node.keys, path)]
      if (child === undefined) return undefined
      node = this.#node(child.node)
    }
    const at = lowerBound(node.keys, path)
    return node.keys[at] === path ? node.lines[at] : undefined
  }

  #node(id: Digest) {
    let node = this.#nodes.get(id)
    if (node === undefined) {
      const { level, lines } = parseNode(this.#store.readNode(id))
      const children = level > 0 ? lines.map(parseChild) : []
      node = {
        level,
        lines,
        children,
        keys: level > 0 ? children.map((child) => child.last) : lines.map(pathOfLine),
      }
      const [oldest] = this.#nodes.keys()
      if (oldest !== undefined && this.#nodes.size >= CACHED_NODES) this.#nodes.delete(oldest)
      this.#nodes.set(id, node)
    }
    return node
  }
}

/** Enough for a few hundred listings side by side, each at its own place of the tree. */
const CACHED_NODES = 1024

/** The index of the first key that is not before `path`. */
function lowerBound(keys: readonly string[], path: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (comparePaths(keys[middle] as string, path) < 0)
      low = middle + 1 // middle < keys.length
    else high = middle
  }
  return low
}

/** How many lines a tree has. */
export function countLines(store: NodeReader, root: Digest): number {
  const { level, lines } = parseNode(store.readNode(root))
  return level === 0 ? lines.length : lines.reduce((sum, line) => sum + parseChild(line).count, 0)
}

/**
 * The lines of two trees that the other does not have, each in path order. Nodes that both trees share are never read,
 * so the cost depends on what changed and not on how much there is; nor are those read that hold no path that begins with
 * `prefix`.
 */
export function diffLines(
  store: NodeReader,
  a: Digest,
  b: Digest,
  prefix = '',
): { readonly before: string[]; readonly after: string[] } {
  if (a === b) return { before: [], after: [] }
  let before = [parseNode(store.readNode(a))]
  let after = [parseNode(store.readNode(b))]
  for (;;) {
    const level = Math.max(levelOf(before), levelOf(after))
    if (level === 0) break
    const left = childIds(before, level, prefix)
    const right = childIds(after, level, prefix)
    const leftOnly = levelOf(before) === level ? without(left, right) : undefined
    const rightOnly = levelOf(after) === level ? without(right, left) : undefined
    const read = (id: Digest) => parseNode(store.readNode(id))
    if (leftOnly !== undefined) before = leftOnly.map(read)
    if (rightOnly !== undefined) after = rightOnly.map(read)
  }
  const only = linesOnlyIn(before, after)
  if (prefix === '') return only
  const isBelow = (line: string) => pathOfLine(line).startsWith(prefix)
  return { before: only.before.filter(isBelow), after: only.after.filter(isBelow) }
}

function levelOf(nodes: readonly TreeNode[]): number {
  return nodes[0]?.level ?? 0
}

function childIds(nodes: readonly TreeNode[], level: number, prefix: string): Digest[] {
  if (levelOf(nodes) !== level) return []
  return nodes.flatMap((node) => {
    const children = node.lines.map(parseChild)
    // A child holds the paths after its neighbour's last one, up to its own.
    const isNear = ({ last }: Child, i: number) =>
      comparePaths(last, prefix) >= 0 && !isPast(children[i - 1]?.last ?? '', prefix)
    return (prefix === '' ? children : children.filter(isNear)).map(({ node }) => node)
  })
}

function without(ids: readonly Digest[], others: readonly Digest[]): Digest[] {
  const known = new Set(others)
  return ids.filter((id) => !known.has(id))
}

/** Merges the lines of leaves, which come in path order on both sides. Paths are looked at only where lines differ. */
function linesOnlyIn(
  before: readonly TreeNode[],
  after: readonly TreeNode[],
): { before: string[]; after: string[] } {
  const left = before.flatMap((node) => node.lines)
  const right = after.flatMap((node) => node.lines)
  const only = { before: [] as string[], after: [] as string[] }
  let i = 0
  let j = 0
  for (;;) {
    const a = left[i]
    const b = right[j]
    if (a === undefined || b === undefined) break
    if (a === b) {
      i++
      j++
      continue
    }
    const order = comparePaths(pathOfLine(a), pathOfLine(b))
    if (order <= 0) {
      only.before.push(a)
      i++
    }
    if (order >= 0) {
      only.after.push(b)
      j++
    }
  }
  for (const line of left.slice(i)) only.before.push(line)
  for (const line of right.slice(j)) only.after.push(line)
  return only
}
