import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Commit } from '../model/commit.ts'
import { pathOfLine } from '../model/entry.ts'
import { isCorrupt } from '../runtime/errors.ts'
import { comparePaths } from '../model/paths.ts'
import type { Store } from './store.ts'
import { diffLines, type LinesOnlyIn } from './tree-diff.ts'

/** Of a commit that changed more than this nothing is kept: to read the trees takes hardly longer. */
const MAX_CHANGES = 50_000
/** Between versions that are further apart the trees are read. */
const MAX_STEPS = 64

/**
 * Keeps in the index what a commit changed, because this is what is asked for most: to find it again, every leaf with a
 * change must be read, and most of a leaf is as it was. It can be lost: `diffLines` finds the same.
 */
export function keepChanges(store: Store, commit: Commit): void {
  const { added, modified, removed } = commit.counts
  if (commit.parent === null || added + modified + removed > MAX_CHANGES) return
  const { tree } = store.readCommit(commit.parent)
  if (tree === commit.tree) return
  let changes: LinesOnlyIn
  try {
    changes = diffLines(store, tree, commit.tree)
  } catch (error) {
    // A damaged earlier version does not prevent a new one.
    if (isCorrupt(error)) return
    throw error
  }
  store.catalog.keepChanges(tree, commit.tree, encode(changes))
}

/**
 * The lines that the trees of two commits do not share, of the paths that begin with `prefix`: put together from what
 * was kept of the commits from one to the other, or found by reading the trees.
 */
export function treeChanges(store: Store, before: Commit, after: Commit, prefix = ''): LinesOnlyIn {
  // Below a prefix the trees are mostly read faster than all that is kept.
  const kept = prefix === '' ? keptChanges(store, before, after) : undefined
  return kept ?? diffLines(store, before.tree, after.tree, prefix)
}

function keptChanges(store: Store, before: Commit, after: Commit): LinesOnlyIn | undefined {
  if (before.time <= after.time) return changesSince(store, before, after)
  const changes = changesSince(store, after, before)
  return changes === undefined ? undefined : { before: changes.after, after: changes.before }
}

function changesSince(store: Store, before: Commit, after: Commit): LinesOnlyIn | undefined {
  const steps: LinesOnlyIn[] = []
  let lines = 0
  for (let commit = after; commit.tree !== before.tree;) {
    if (commit.parent === null || steps.length === MAX_STEPS || lines > MAX_CHANGES) return undefined
    const parent = store.readCommit(commit.parent)
    if (parent.tree !== commit.tree) {
      const kept = store.catalog.keptChanges(parent.tree, commit.tree)
      const step = kept === undefined ? undefined : decode(kept)
      if (step === undefined) return undefined
      steps.unshift(step)
      lines += step.after.length + step.before.length
    }
    commit = parent
  }
  return putTogether(steps)
}

/** What several changes, one after the other, come to. */
function putTogether(steps: readonly LinesOnlyIn[]): LinesOnlyIn {
  const [first] = steps
  if (first !== undefined && steps.length === 1) return first
  const before = new Map<string, string | undefined>()
  const after = new Map<string, string>()
  for (const step of steps) {
    for (const line of step.before) {
      const path = pathOfLine(line)
      if (!before.has(path)) before.set(path, line)
      after.delete(path)
    }
    for (const line of step.after) {
      const path = pathOfLine(line)
      if (!before.has(path)) before.set(path, undefined)
      after.set(path, line)
    }
  }
  const changed = [...before.keys()].filter((path) => before.get(path) !== after.get(path)).sort(comparePaths)
  const side = (lines: ReadonlyMap<string, string | undefined>) =>
    changed.flatMap((path) => lines.get(path) ?? [])
  return { before: side(before), after: side(after) }
}

/** One line says how many are of before; the lines of both follow. */
function encode({ before, after }: LinesOnlyIn): Buffer {
  const text = [String(before.length), ...before, ...after].join('\n')
  return zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
}

/** Undefined when the bytes are damaged: the trees have it too. */
function decode(bytes: Uint8Array): LinesOnlyIn | undefined {
  let text: string
  try {
    text = zstdDecompressSync(bytes).toString()
  } catch {
    return undefined
  }
  const [count, ...lines] = text.split('\n')
  return { before: lines.slice(0, Number(count)), after: lines.slice(Number(count)) }
}
