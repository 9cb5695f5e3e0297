import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import { digestOf, type Digest } from '../../src/model/digest.ts'
import { entryLine, originLine } from '../../src/model/entry.ts'
import { FrameKind } from '../../src/store/frame.ts'
import { fsck } from '../../src/store/fsck.ts'
import { PackAppender, sealPack } from '../../src/store/pack.ts'
import { repair } from '../../src/store/repair.ts'
import { Store } from '../../src/store/store.ts'
import { StoreWriter } from '../../src/store/writer.ts'
import { BARE_COMMIT } from '../helpers/bare-commit.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { commitSources, entriesOf, localSource } from '../helpers/snapshot.ts'

const nothing = () => undefined
const LEAF = '{"level":0}\n'
const entry = (path: string) => entryLine({ path, type: 'stub', sha256: null, size: 1, meta: {} })
const child = (node: Digest, last: string, count = 1) => canonicalJson({ count, last, node })
const leafOf = (...lines: string[]) => `${LEAF}${lines.map((line) => `${line}\n`).join('')}`
const innerOf = (...lines: string[]) => `{"level":1}\n${lines.map((line) => `${line}\n`).join('')}`
const A = leafOf(entry('local/x/a'))
const B = leafOf(entry('local/x/b'))

/** A store whose only version has these texts for nodes of its trees, the first of each as the root. */
function storeWith(tree: readonly string[], origins: readonly string[]): Store {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const appender = new PackAppender(store.temporaryFolder, null)
  const nodes = [...new Set([...tree, ...origins])].map((text) => ({
    sha256: digestOf(text),
    bytes: Buffer.from(text),
  }))
  appender.append(FrameKind.node, nodes)
  appender.close()
  for (const { file } of appender.parts) sealPack(file, store.packsFolder)
  store.close()
  const opened = Store.open(store.dir)
  const writer = StoreWriter.begin(opened)
  const commit = {
    ...BARE_COMMIT,
    name: 'v1',
    tree: digestOf(tree[0] ?? LEAF),
    origins: digestOf(origins[0] ?? LEAF),
  } satisfies Commit & Record<string, Json>
  writer.commit(commit, nothing)
  writer.end()
  return opened
}

const ORIGIN = originLine('local/x/a', { size: 1 })

test.each<[string, string[], string[]?]>([
  ['a root that says no level', ['nonsense\n']],
  ['a root that ends in the middle of a line', [`${LEAF}{"path`]],
  ['lines out of order', [leafOf(entry('local/x/b'), entry('local/x/a'))]],
  ['a path twice', [leafOf(entry('local/x/a'), entry('local/x/a'))]],
  ['a line that is no entry', [leafOf('{"path":1}')]],
  ['an entry without a type', [leafOf('{"path":"local/x/a"}')]],
  ['an entry of a type that there is not', [leafOf(entry('local/x/a').replace('stub', 'stump'))]],
  ['a member twice', [leafOf(entry('local/x/a').replace('"size":1', '"size":2,"size":1'))]],
  ['an inner node without children', ['{"level":1}\n']],
  ['a line that names no child', [innerOf('{}')]],
  ['a child of another level', [innerOf(child(digestOf(innerOf('{}')), 'local/x/a')), innerOf('{}')]],
  ['a child with another last path', [innerOf(child(digestOf(A), 'local/x/b')), A]],
  ['a child with another count', [innerOf(child(digestOf(A), 'local/x/a', 7)), A]],
  [
    'a malformed child beside a sound one',
    [innerOf(child(digestOf(A), 'local/x/a'), child(digestOf('x'), 'local/x/b')), A, 'x'],
  ],
  [
    'children out of order',
    [innerOf(child(digestOf(B), 'local/x/b'), child(digestOf(A), 'local/x/a')), A, B],
  ],
  ['origins that say no level', [A], ['nonsense\n']],
  ['origins with a line that is none', [A], [leafOf('{"path":1}')]],
  ['origins with lines out of order', [A], [leafOf(originLine('local/x/b', {}), ORIGIN)]],
  ['origins with a member twice', [A], [leafOf('{"etag":"1","etag":"2","path":"local/x/a"}')]],
  ['origins with a malformed child', [A], [innerOf(child(digestOf('x'), 'local/x/a')), 'x']],
])('a commit goes on from a version with %s after a repair, and is whole', async (_, tree, origins = []) => {
  const data = join(scratchFolder(), 'data')
  mkdirSync(data)
  for (const name of ['a', 'b', 'c']) writeFileSync(join(data, name), name)
  const store = storeWith(tree, origins.length === 0 ? [LEAF] : origins)
  const report = repair(store, nothing, Date.now)
  expect(report.problems).not.toEqual([])
  const made = await commitSources(store, [localSource(data)], { name: 'v2' })
  expect(entriesOf(store, made).map(({ path }) => path)).toEqual(['local/x/a', 'local/x/b', 'local/x/c'])
  const touched = fsck(store, true, nothing).problems.filter(({ touches = [] }) =>
    touches.some(({ version }) => version === 'v2'),
  )
  expect(touched).toEqual([])
  expect(made.commit.counts.entries).toBe(3)
})
