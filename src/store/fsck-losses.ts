import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import type { Entry } from '../model/entry.ts'
import type { Child } from '../model/tree-node.ts'
import { besideTrees, wrongWithBeside } from './fsck-beside.ts'
import type { Contents } from './fsck-contents.ts'
import { expectedOf, tryEntry, tryNode, wrongWithOrigin } from './fsck-lines.ts'
import type { NamedCommit } from './fsck-trees.ts'
import type { StoreProblem, Touch } from './store-problem.ts'
import type { Store } from './store.ts'

/** Goes through each version on its own and names what is lost of it. */
export function lossesOf(store: Store, commits: readonly NamedCommit[], contents: Contents): StoreProblem[] {
  const losses = new Losses(store, contents)
  for (const { name, commit } of commits) losses.visitVersion(name, commit)
  return losses.problems
}

/** What is lost, and which versions and paths that touches. */
class Losses {
  readonly #store: Store
  readonly #contents: Contents
  readonly #byObject = new Map<Digest, { code: StoreProblem['code']; what: string; touches: Touch[] }>()

  constructor(store: Store, contents: Contents) {
    this.#store = store
    this.#contents = contents
  }

  get problems(): StoreProblem[] {
    return [...this.#byObject].map(([sha256, { code, what, touches }]) => ({
      code,
      message:
        code === 'WrongSize' ? what : `${code === 'MissingNode' ? 'tree node' : 'content'} ${sha256} ${what}`,
      sha256,
      touches,
    }))
  }

  visitVersion(name: string, commit: Commit): void {
    this.#visitNode(name, commit.tree, 'tree')
    this.#visitNode(name, commit.origins, 'origins tree')
    for (const beside of besideTrees(commit)) {
      const { sha256, what } = beside
      const touch = { version: name, path: what }
      const lost = this.#contents.wrongWith(sha256)
      const wrong = lost ?? wrongWithBeside(this.#store, beside)
      if (lost !== undefined) this.#noteLost(sha256, lost, touch)
      else if (wrong !== undefined) this.#note(sha256, 'WrongContent', wrong, touch)
    }
  }

  /** Returns how many paths are below the node. */
  #visitNode(version: string, id: Digest, tree: string, child?: Child, level?: number): number {
    const node = tryNode(this.#store, id, expectedOf(child, level))
    const touch = { version, path: child?.last ?? '' }
    if ('error' in node) {
      this.#note(id, 'MissingNode', `of the ${tree} cannot be read: ${node.error}`, touch)
      return child?.count ?? 0
    }
    let count = node.lines.length
    if (node.level > 0) {
      count = 0
      for (const below of node.children)
        count += this.#visitNode(version, below.node, tree, below, node.level - 1)
    } else if (tree === 'tree') this.#visitEntries(version, id, node.lines, touch)
    else {
      const wrong = node.lines.map(wrongWithOrigin).find((what) => what !== undefined)
      if (wrong !== undefined) this.#note(id, 'MissingNode', `of the ${tree} is damaged: ${wrong}`, touch)
    }
    if (child !== undefined && child.count !== count) {
      const what = `of the ${tree} has ${count} paths instead of ${child.count}`
      this.#note(id, 'MissingNode', what, touch)
    }
    return count
  }

  #visitEntries(version: string, id: Digest, lines: readonly string[], touch: Touch): void {
    for (const line of lines) {
      const entry = tryEntry(line)
      if ('error' in entry) this.#note(id, 'MissingNode', `of the tree is damaged: ${entry.error}`, touch)
      else if (entry.sha256 !== null) this.#visitEntry(entry, entry.sha256, version)
    }
  }

  #visitEntry(entry: Entry, sha256: Digest, version: string): void {
    const touch = { version, path: entry.path }
    const lost = this.#contents.wrongWith(sha256)
    const wrong = lost ?? this.#contents.wrongWithEntry(entry)
    if (lost !== undefined) this.#noteLost(sha256, lost, touch)
    else if (wrong !== undefined) this.#note(sha256, 'WrongSize', wrong, touch)
  }

  #noteLost(sha256: Digest, what: string, touch: Touch): void {
    this.#note(sha256, what.includes('in no pack') ? 'MissingContent' : 'DamagedContent', what, touch)
  }

  #note(sha256: Digest, code: StoreProblem['code'], what: string, touch: Touch): void {
    const known = this.#byObject.get(sha256)
    if (known === undefined) this.#byObject.set(sha256, { code, what, touches: [touch] })
    else known.touches.push(touch)
  }
}
