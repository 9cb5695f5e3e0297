import type { Digest } from '../model/digest.ts'
import { FrameKind } from './frame.ts'
import { PackAppender, type PackPart } from './pack.ts'

/** Nodes are mostly read with their neighbours, but also one by one; measured, see docs/decisions/0003-tree-nodes.md. */
const FRAME_TARGET = 128 * 1024

/** The packs that one commit writes its tree nodes, itself and the record of the refs to. They are written as they come, so that memory stays small. */
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

  /** Writes a commit after its nodes. */
  addCommit(sha256: Digest, bytes: Uint8Array): void {
    this.#flush()
    this.#appender.append(FrameKind.commit, [{ sha256, bytes }])
  }

  /** Writes a record of the refs after the commit that they are to name; returns the files, which are to be sealed in this order. */
  finish(sha256: Digest, bytes: Uint8Array): readonly PackPart[] {
    this.#flush()
    this.#appender.append(FrameKind.node, [{ sha256, bytes }])
    this.#appender.close()
    return this.#appender.parts
  }

  #flush(): void {
    if (this.#nodes.length > 0) this.#appender.append(FrameKind.node, this.#nodes)
    this.#nodes = []
    this.#bytes = 0
  }
}
