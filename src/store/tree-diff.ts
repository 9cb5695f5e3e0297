import { isLeafLine, pathOfLine } from '../model/entry.ts'
import type { Digest } from '../model/digest.ts'
import { comparePaths } from '../model/paths.ts'
import { corruptNode, levelOfNode, noLeafLine, parseChild, type Child } from '../model/tree-node.ts'
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
  let [left, right] = [levelOf(store, a), levelOf(store, b)]
  for (;;) {
    if (left > right) before = nodesOf(rest(new NodeLines(store, before, left--, prefix)))
    else if (right > left) after = nodesOf(rest(new NodeLines(store, after, right--, prefix)))
    else {
      const only = linesOnlyIn(
        new NodeLines(store, before, left, prefix),
        new NodeLines(store, after, right, prefix),
      )
      if (left === 0) return { before: below(prefix, only.before), after: below(prefix, only.after) }
      before = nodesOf(only.before)
      after = nodesOf(only.after)
      left--
      right--
    }
  }
}

function levelOf(store: NodeReader, id: Digest): number {
  return levelOfNode(id, store.readNode(id))
}

/** The nodes that checked lines name. */
function nodesOf(lines: Iterable<string>): Digest[] {
  return Array.from(lines, (line) => (JSON.parse(line) as Child).node)
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
  readonly #level: number
  readonly #prefix: string
  #id: Digest | undefined
  #before: string | undefined
  /** The line as text, and its key, when they were asked for. */
  #text: string | undefined
  #key: string | undefined
  #next = 0
  #bytes = Buffer.alloc(0)
  #start = 0
  #end = 0

  constructor(store: NodeBytesReader, ids: readonly Digest[], level: number, prefix: string) {
    this.#store = store
    this.#ids = ids
    this.#level = level
    this.#prefix = prefix
    this.#step()
    if (prefix !== '') while (!this.isAtEnd && comparePaths(this.key, prefix) < 0) this.#step()
  }

  get isAtEnd(): boolean {
    return this.#start >= this.#bytes.length
  }

  /** What the line has its place by. @throws JsnapError Corrupt */
  get key(): string {
    this.#key ??= this.#level === 0 ? pathOfLine(this.#line()) : parseChild(this.#current, this.#line()).last
    return this.#key
  }

  #line(): string {
    this.#text ??= this.#bytes.toString('utf8', this.#start, this.#end)
    return this.#text
  }

  #forgetLine(): void {
    this.#text = undefined
    this.#key = undefined
  }

  /** The line as text, for somebody else: only these are checked, and that the one taken before has its place before it. */
  take(): string {
    const line = this.#line()
    if (this.#level === 0 && !isLeafLine(line)) throw noLeafLine(this.#current, line)
    const { key } = this
    if (this.#before !== undefined && comparePaths(this.#before, key) >= 0)
      throw corruptNode(this.#current, `has '${key}' after '${this.#before}', out of path order`)
    this.#before = key
    return line
  }

  /** The node of the line. */
  get #current(): Digest {
    if (this.#id === undefined) throw new Error('there is no line')
    return this.#id
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

  /** From a line that both have, continues to the last one before they differ or one of the nodes ends. */
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
    this.#forgetLine()
    other.#forgetLine()
  }

  #step(): void {
    this.#forgetLine()
    this.#start = this.#bytes.length === 0 ? 0 : this.#end + 1
    while (this.isAtEnd) {
      const id = this.#ids[this.#next++]
      if (id === undefined) return
      // Decoded frames are cached, and never written to.
      this.#bytes = this.#store.readContent(id) as Buffer<ArrayBuffer>
      this.#id = id
      // The first line says of what level the node is.
      this.#start = this.#bytes.indexOf(NEWLINE) + 1
      const level = levelOfNode(id, this.#bytes.toString('latin1', 0, this.#start))
      if (level !== this.#level) throw corruptNode(id, `has level ${level} instead of ${this.#level}`)
      if (this.#bytes.at(-1) !== NEWLINE) throw corruptNode(id, 'ends in the middle of a line')
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
    const order = comparePaths(left.key, right.key)
    if (order <= 0) {
      only.before.push(left.take())
      left.advance()
    }
    if (order >= 0) {
      only.after.push(right.take())
      right.advance()
    }
  }
  for (const line of rest(left)) only.before.push(line)
  for (const line of rest(right)) only.after.push(line)
  return only
}

function* rest(lines: NodeLines): Generator<string, void> {
  while (!lines.isAtEnd) {
    yield lines.take()
    lines.advance()
  }
}
