import { accountOf, accountText, isOtherAccount } from '../model/account.ts'
import { JsnapError } from '../runtime/errors.ts'
import { labelOf, type Version } from './version.ts'

/** Refuses to compare versions of two accounts. @throws JsnapError Refused */
export function refuseTwoAccounts(a: Version, b: Version): void {
  const [one, other] = [accountOf(a.commit), accountOf(b.commit)]
  if (!isOtherAccount(one, other)) return
  const of = (version: Version) =>
    `${labelOf(version)} is of account ${accountText(accountOf(version.commit))}`
  throw new JsnapError('Refused', `${of(a)}, and ${of(b)}`, {
    hint: "use '--across-accounts' to compare them anyway",
  })
}
