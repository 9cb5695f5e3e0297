import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOf, type Digest } from '../../src/model/digest.ts'
import { comparePaths } from '../../src/model/paths.ts'
import { buildTree, parseNode } from '../../src/model/tree-node.ts'
import { diffLines } from '../../src/store/tree-diff.ts'
import { countLines, entries, findLine, TreeReader } from '../../src/store/tree.ts'

/** A map from path to a number, made into a tree; `reads` counts the nodes that are read back. */
class Trees {
  readonly #nodes = new Map<Digest, string>()
  reads = 0

  build(map: ReadonlyMap<string, number>): Digest {
    const leaves = [...map]
      .map(([path, value]) => ({ path, line: lineOf(path, value) }))
      .sort((a, b) => comparePaths(a.path, b.path))
    return buildTree(leaves, (id, text) => this.#nodes.set(id, text))
  }

  readNode(id: Digest): string {
    this.reads++
    const text = this.#nodes.get(id)
    if (text === undefined) throw new Error(`no node ${id}`)
    expect(digestOf(text)).toBe(id)
    return text
  }

  readContent(id: Digest): Buffer {
    return Buffer.from(this.readNode(id))
  }
}

const lineOf = (path: string, value: number) => JSON.stringify({ path, value })

const pathMap = fc
  .array(fc.tuple(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ab/]{0,6}$/)), fc.nat(3)), {
    maxLength: 400,
  })
  .map((pairs) => new Map(pairs))

const numbered = (count: number) => new Map(Array.from({ length: count }, (_, i) => [`objects/key-${i}`, i]))

test('a tree gives back its lines in path order', () => {
  fc.assert(
    fc.property(pathMap, (map) => {
      const trees = new Trees()
      const root = trees.build(map)
      const expected = [...map]
        .sort(([a], [b]) => comparePaths(a, b))
        .map(([path, value]) => lineOf(path, value))
      expect([...entries(trees, root)]).toEqual(expected)
      expect(countLines(trees, root)).toBe(map.size)
    }),
  )
})

test('a tree gives the lines below a prefix', () => {
  fc.assert(
    fc.property(pathMap, fc.stringMatching(/^[ab/]{0,3}$/), (map, prefix) => {
      const trees = new Trees()
      const root = trees.build(map)
      const found = [...entries(trees, root, prefix)]
      expect(found).toEqual([...entries(trees, root)].filter((line) => pathOf(line).startsWith(prefix)))
    }),
  )
})

test('every path is found, and no other', () => {
  fc.assert(
    fc.property(pathMap, fc.string(), (map, other) => {
      const trees = new Trees()
      const root = trees.build(map)
      const reader = new TreeReader(trees, root)
      for (const [path, value] of map) expect(reader.find(path)).toBe(lineOf(path, value))
      expect(findLine(trees, root, other)).toBe(
        map.has(other) ? lineOf(other, map.get(other) ?? -1) : undefined,
      )
    }),
  )
})

test('the difference of two trees is that of their lines', () => {
  fc.assert(
    fc.property(pathMap, pathMap, (a, b) => {
      const trees = new Trees()
      const difference = diffLines(trees, trees.build(a), trees.build(b))
      const lines = (map: ReadonlyMap<string, number>) => [...map].map(([path, value]) => lineOf(path, value))
      const before = new Set(lines(a))
      const after = new Set(lines(b))
      expect(new Set(difference.before)).toEqual(before.difference(after))
      expect(new Set(difference.after)).toEqual(after.difference(before))
    }),
  )
})

test('the difference of two trees below a prefix is that of the lines there', () => {
  fc.assert(
    fc.property(pathMap, pathMap, fc.nat(4), (a, b, length) => {
      const trees = new Trees()
      const prefix = [...a.keys()][0]?.slice(0, length) ?? ''
      const difference = diffLines(trees, trees.build(a), trees.build(b), prefix)
      const lines = (map: ReadonlyMap<string, number>) =>
        new Set(
          [...map].filter(([path]) => path.startsWith(prefix)).map(([path, value]) => lineOf(path, value)),
        )
      expect(new Set(difference.before)).toEqual(lines(a).difference(lines(b)))
      expect(new Set(difference.after)).toEqual(lines(b).difference(lines(a)))
    }),
  )
})

test('comparing below a prefix reads only the nodes there', () => {
  const trees = new Trees()
  const a = trees.build(numbered(100_000))
  const b = trees.build(new Map([...numbered(100_000)].map(([path, value]) => [path, value + 1])))
  trees.reads = 0
  const difference = diffLines(trees, a, b, 'objects/key-777')
  expect(difference.before).toHaveLength(111)
  expect(trees.reads).toBeLessThan(40)
})

test('a tree depends on its lines alone, not on how they came', () => {
  const map = numbered(5000)
  const edited = new Map(map)
  edited.delete('objects/key-77')
  edited.set('objects/new', 1)
  const trees = new Trees()
  const root = trees.build(map)
  trees.build(edited)
  edited.delete('objects/new')
  edited.set('objects/key-77', 77)
  expect(trees.build(edited)).toBe(root)
})

test('comparing two large trees reads only the nodes around what changed', () => {
  const map = numbered(100_000)
  const trees = new Trees()
  const a = trees.build(map)
  map.set('objects/key-50000', -1)
  map.delete('objects/key-7')
  const b = trees.build(map)
  trees.reads = 0
  const difference = diffLines(trees, a, b)
  expect(difference.before).toHaveLength(2)
  expect(difference.after).toHaveLength(1)
  expect(trees.reads).toBeLessThan(25)
})

test('no choice of names makes one huge node', () => {
  const nodes: string[] = []
  const leaves = Array.from({ length: 3000 }, (_, i) => ({
    path: String(i).padStart(5, '0'),
    line: `{"path":"${String(i).padStart(5, '0')}","x":"${'y'.repeat(2000)}"}`,
  }))
  buildTree(leaves, (_, text) => nodes.push(text))
  expect(Math.max(...nodes.map((text) => text.length))).toBeLessThan(140_000)
  expect(Math.max(...nodes.map((text) => parseNode(digestOf(text), text).lines.length))).toBeLessThanOrEqual(
    512,
  )
})

test('the tree of nothing is one empty leaf', () => {
  const trees = new Trees()
  expect([...entries(trees, trees.build(new Map()))]).toEqual([])
})

function pathOf(line: string): string {
  return (JSON.parse(line) as { path: string }).path
}
