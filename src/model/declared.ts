/**
 * What a source knows to ask for, in words that another jsnap can compare: which kinds there are, what is read of each
 * and what becomes of it in the document. Only what decides about paths and documents is in it.
 */
export interface Declared extends DeclaredRules {
  /** The path prefixes below which every path of the source lies, each ending in `/`. */
  readonly prefixes: readonly string[]
  /** Paths name the region, but in the primary one. */
  readonly isRegional?: boolean
  /** A region that is asked as well, whatever the regions. */
  readonly alsoIn?: string
  /** Left out where the source does not distinguish kinds. */
  readonly kinds: readonly DeclaredKind[]
}

/** One kind of item, and how its documents are made. */
export interface DeclaredKind extends DeclaredRules {
  /** The path of its documents: `*` is the name. */
  readonly path: string
  /** Where its contents are, likewise. */
  readonly contentPath?: string
  /** The one region that has them. */
  readonly region?: string
  /** Only those count that other documents name. */
  readonly onlyUsed?: string
  /** The call that lists them, and all that decides what comes of it. */
  readonly list: string
  /** What else decides which there are and how they are named. */
  readonly told: string
  /** The members of a listed item that are kept; all when not given. */
  readonly keep?: readonly string[]
  /** What is read of each, by the member that it becomes; that of `''` gives the document's own members. */
  readonly details?: Readonly<Record<string, DeclaredCall>>
}

/** A call, as far as it decides what is in a document. */
export interface DeclaredCall {
  /** The operation, and all else that decides what comes of it. */
  readonly call: string
  readonly details?: Readonly<Record<string, DeclaredCall>>
}

/** What becomes of the members of documents; places as in the declarations of services. */
export interface DeclaredRules {
  readonly drop?: readonly string[]
  /** With what decides about it. */
  readonly dropWhen?: Readonly<Record<string, string>>
  readonly secret?: readonly string[]
  readonly secretMembers?: Readonly<Record<string, string>>
  readonly secretUrl?: readonly string[]
  readonly bytesOfText?: readonly string[]
  readonly json?: readonly string[]
  readonly urlJson?: readonly string[]
  readonly unordered?: Readonly<Record<string, string>>
}
