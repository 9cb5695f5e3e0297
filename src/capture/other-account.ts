import { accountOf, accountText, isOtherAccount, type Account } from '../model/account.ts'
import type { Digest } from '../model/digest.ts'
import { JsnapError } from '../runtime/errors.ts'
import { soundAncestors } from '../store/ancestors.ts'
import type { Store } from '../store/store.ts'

/**
 * Refuses to continue from the versions of another account, or when the account is unknown now. Versions that
 * tell none, as those of local folders, are skipped. @throws JsnapError Refused
 */
export function refuseOtherAccount(store: Store, from: Digest | null, account: Account): void {
  // One that is damaged keeps no other from being made.
  for (const { commit } of soundAncestors(store, from)) {
    const before = accountOf(commit)
    if (isOtherAccount(before, account) || (before.account !== null && account.account === null)) {
      const now =
        account.account === null
          ? 'and STS did not return the account of the credentials'
          : `and the credentials are of account ${accountText(account)}`
      throw new JsnapError('Refused', `the versions are of account ${accountText(before)}, ${now}`, {
        hint: "use '--profile' for other credentials, '--store' for another store, or '--across-accounts' to continue anyway",
      })
    }
    if (before.account !== null) return
  }
}
