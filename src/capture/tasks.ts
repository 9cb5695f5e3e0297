import type { MessagePort } from 'node:worker_threads'
import type { Digest } from '../model/digest.ts'
import type { Facts, OpenRequest, Unreadable } from '../sources/source.ts'
import type { FullPack } from '../store/writer.ts'
import type { OpenPack, PackPart } from '../store/pack.ts'

/** What the capture asks of a worker thread. */
export type Task = BatchTask | SealTask

/** Reads, hashes and stores content that the worker opens itself. Only names and results cross the threads. */
export interface BatchTask {
  readonly kind: 'batch'
  readonly requests: readonly OpenRequest[]
  /** What the source's opener needs beside the requests. */
  readonly context: unknown
  readonly temporaryFolder: string
  readonly pack: OpenPack | null
  readonly chunkerSeed: string
  /** Asks the main thread which contents are to be stored: digests go out, as many booleans come back. */
  readonly claims: MessagePort
}

export interface BatchResult {
  /** In the order of the requests. */
  readonly outcomes: readonly Outcome[]
  readonly parts: readonly PackPart[]
  /** Requests sent, by `service:Operation`. */
  readonly requests: Readonly<Record<string, number>>
}

/** How one reading ended; `sha256` is null when only the meta was read again. */
export type Outcome =
  | { readonly sha256: Digest | null; readonly size: number; readonly facts: Facts }
  | { readonly unreadable: Unreadable }

/** Seals a pack file; the result is the pack's name. */
export interface SealTask extends FullPack {
  readonly kind: 'seal'
}
