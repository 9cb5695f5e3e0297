import type { Commit } from './commit.ts'

/** An AWS account, and the partition it is in; null where it is unknown. */
export interface Account {
  readonly account: string | null
  readonly partition: string | null
}

/** The account that a version is of. */
export function accountOf({ account, scope }: Commit): Account {
  return { account, partition: scope?.partition ?? null }
}

/** Says whether two are known, and not the same. */
export function isOtherAccount(a: Account, b: Account): boolean {
  if (a.account === null || b.account === null) return false
  return (
    a.account !== b.account || (a.partition !== null && b.partition !== null && a.partition !== b.partition)
  )
}

/** An account for people. */
export function accountText({ account, partition }: Account): string {
  const where = partition === null || partition === 'aws' ? '' : ` (${partition})`
  return `${account ?? 'none'}${where}`
}
