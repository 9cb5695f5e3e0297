import { pathOfLine } from '../model/entry.ts'
import { JsnapError } from '../runtime/errors.ts'
import { LargeSet } from '../runtime/large-set.ts'
import { comparePaths } from '../model/paths.ts'

/** A line of a tree with its path. */
export interface Leaf {
  readonly path: string
  readonly line: string
}

const BLOCK = 1024 * 1024

/**
 * The lines of a new tree, kept as UTF-8 outside of the heap: 100,000 entries with their origins take 45 MB so, and
 * as strings 100 MB and as much again of what the garbage collector needs beside them.
 */
export class Leaves {
  readonly #blocks: Buffer[] = []
  #used = 0
  /** Of each line its block, where it starts there and where it ends. */
  readonly #places: number[] = []

  /** How many lines there are. */
  get size(): number {
    return this.#places.length / 3
  }

  /** Says whether it holds exactly this number of lines, each of another path. */
  areAll(count: number): boolean {
    if (count !== this.size) return false
    const paths = new LargeSet()
    for (let i = 0; i < count; i++) paths.add(this.#path(i))
    return paths.size === count
  }

  add(line: string): void {
    const length = Buffer.byteLength(line)
    let block = this.#blocks.at(-1)
    if (block === undefined || block.length - this.#used < length) {
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK, length))
      this.#blocks.push(block)
      this.#used = 0
    }
    this.#places.push(this.#blocks.length - 1, this.#used, this.#used + length)
    this.#used += block.write(line, this.#used)
  }

  /** All of them in path order. @throws JsnapError Source for a path that was offered twice */
  *inPathOrder(): Generator<Leaf> {
    const paths = this.paths()
    const order = Array.from(paths.keys()).sort((a, b) => comparePaths(pathAt(a), pathAt(b)))
    let before: string | undefined
    for (const i of order) {
      const path = pathAt(i)
      if (path === before) throw offeredTwice(path)
      before = path
      yield { path, line: this.#line(i) }
    }

    function pathAt(i: number): string {
      return paths[i] as string // i is an index of paths
    }
  }

  /** The paths, in the order in which the lines were added. */
  paths(): string[] {
    return Array.from({ length: this.size }, (_, i) => this.#path(i))
  }

  #path(i: number): string {
    // A copy, for a text that is cut out of a line keeps the whole line in memory.
    return Buffer.from(pathOfLine(this.#line(i))).toString()
  }

  #line(i: number): string {
    // Three numbers for each line, and a block for each first of them.
    const [block, start, end] = this.#places.slice(3 * i, 3 * i + 3) as [number, number, number]
    return (this.#blocks[block] as Buffer).toString('utf8', start, end)
  }
}

function offeredTwice(path: string): JsnapError {
  return new JsnapError('Source', `path '${path}' was listed twice, and one of the two would be lost`, {
    hint: 'a service or server lists two items with this path; use --skip to leave it out',
  })
}
