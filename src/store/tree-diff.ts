import { pathOfLine } from '../model/entry.ts'
import type { Digest } from '../model/digest.ts'
import { comparePaths } from '../model/paths.ts'
import { parseChild, parseNode } from '../model/tree-node.ts'
import { isPast, type NodeReader } from './tree.ts'

/** Reads nodes also as they are stored. */
export interface NodeBytesReader extends NodeReader {
  /** The verified bytes of a tree node, which stay as they are. */
  readContent(id: Digest): Buffer
}

/** The lines of two trees that the other does not have, each in path order. */
export interface LinesOnlyIn {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/**
 * The lines of two trees that the other does not have. Nodes that both trees share are never read, so the cost depends on
 * what changed and not on how much there is; nor are those read that hold no path that begins with `prefix`.
 */
export function diffLines(store: NodeBytesReader, a: Digest, b: Digest, prefix = ''): LinesOnlyIn {
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

/** Bytes that are compared at once where lines are equal: a few lines. */
const STRETCH = 512

/**
 * Goes through the lines of nodes of one level as bytes: most are equal on both sides, and to make strings of them takes
 * most of the time. Of those that cannot lead to a path with the prefix, at most the last one comes up.
 */
class NodeLines {
  readonly #store: NodeBytesReader
  readonly #ids: readonly Digest[]
  /** What lines are in the order of. */
  readonly keyOf: (line: string) => string
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
    this.keyOf = keyOf
    this.#prefix = prefix
    this.#step()
    if (prefix !== '') while (!this.isAtEnd && comparePaths(this.keyOf(this.text), prefix) < 0) this.#step()
  }

  get isAtEnd(): boolean {
    return this.#start >= this.#bytes.length
  }

  /** The line as text. */
  get text(): string {
    return this.#bytes.toString('utf8', this.#start, this.#end)
  }

  advance(): void {
    // A node holds the paths after its neighbour's last one, up to its own.
    const isLast = this.#prefix !== '' && isPast(this.keyOf(this.text), this.#prefix)
    if (isLast) this.#start = this.#bytes.length
    else this.#step()
  }

  equals(other: NodeLines): boolean {
    return (
      this.#end - this.#start === other.#end - other.#start &&
      this.#bytes.compare(other.#bytes, other.#start, other.#end, this.#start, this.#end) === 0
    )
  }

  /** From a line that both have, goes on to the last one before they differ or one of the nodes ends. */
  passEqual(other: NodeLines): void {
    const ahead = other.#end - this.#end
    const limit = Math.min(this.#bytes.length, other.#bytes.length - ahead)
    let equal = this.#end + 1
    for (let next = equal + STRETCH; next <= limit; next += STRETCH) {
      if (this.#bytes.compare(other.#bytes, equal + ahead, next + ahead, equal, next) !== 0) break
      equal = next
    }
    const end = this.#bytes.lastIndexOf(NEWLINE, equal - 1)
    if (end === this.#end) return
    this.#end = end
    this.#start = this.#bytes.lastIndexOf(NEWLINE, end - 1) + 1
    other.#end = this.#end + ahead
    other.#start = this.#start + ahead
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
      left.passEqual(right)
      left.advance()
      right.advance()
      continue
    }
    const [a, b] = [left.text, right.text]
    const order = comparePaths(left.keyOf(a), right.keyOf(b))
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

function* rest(lines: NodeLines): Generator<string, void> {
  while (!lines.isAtEnd) {
    yield lines.text
    lines.advance()
  }
}
