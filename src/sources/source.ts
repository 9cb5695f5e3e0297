import type { JsonObject } from '../model/canonical-json.ts'
import type { Gap, Problem } from '../model/commit.ts'
import type { Declared } from '../model/declared.ts'
import type { Digest } from '../model/digest.ts'
import type { Listed } from '../model/listing.ts'
import type { Moved } from '../model/moved.ts'
import type { EntryType, Origin } from '../model/entry.ts'

/** A system that jsnap captures: it lists what there is and offers each item to a sink. It knows nothing of the store. */
export interface Source {
  /** The name that `--only` and `--skip` take. */
  readonly name: string
  /** The path prefixes below which every path of this source lies, each ending in `/`. */
  readonly prefixes: readonly string[]
  /** What it knows to ask for, where it distinguishes kinds of resources. */
  readonly declared?: Declared
  /**
   * Offers everything to the sink and resolves when all has been offered. What cannot be listed or read goes to
   * `sink.problem`, never into an exception: an exception means that nothing can be said about this source at all.
   * `others` resolves when all sources but the last ones have offered everything; to true if nothing was left out.
   */
  capture(sink: Sink, signal: AbortSignal, others: Promise<boolean>): Promise<void>
  /** The IAM actions that it needs, in order. */
  readonly actions: readonly string[]
  /** Its contents are kept byte by byte, and scanned for secrets. */
  readonly isScanned?: boolean
  /** It waits for `others`. */
  readonly isLast?: boolean
  /** The configuration names items of it. */
  readonly isNamed?: boolean
  /** What this source's openers need in a worker beside the request itself (credentials, say); asked for again before each batch. */
  workerContext(): Promise<unknown>
}

/** Where a source puts what it finds. Each path is offered once. */
export interface Sink {
  /** Says whether anything at or below a path prefix is wanted; what is not need not be listed. */
  wants(prefix: string): boolean
  /** Offers content that a worker will read, unless `origin` says that it has not moved. Resolves when there is room for more. */
  content(item: ContentItem): Promise<void>
  /** Offers an entry whose bytes are at hand. */
  document(item: DocumentItem): Promise<void>
  /** Offers an entry that has no content: an empty `directory`, a `stub`, an `unknown` place. */
  bare(item: BareItem): void
  /** Offers a second look at what has been listed, to be taken when all sources have ended. */
  lookAgain(look: SecondLook): void
  /** Reports what a list says is there; a version can be checked against it later. */
  listed(listed: Listed): void
  problem(problem: Problem): void
  /** Reports what is left out; with the denial, where that is why. */
  notCovered(gap: Gap, denial?: Problem): void
  /** Says whether a kind of resources was asked for by name, or read by a version before: then it is a problem that it is denied. */
  isExpected(kind: KindPlace): boolean
  /** Says something of the capture that is not a problem. */
  note(text: string): void
  /** Says whether the version before knows a path with this prefix for which `isMeant`. */
  had(prefix: string, isMeant: (path: string) => boolean): boolean
  /** Says whether the version before could not read something with this prefix: what was there is not known. */
  wasUnknown(prefix: string): boolean
  /** Counts one request sent, by `service:Operation`. */
  request(operation: string): void
  /** One short phrase for the progress display: what this source is doing now. */
  status(text: string): void
}

/** Asks lists again whose items say whether they have changed. What cannot be asked is left out. */
export type SecondLook = (signal: AbortSignal) => Promise<LookedAgain>

/** What a second look has found. */
export interface LookedAgain {
  /** How many lists were asked and have answered. */
  readonly lists: number
  /** What is not as it was. */
  readonly moved: readonly Moved[]
}

/** A kind of resources in one region. */
export interface KindPlace {
  /** What all their paths begin with; the path of the only one. */
  readonly place: string
  /** A path that one of them could have. */
  readonly sample: string
  /** Says of a path that begins so whether it is one of theirs. */
  readonly has: (path: string) => boolean
}

