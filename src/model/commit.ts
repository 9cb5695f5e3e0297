import type { Digest } from './digest.ts'
import type { AllowedSource } from './iam-policy.ts'
import type { Maker } from './maker.ts'
import type { Moved } from './moved.ts'
import type { Scope } from './scope.ts'
import type { ShopCheck } from './shop-check.ts'
import type { SecretFinding } from './secret-finding.ts'

/** Something that should be in the version and is not, or not whole. It makes the version incomplete. */
export interface Problem {
  /** The path it touches, or a prefix ending in `/`. */
  readonly path: string
  /** The call that failed, as `s3:ListObjectsV2`, `local:read`. */
  readonly operation: string
  /** The service's or the system's own code, as `AccessDenied`, `EACCES`. */
  readonly code: string
  readonly message: string
}

/** What was left out on purpose (configuration, `--skip`, a kind of item that jsnap does not capture). */
export interface Gap {
  /** A path, a path glob, or a prefix ending in `/`. */
  readonly path: string
  readonly reason: string
  /** `path` is one path as it is, though it has signs of a glob. */
  readonly literal?: true
  /** Globs of what is in the version all the same. */
  readonly except?: readonly string[]
  /** What would be needed for it, where it was denied and no version before has read it. */
  readonly denied?: AllowedSource
}

/** How a version differs from its parent. */
export interface Counts {
  readonly entries: number
  readonly added: number
  readonly modified: number
  readonly removed: number
  readonly unchanged: number
  /** Entries that are outside the scope of the parent; left out when there are none. */
  readonly notCompared?: number
  /** What `diff` calls unknown: entries, and places that are not entries, that one of the two or neither could read. Left out when there are none. */
  readonly unknown?: number
}

/** What objects may have that was taken over from the version before and not looked at. */
export interface NotLookedAt {
  readonly source: string
  /** As `tags and ACLs`. */
  readonly what: string
  readonly objects: number
}

/** What one source put into a version. */
export interface SourceReport {
  readonly name: string
  readonly entries: number
  /** Sum of the sizes of its entries. */
  readonly bytes: number
  /** How many places it could not list; none of them is an entry to a person. Left out when there are none. */
  readonly unlisted?: number
  /** Requests sent; versions made before it was counted do not say. */
  readonly requests?: number
  readonly durationMs: number
}

/** What a version has of the secret values whose markers are in it. */
export interface CommitSecrets {
  readonly count: number
  /** The content that lists their paths and names: JSON `{secrets: [{path, name, marker}]}`. */
  readonly names: Digest
  /** The content that is the sealed file; null when there was nobody to seal them for. */
  readonly sealed: Digest | null
  /** For whom they are sealed, as `age1…`. */
  readonly recipients: readonly string[]
  /** Names the key that the markers are made with; versions made before it was kept have none. */
  readonly keyId?: string
}

/** What in the stored contents looks like a secret. */
export interface CommitFindings {
  readonly count: number
  /** In the order of paths and lines, a thousand at most. */
  readonly listed: readonly SecretFinding[]
}

/** The object whose SHA-256 is a version's id. Stored as canonical JSON. */
export interface Commit {
  readonly format: 1
  readonly name: string | null
  readonly message: string
  readonly parent: Digest | null
  readonly tree: Digest
  readonly origins: Digest
  /** ISO 8601, UTC. */
  readonly time: string
  readonly tool: string
  /** Who made it; versions made before it was kept do not say. */
  readonly by?: Maker
  readonly account: string | null
  readonly regions: readonly string[]
  /** What was asked for; versions made before it was kept have none. */
  readonly scope?: Scope
  readonly sources: readonly SourceReport[]
  readonly counts: Counts
  /** Sum of the sizes of all entries. */
  readonly bytes: number
  readonly complete: boolean
  readonly problems: readonly Problem[]
  readonly notCovered: readonly Gap[]
  /** None when everything was looked at. */
  readonly notLookedAt?: readonly NotLookedAt[]
  /** Left out when there are none. */
  readonly secrets?: CommitSecrets
  /** The content with what the lists said: JSON `{listed: […]}`; versions made before it was kept have none. */
  readonly listing?: Digest
  /** What is to be said of the capture that is not a problem; none when there is nothing. */
  readonly notes?: readonly string[]
  /** None when nothing was found. */
  readonly findings?: CommitFindings
  /** None when nothing was checked. */
  readonly check?: ShopCheck
  /** What changed while it was captured, a thousand at most; none where that is not known. */
  readonly during?: readonly Moved[]
  /** How many changed, where that is more than are listed. */
  readonly duringCount?: number
}
