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

/** Reads nodes also as they are stored. */
export interface NodeBytesReader extends NodeReader {
  /** The verified bytes of a tree node, which stay as they are until the next is read. */
  readContent(id: Digest): Buffer
}

/**
 * The lines of two trees that the other does not have, each in path order. Nodes that both trees share are never read,
 * so the cost depends on what changed and not on how much there is; nor are those read that hold no path that begins with
 * `prefix`.
 */
export function diffLines(
  store: NodeBytesReader,
  a: Digest,
  b: Digest,
  prefix = '',
): { readonly before: string[]; readonly after: string[] } {
  if (a === b) return { before: [], after: [] }
  let before: readonly Digest[] = [a]
  let after: readonly Digest[] = [b]
  const levelOf = ([id]: readonly Digest[]) => (id === undefined ? 0 : parseNode(store.readNode(id)).level)
  for (;;) {
    const [left, right] = [levelOf(before), levelOf(after)]
    const level = Math.max(left, right)
    if (level === 0) break
    const children = (ids: readonly Digest[]) =>
      ids.flatMap((id) => childIds(parseNode(store.readNode(id)), prefix))
    const below = {
      before: left === level ? children(before) : before,
      after: right === level ? children(after) : after,
    }
    before = without(below.before, below.after)
    after = without(below.after, below.before)
  }
  const only = linesOnlyIn(new LeafLines(store, before), new LeafLines(store, after))
  if (prefix === '') return only
  const isBelow = (line: string) => pathOfLine(line).startsWith(prefix)
  return { before: only.before.filter(isBelow), after: only.after.filter(isBelow) }
}

function childIds({ lines }: TreeNode, prefix: string): Digest[] {
  const children = lines.map(parseChild)
  // A child holds the paths after its neighbour's last one, up to its own.
  const isNear = ({ last }: Child, i: number) =>
    comparePaths(last, prefix) >= 0 && !isPast(children[i - 1]?.last ?? '', prefix)
  return (prefix === '' ? children : children.filter(isNear)).map(({ node }) => node)
}

function without(ids: readonly Digest[], others: readonly Digest[]): Digest[] {
  const known = new Set(others)
  return ids.filter((id) => !known.has(id))
}

const NEWLINE = 0x0a

/** Goes through the lines of leaves as bytes: most are equal on both sides, and to make strings of them takes most of the time. */
class LeafLines {
  readonly #store: NodeBytesReader
  readonly #ids: readonly Digest[]
  #next = 0
  bytes = Buffer.alloc(0)
  start = 0
  end = 0

  constructor(store: NodeBytesReader, ids: readonly Digest[]) {
    this.#store = store
    this.#ids = ids
    this.advance()
  }

  get isAtEnd(): boolean {
    return this.start >= this.bytes.length
  }

  /** The line as text. */
  get text(): string {
    return this.bytes.toString('utf8', this.start, this.end)
  }

  advance(): void {
    this.start = this.bytes.length === 0 ? 0 : this.end + 1
    while (this.isAtEnd) {
      const id = this.#ids[this.#next++]
      if (id === undefined) return
      // Decoded frames are cached, and never written to.
      this.bytes = this.#store.readContent(id) as Buffer<ArrayBuffer>
      // The first line says that it is a leaf.
      this.start = this.bytes.indexOf(NEWLINE) + 1
    }
    this.end = this.bytes.indexOf(NEWLINE, this.start)
  }

  equals(other: LeafLines): boolean {
    return (
      this.end - this.start === other.end - other.start &&
      this.bytes.compare(other.bytes, other.start, other.end, this.start, this.end) === 0
    )
  }
}

/** Merges lines that come in path order on both sides. Paths are looked at only where lines differ. */
function linesOnlyIn(left: LeafLines, right: LeafLines): { before: string[]; after: string[] } {
  const only = { before: [] as string[], after: [] as string[] }
  while (!left.isAtEnd && !right.isAtEnd) {
    if (left.equals(right)) {
      left.advance()
      right.advance()
      continue
    }
    const [a, b] = [left.text, right.text]
    const order = comparePaths(pathOfLine(a), pathOfLine(b))
    if (order <= 0) {
      only.before.push(a)
      left.advance()
    }
    if (order >= 0) {
      only.after.push(b)
      right.advance()
    }
  }
  for (const line of rest(left)) only.before.push(line)
  for (const line of rest(right)) only.after.push(line)
  return only
}

function* rest(lines: LeafLines): Generator<string, void> {
  while (!lines.isAtEnd) {
    yield lines.text
    lines.advance()
  }
}
