import type { Digest } from '../model/digest.ts'
import type { MessagePort } from 'node:worker_threads'
import type { JsonObject } from '../model/canonical-json.ts'
import type { Problem } from '../model/commit.ts'
import type { EntryType } from '../model/entry.ts'
import type { PlainError } from '../runtime/errors.ts'
import type { SecretFinding } from '../model/secret-finding.ts'
import type { ReadOutcome, OpenRequest, Unreadable } from '../sources/source.ts'
import type { PackLocation } from '../store/store.ts'
import type { FullPack } from '../store/writer.ts'
import type { OpenPack, PackPart } from '../store/pack.ts'

/** What the capture asks of a worker thread. */
export type Task = BatchTask | SealTask

/** Reads, hashes and stores content that the worker opens itself. Only names and results cross the threads. */
export interface BatchTask {
  readonly kind: 'batch'
  readonly jobs: readonly WorkerJob[]
  /** What the source's opener needs beside the requests. */
  readonly context: unknown
  readonly temporaryFolder: string
  readonly packsFolder: string
  readonly pack: OpenPack | null
  readonly chunkerSeed: string
  /** Asks the main thread which contents are to be stored: digests go out, as many booleans come back. */
  readonly claims: MessagePort
  /** A message through it says that nobody waits for what is read any more. */
  readonly interruption: MessagePort
}

/** What a worker returns for a batch. */
export interface BatchResult {
  /** In the order of the jobs. */
  readonly outcomes: readonly Outcome[]
  readonly parts: readonly PackPart[]
  /** Requests sent, by `service:Operation`. */
  readonly requests: Readonly<Record<string, number>>
}

/** One content to be read, and what the entry made of it is to say. */
export interface WorkerJob {
  readonly path: string
  readonly type: EntryType
  /** Meta from the listing. */
  readonly meta: JsonObject
  readonly request: OpenRequest
  /** The content and its members are scanned for secrets. */
  readonly scan: boolean
  /** Where the content lies, when it is stored already. */
  readonly stored?: readonly PackLocation[]
  /** The prefix of the entries that its members become. */
  readonly members?: string
}

/** How a task ended; an error that the user can act on is plain data, because a thread boundary takes away its class. */
export type Done<Result> = { readonly result: Result } | { readonly failure: PlainError }

/** How one reading ended: an entry and its origin as lines of their trees, meta alone where only that was read again, or neither. */
export type Outcome =
  | {
      readonly kind: 'entry'
      readonly entry: string
      readonly origin: string | null
      readonly size: number
      readonly problems: ReadOutcome['problems']
      /** What looks like a secret in the content and its members; the origin identifies it as well. */
      readonly findings?: readonly SecretFinding[]
      /** What came out of the content, beside itself. */
      readonly members?: MemberOutcome
    }
  | { readonly kind: 'meta'; readonly facts: ReadOutcome }
  | { readonly kind: 'unreadable'; readonly unreadable: Unreadable }

/** The entries of a content's members as lines, and those that could not be had, by path. */
export interface MemberOutcome {
  readonly entries: readonly { readonly line: string; readonly size: number }[]
  readonly problems: readonly Problem[]
}

/** Seals a pack file; the result is the pack's name. */
export interface SealTask extends FullPack {
  readonly kind: 'seal'
}

/** Says which of these contents the caller is to store. */
export type Claim = (contents: readonly Digest[]) => Promise<readonly boolean[]>
