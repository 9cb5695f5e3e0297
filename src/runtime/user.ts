/** Who runs jsnap, and where this user keeps what belongs to no store. */
export interface User {
  /** As the system knows the account; undefined of one that it does not know. */
  readonly name: string | undefined
  /** What the machine is called. */
  readonly host: string | undefined
  /** Undefined on a system that has none. */
  readonly uid: number | undefined
  /** Whose files are believed: the user's, root's, and under sudo those of whoever called it. Undefined where `uid` is. */
  readonly trustedUids: ReadonlySet<number> | undefined
  /** For what must not get lost: the key of the index marks, the list of trusted folders. */
  readonly stateFolder: string | undefined
  /** For what can be rebuilt. */
  readonly cacheFolder: string | undefined
  /** For what is gone with the process. */
  readonly temporaryFolder: string
}

/** Says whether a file of this owner is as good as the user's own. */
export function isTrustedOwner(uid: number, user: User): boolean {
  return user.trustedUids === undefined || user.trustedUids.has(uid)
}
