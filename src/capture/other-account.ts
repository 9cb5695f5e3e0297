import { accountOf, accountText, isOtherAccount, type Account } from '../model/account.ts'
import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../model/errors.ts'
import { readSound } from '../store/read-sound.ts'
import type { Store } from '../store/store.ts'

/**
 * Refuses to go on from the versions of another account, or of one where the account cannot be told now. Versions that
 * tell none, as those of local folders, are passed over. @throws JsnapError Refused
 */
export function refuseOtherAccount(store: Store, from: Digest | null, account: Account): void {
  for (let id = from; id !== null;) {
    const version = id
    // What follows from a version that is damaged cannot be told, and keeps no other from being made.
    const commit = readSound(() => store.readCommit(version))
    if (commit === undefined) return
    const before = accountOf(commit)
    if (isOtherAccount(before, account) || (before.account !== null && account.account === null)) {
      const now =
        account.account === null
          ? 'and STS did not say the account of the keys'
          : `and the keys of account ${accountText(account)}`
      throw new JsnapError('Refused', `the versions are of account ${accountText(before)}, ${now}`, {
        hint: "'--profile' names other keys, '--store' another store; '--across-accounts' goes on all the same",
      })
    }
    if (before.account !== null) return
    id = commit.parent
  }
}
