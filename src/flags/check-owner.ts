import { JsnapError } from '../runtime/errors.ts'
import { isTrustedOwner } from '../runtime/user.ts'
import type { Context } from '../terminal/context.ts'

/** Refuses what was found and not named when anybody else owns it. @throws JsnapError Untrusted */
export function checkOwner(
  what: 'configuration' | 'store',
  path: string,
  uids: readonly number[],
  { user }: Context,
): void {
  const stranger = uids.find((uid) => !isTrustedOwner(uid, user))
  if (stranger === undefined) return
  throw new JsnapError('Untrusted', `the ${what} ${path} belongs to another user (uid ${stranger})`, {
    hint: `to use it anyway, name it: ${what === 'store' ? '--store' : '--config'} ${path}`,
  })
}
