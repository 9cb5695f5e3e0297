import type { Digest } from '../model/digest.ts'
import { Kind } from './frame.ts'
import { PackAppender, type PackPart } from './pack.ts'

/** Nodes are mostly read with their neighbours, but also one by one; measured, see docs/decisions/0003-tree-nodes.md. */
const FRAME_TARGET = 128 * 1024

/** The packs that one commit writes its tree nodes and itself to. They are written as they come, so that memory stays small. */
export class TreePack {
  readonly #appender: PackAppender
  #nodes: { sha256: Digest; bytes: Uint8Array }[] = []
  #bytes = 0

  constructor(temporaryFolder: string) {
    this.#appender = new PackAppender(temporaryFolder, null)
  }

  add(sha256: Digest, bytes: Uint8Array): void {
    this.#nodes.push({ sha256, bytes })
    this.#bytes += bytes.length
    if (this.#bytes >= FRAME_TARGET) this.#flush()
  }

  /** Writes the rest and the commit last; returns the files, which are to be sealed in this order. */
  finish(commit: readonly { sha256: Digest; bytes: Uint8Array }[]): readonly PackPart[] {
    this.#flush()
    this.#appender.append(Kind.commit, commit)
    this.#appender.close()
    return this.#appender.parts
  }

  #flush(): void {
    if (this.#nodes.length > 0) this.#appender.append(Kind.node, this.#nodes)
    this.#nodes = []
    this.#bytes = 0
  }
}
