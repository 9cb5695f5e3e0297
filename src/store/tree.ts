import { pathOfLine } from '../model/entry.ts'
import type { Digest } from '../model/digest.ts'
import { comparePaths } from '../model/paths.ts'
import { parseNode, type Expected, type TreeNode } from '../model/tree-node.ts'
import { readSound } from './read-sound.ts'

/** What reading a tree needs of a store. */
export interface NodeReader {
  /** The verified text of a tree node. */
  readNode(id: Digest): string
  /**
   * Says whether a node is lost, so that its lines are to be skipped, as are those of a node whose text is not one; where
   * this is left out, both are errors.
   */
  isLost?(id: Digest): boolean
}

/** Paths whose lines are lost with a node: behind `after`, up to `last`, or to the end where that is undefined. */
export interface LostStretch {
  readonly after: string
  readonly last: string | undefined
}

/** The lines of a tree in path order, of the paths that begin with `prefix`; `onLost` is called with what is skipped. */
export function entries(
  store: NodeReader,
  root: Digest,
  prefix = '',
  onLost: (stretch: LostStretch) => void = () => undefined,
): Generator<string, void, undefined> {
  return linesOf(store, root, prefix, onLost)
}

function* linesOf(
  store: NodeReader,
  id: Digest,
  prefix: string,
  onLost: (stretch: LostStretch) => void,
  expected?: Expected,
  after = '',
): Generator<string, void, undefined> {
  const node = nodeOf(store, id, expected)
  if (node === undefined) {
    onLost({ after, last: expected?.last })
    return
  }
  const { level, lines, children } = node
  if (level > 0) {
    let behind = after
    for (const child of children) {
      const { last } = child
      if (comparePaths(last, prefix) >= 0)
        yield* linesOf(store, child.node, prefix, onLost, { level: level - 1, last }, behind)
      if (isPast(last, prefix)) return
      behind = last
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

/** A node, or undefined for one that is to be skipped. A text that is not one stays so: no new version ever names it. */
function nodeOf(store: NodeReader, id: Digest, expected?: Expected): TreeNode | undefined {
  if (store.isLost?.(id) === true) return undefined
  const text = store.readNode(id)
  const parse = () => parseNode(id, text, expected)
  return store.isLost === undefined ? parse() : readSound(parse)
}

/** Says whether no path from here on can begin with the prefix. */
export function isPast(path: string, prefix: string): boolean {
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
  readonly #onLost: () => void
  readonly #nodes = new Map<Digest, TreeNode & { readonly keys: readonly string[] }>()

  /** `onLost` is called for each look at a node that is skipped. */
  constructor(store: NodeReader, root: Digest, onLost: () => void = () => undefined) {
    this.#store = store
    this.#root = root
    this.#onLost = onLost
  }

  find(path: string): string | undefined {
    let node = this.#node(this.#root)
    while (node !== undefined && node.level > 0) {
      const child = node.children[lowerBound(node.keys, path)]
      if (child === undefined) return undefined
      node = this.#node(child.node, { level: node.level - 1, last: child.last })
    }
    if (node === undefined) return undefined
    const at = lowerBound(node.keys, path)
    return node.keys[at] === path ? node.lines[at] : undefined
  }

  /** Undefined for one that is lost. */
  #node(id: Digest, expected?: Expected) {
    let node = this.#nodes.get(id)
    if (node === undefined) {
      const read = nodeOf(this.#store, id, expected)
      if (read === undefined) {
        this.#onLost()
        return undefined
      }
      const keys = read.level > 0 ? read.children.map(({ last }) => last) : read.lines.map(pathOfLine)
      node = { ...read, keys }
      const [oldest] = this.#nodes.keys()
      if (oldest !== undefined && this.#nodes.size >= CACHED_NODES) this.#nodes.delete(oldest)
      this.#nodes.set(id, node)
    }
    return node
  }
}

/** Enough for a few hundred listings in parallel, each at its own place of the tree. */
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

/** How many lines a tree has; undefined where its root is to be skipped. */
export function countLines(store: NodeReader, root: Digest): number | undefined {
  const node = nodeOf(store, root)
  if (node === undefined) return undefined
  const { level, lines, children } = node
  return level === 0 ? lines.length : children.reduce((sum, { count }) => sum + count, 0)
}
