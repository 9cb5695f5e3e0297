import { rmSync } from './disk.ts'
import type { Digest } from '../model/digest.ts'
import { FrameKind } from './frame.ts'
import { FrameGatherer, NODE_FRAME } from './frame-gatherer.ts'
import { PackAppender, type PackPart } from './pack.ts'

/** The packs that one commit writes its tree nodes, itself and the record of the refs to. They are written as they come, so that memory stays small. */
export class TreePack {
  readonly #appender: PackAppender
  readonly #nodes = new FrameGatherer(NODE_FRAME, (nodes) => this.#appender.append(FrameKind.node, nodes))

  constructor(temporaryFolder: string) {
    this.#appender = new PackAppender(temporaryFolder, null)
  }

  add(sha256: Digest, bytes: Uint8Array): void {
    this.#nodes.add({ sha256, bytes })
  }

  /** Writes a commit after its nodes. */
  addCommit(sha256: Digest, bytes: Uint8Array): void {
    this.#nodes.flush()
    this.#appender.append(FrameKind.commit, [{ sha256, bytes }])
  }

  /** Removes what was written: no commit names it. */
  discard(): void {
    this.#nodes.flush()
    this.#appender.close()
    for (const { file } of this.#appender.parts) rmSync(file, { force: true })
  }

  /** Writes a record of the refs after the commit that they are to name; returns the files, which are to be sealed in this order. */
  finish(sha256: Digest, bytes: Uint8Array): readonly PackPart[] {
    this.#nodes.flush()
    this.#appender.append(FrameKind.node, [{ sha256, bytes }])
    this.#appender.close()
    return this.#appender.parts
  }
}
