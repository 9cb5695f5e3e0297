import { pathOfLine } from '../model/entry.ts'
import type { Digest } from '../model/digest.ts'
import { comparePaths } from '../model/paths.ts'
import { parseChild, parseNode, type Child } from '../model/tree-node.ts'

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
  /** The verified bytes of a tree node, which stay as they are. */
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
  for (;;) {
    const [left, right] = [levelOf(store, before), levelOf(store, after)]
    const isLeaf = Math.max(left, right) === 0
    const linesOf = (ids: readonly Digest[]) =>
      new NodeLines(store, ids, isLeaf ? pathOfLine : lastOfLine, prefix)
    if (left > right) before = [...rest(linesOf(before))].map(nodeOfLine)
    else if (right > left) after = [...rest(linesOf(after))].map(nodeOfLine)
    else {
      const only = linesOnlyIn(linesOf(before), linesOf(after))
      if (isLeaf) return { before: below(prefix, only.before), after: below(prefix, only.after) }
      before = only.before.map(nodeOfLine)
      after = only.after.map(nodeOfLine)
    }
  }
}

function levelOf(store: NodeReader, [id]: readonly Digest[]): number {
  return id === undefined ? 0 : parseNode(store.readNode(id)).level
}

function lastOfLine(line: string): string {
  return parseChild(line).last
}

function nodeOfLine(line: string): Digest {
  return parseChild(line).node
}

function below(prefix: string, lines: string[]): string[] {
  return prefix === '' ? lines : lines.filter((line) => pathOfLine(line).startsWith(prefix))
}

const NEWLINE = 0x0a

/**
 * Goes through the lines of nodes of one level as bytes: most are equal on both sides, and to make strings of them takes
 * most of the time. Of those that cannot lead to a path with the prefix, at most the last one comes up.
 */
class NodeLines {
  readonly #store: NodeBytesReader
  readonly #ids: readonly Digest[]
  readonly #keyOf: (line: string) => string
  readonly #prefix: string
  #next = 0
  #bytes = Buffer.alloc(0)
  #start = 0
  #end = 0

  constructor(
    store: NodeBytesReader,
    ids: readonly Digest[],
    keyOf: (line: string) => string,
    prefix: string,
  ) {
    this.#store = store
    this.#ids = ids
    this.#keyOf = keyOf
    this.#prefix = prefix
    this.#step()
    if (prefix !== '') while (!this.isAtEnd && comparePaths(this.key, prefix) < 0) this.#step()
  }

  get isAtEnd(): boolean {
    return this.#start >= this.#bytes.length
  }

  /** The line as text. */
  get text(): string {
    return this.#bytes.toString('utf8', this.#start, this.#end)
  }

  /** What the lines are in the order of. */
  get key(): string {
    return this.#keyOf(this.text)
  }

  advance(): void {
    // A node holds the paths after its neighbour's last one, up to its own.
    const isLast = this.#prefix !== '' && isPast(this.key, this.#prefix)
    if (isLast) this.#start = this.#bytes.length
    else this.#step()
  }

  equals(other: NodeLines): boolean {
    return (
      this.#end - this.#start === other.#end - other.#start &&
      this.#bytes.compare(other.#bytes, other.#start, other.#end, this.#start, this.#end) === 0
    )
  }

  #step(): void {
    this.#start = this.#bytes.length === 0 ? 0 : this.#end + 1
    while (this.isAtEnd) {
      const id = this.#ids[this.#next++]
      if (id === undefined) return
      // Decoded frames are cached, and never written to.
      this.#bytes = this.#store.readContent(id) as Buffer<ArrayBuffer>
      // The first line says of what level the node is.
      this.#start = this.#bytes.indexOf(NEWLINE) + 1
    }
    this.#end = this.#bytes.indexOf(NEWLINE, this.#start)
  }
}

/** Merges lines that come in the order of their keys on both sides. Keys are looked at only where lines differ. */
function linesOnlyIn(left: NodeLines, right: NodeLines): { before: string[]; after: string[] } {
  const only = { before: [] as string[], after: [] as string[] }
  while (!left.isAtEnd && !right.isAtEnd) {
    if (left.equals(right)) {
      left.advance()
      right.advance()
      continue
    }
    const order = comparePaths(left.key, right.key)
    if (order <= 0) {
      only.before.push(left.text)
      left.advance()
    }
    if (order >= 0) {
      only.after.push(right.text)
      right.advance()
    }
  }
  for (const line of rest(left)) only.before.push(line)
  for (const line of rest(right)) only.after.push(line)
  return only
}

function* rest(lines: NodeLines): Generator<string, void> {
  while (!lines.isAtEnd) {
    yield lines.text
    lines.advance()
  }
}
