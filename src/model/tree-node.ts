import { canonicalJson } from './canonical-json.ts'
import { digestOf, isDigest, type Digest } from './digest.ts'
import { pathOfLine, isLeafLine } from './entry.ts'
import { DAMAGE_HINT, JsnapError } from '../runtime/errors.ts'
import { comparePaths } from './paths.ts'

/**
 * A node of a prolly tree: text of lines that each end in a newline. The first line is its header, `{"level":0}` for a
 * leaf. A leaf's lines are canonical JSON with a `path`; an inner node's lines name its children in order, as
 * `{"count":…,"last":…,"node":…}`. A node's id is the SHA-256 of its text.
 */
export interface TreeNode {
  readonly level: number
  readonly lines: readonly string[]
  /** Of an inner node, what its lines name. */
  readonly children: readonly Child[]
}

/** A child as its parent names it. */
export interface Child {
  readonly node: Digest
  /** The greatest path below it. */
  readonly last: string
  /** How many leaf lines are below it. */
  readonly count: number
}

/** The mean number of lines of a node; measured, see docs/decisions/0003-tree-nodes.md. */
const MEAN_LINES = 32
/** Bounds that hold whatever the paths are, so that no choice of names makes one huge node. */
const MAX_LINES = 512
const MAX_LENGTH = 128 * 1024
/** An inner node has at least two children, so that every level is shorter than the one below it. */
const MIN_LINES = 2

const THRESHOLD = Math.floor(0x1_0000_0000 / MEAN_LINES)

/** Far above what a tree can come to, since an inner node has two children at least. */
const MAX_LEVEL = 64

/** What a parent says of a node. */
export interface Expected {
  readonly level: number
  readonly last: string
}

/**
 * The node of a text. Its lines are checked as far as that is cheap, and so is their order, without which one node could
 * stand in a tree any number of times. @throws JsnapError Corrupt with the node's id
 */
export function parseNode(id: Digest, text: string, expected?: Expected): TreeNode {
  const level = levelOfNode(id, text)
  const lines = text.split('\n')
  lines.shift()
  if (lines.pop() !== '') throw corruptNode(id, 'ends in the middle of a line')
  const children = level > 0 ? lines.map((line) => parseChild(id, line)) : []
  const last =
    level > 0
      ? lastInOrder(
          id,
          children.map(({ last }) => last),
        )
      : lastLine(id, lines)
  if (level > 0 && children.length === 0) throw corruptNode(id, 'has no children')
  if (expected !== undefined) {
    if (expected.level !== level) throw corruptNode(id, `has level ${level} instead of ${expected.level}`)
    if (expected.last !== last) throw corruptNode(id, 'does not end with the path that its parent gives')
  }
  return { level, lines, children }
}

/** The level of a node by the first line of its text. @throws JsnapError Corrupt */
export function levelOfNode(id: Digest, text: string): number {
  const [, level = ''] = /^\{"level":(\d{1,3})\}\n/.exec(text) ?? []
  if (level === '' || Number(level) > MAX_LEVEL) throw corruptNode(id, 'does not give its level')
  return Number(level)
}

/** The child that a line of an inner node names. @throws JsnapError Corrupt with the node's id */
export function parseChild(id: Digest, line: string): Child {
  let child: unknown
  try {
    child = JSON.parse(line)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  if (!isChild(child))
    throw corruptNode(id, `has the line ${JSON.stringify(line.slice(0, 80))}, which is not a child`)
  return child
}

/** Damage of a tree node. */
export function corruptNode(id: Digest, what: string): JsnapError {
  return new JsnapError('Corrupt', `tree node ${id} ${what}`, {
    hint: DAMAGE_HINT,
  })
}

function isChild(value: unknown): value is Child {
  if (typeof value !== 'object' || value === null) return false
  const { node, last, count } = value as Record<string, unknown>
  return isDigest(node) && typeof last === 'string' && Number.isSafeInteger(count) && (count as number) >= 0
}

/** Checks the lines of a leaf; returns the last path. */
function lastLine(id: Digest, lines: readonly string[]): string {
  for (const line of lines) if (!isLeafLine(line)) throw noLeafLine(id, line)
  return lastInOrder(id, lines.map(pathOfLine))
}

/** The error for a line of a leaf that is not one. */
export function noLeafLine(id: Digest, line: string): JsnapError {
  return corruptNode(id, `has the line ${JSON.stringify(line.slice(0, 80))}, which is not an entry`)
}

function lastInOrder(id: Digest, keys: readonly string[]): string {
  let before: string | undefined
  for (const key of keys) {
    if (before !== undefined && comparePaths(before, key) >= 0)
      throw corruptNode(id, `has '${key}' after '${before}', out of path order`)
    before = key
  }
  return before ?? ''
}

/**
 * Builds the tree over lines that come in path order and hands every node to `put`; returns the root. Where a node ends
 * is decided by the path alone, so equal ranges of lines become equal nodes whatever was added or removed elsewhere.
 */
export function buildTree(
  leaves: Iterable<{ readonly path: string; readonly line: string }>,
  put: (id: Digest, text: string) => void,
): Digest {
  let children = collect(leaves, 0, put)
  for (let level = 1; children.length > 1; level++) {
    children = collect(
      children.map((child) => ({
        path: child.last,
        line: canonicalJson({ count: child.count, last: child.last, node: child.node }),
        count: child.count,
      })),
      level,
      put,
    )
  }
  const [root] = children
  if (root !== undefined) return root.node
  const empty = header(0)
  const id = digestOf(empty)
  put(id, empty)
  return id
}

function collect(
  items: Iterable<{ readonly path: string; readonly line: string; readonly count?: number }>,
  level: number,
  put: (id: Digest, text: string) => void,
): Child[] {
  const children: Child[] = []
  let text = header(level)
  let lines = 0
  let count = 0
  let last = ''
  const close = () => {
    const node = digestOf(text)
    put(node, text)
    children.push({ node, last, count })
    text = header(level)
    lines = 0
    count = 0
  }
  for (const item of items) {
    text += item.line + '\n'
    lines++
    count += item.count ?? 1
    last = item.path
    if (isBoundary(item.path, level, lines, text.length)) close()
  }
  if (lines > 0) close()
  return children
}

function header(level: number): string {
  return `{"level":${level}}\n`
}

function isBoundary(path: string, level: number, lines: number, length: number): boolean {
  if (lines >= MAX_LINES || length >= MAX_LENGTH) return true
  return lines >= MIN_LINES && mix(fnv1a(path) ^ Math.imul(level, 0x9e3779b1)) < THRESHOLD
}

/** FNV-1a, 32 bits, over the UTF-8 bytes of text. */
function fnv1a(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return fnv1aBytes(Buffer.from(text))
    h = Math.imul(h ^ unit, 0x01000193)
  }
  return h
}

function fnv1aBytes(bytes: Uint8Array): number {
  let h = 0x811c9dc5
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193)
  return h
}

/** The finaliser of MurmurHash3: FNV-1a alone spreads the last characters of a name badly. Returns an unsigned number. */
function mix(h: number): number {
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  return h >>> 0
}