/** Content that a source offers, to be read if it has changed. */
export interface ContentItem {
  readonly path: string
  readonly type: 'object' | 'file'
  /** Bytes, as listed; decides how the reading is batched. */
  readonly size: number
  /** Meta from the listing: it replaces these members of a reused entry's meta (undefined removes one). */
  readonly meta: JsonObject
  /** An earlier entry at this path is reused unread when each of these members equals that of its origin. */
  readonly origin: Origin
  readonly open: OpenRequest
  /** What may have changed without the content, and can be read again when that is reused. */
  readonly refresh?: Refresh
  /** What the content's SHA-256 will be, when the listing has it: content that is stored already is not opened again. */
  readonly sha256?: Digest
  /** The prefix, ending in `/`, below which the content's members become entries of their own. */
  readonly members?: string
  /** Other paths of the same content; its members are not repeated below them. */
  readonly copies?: readonly string[]
  /** Set when the listing already shows that a read would fail: the entry becomes this stub unless an earlier one can be reused. */
  readonly unreadable?: Unreadable | undefined
}

/** A document that a source offers whole. */
export interface DocumentItem {
  readonly path: string
  readonly type: Exclude<EntryType, 'directory' | 'stub' | 'unknown'>
  readonly bytes: Uint8Array
  readonly meta: JsonObject
}

/** An entry without content. */
export interface BareItem {
  readonly path: string
  readonly type: 'directory' | 'stub' | 'unknown'
  readonly size: number
  readonly meta: JsonObject
  readonly origin?: Origin
}

/** Plain data that names content to a worker; `opener` selects who opens it. */
export type OpenRequest = { readonly opener: 'local' | 's3' | 'lambda' | 'dynamodb' } & JsonObject

/** Opens content inside a worker. */
export interface Opener {
  /** @throws UnreadableError, or any other error for a failure that is not the content's own */
  open(request: OpenRequest, context: unknown, tools: OpenTools): Promise<Reading>
  /** The same for content that is stored already. */
  openStored?(request: OpenRequest, bytes: Uint8Array): Reading
}

/** What an opener is given to read content with. */
export interface OpenTools {
  /** Aborted when the capture has ended before its time. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds since the epoch. */
  now(): number
  /** Counts one request sent, by `service:Operation`. */
  count(operation: string): void
  /** Memory with arbitrary content, to read small content into; it is used again once the batch is stored. */
  allocate(size: number): Buffer
  /** For what does not fit into memory; the opener removes what it puts there. */
  readonly temporaryFolder: string
}

/** Content being read. */
export interface Reading {
  /** The whole content, or for large content its pieces in order, each good until the next is asked for; null when only the meta was read again. */
  readonly content: Uint8Array | AsyncIterable<Uint8Array> | null
  /** What is inside of the content, asked for after it was taken. */
  readonly members?: () => AsyncIterable<Member>
  /** Called once after all of the content was taken. @throws UnreadableError */
  settle(): Promise<ReadOutcome>
}

/** Something inside of a content, or why it could not be had; that of an empty path is of all that would come after it. */
export type Member =
  | {
      readonly path: string
      readonly type: 'file' | 'symlink'
      readonly content: Uint8Array
      readonly meta: JsonObject
    }
  | { readonly path: string; readonly problem: ReadingProblem }

/** Something that could not be read beside a content, or inside of it. */
export interface ReadingProblem {
  readonly operation: string
  readonly code: string
  readonly message: string
}

/** What reading taught beyond the bytes. */
export interface ReadOutcome {
  /** Members to add to the entry's meta. */
  readonly meta: JsonObject
  /** The origin of exactly the bytes that were read; null when they must be read again by the next commit. */
  readonly origin: Origin | null
  /** Items that could not be read beside the content, such as its tags. */
  readonly problems: readonly ReadingProblem[]
  /** Of meta that is read again: it could not be, which is a problem only where it was not known before. */
  readonly isUnread?: boolean
}

/** How meta is read again when nothing says that it has changed. */
export interface Refresh {
  /** Sent to the worker instead of `open`. */
  readonly request: OpenRequest
  /** What it reads, as `tags and ACLs`. */
  readonly what: string
  /** It is sent for all that is reused; otherwise only where this is unknown. */
  readonly isWanted: boolean
}

/** Why content could not be read; the reason becomes the stub's. */
export interface Unreadable {
  /** `gone` means that it no longer exists: no entry and no problem. */
  readonly reason: 'archived' | 'sse-c' | 'denied' | 'changing' | 'failed' | 'size limit' | 'gone'
  readonly operation: string
  readonly code: string
  readonly message: string
}

/** Thrown by an opener when content cannot be had. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
  readonly unreadable: Unreadable

  constructor(unreadable: Unreadable) {
    super(unreadable.message)
    this.unreadable = unreadable
  }
}
