import { JsnapError } from '../../runtime/errors.ts'
import type { Credentials } from './sigv4.ts'

/** What can be sent in a header and is not white space. */
const SENT = /^[\x21-\x7e]+$/
/** A secret is only signed with; other servers have some with spaces in them. */
const SIGNED_WITH = /^[\x20-\x7e\xa0-\xff]+$/

/**
 * Keys if they can be ones: a line break at the end, as of a file that was read into a variable, would fail every
 * request, each many times. `from` says whose they are. @throws JsnapError Credentials, which has no value in it
 */
export function checkedKeys<Keys extends Credentials>(keys: Keys, from: string): Keys {
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  const odd = [
    ...(SENT.test(accessKeyId) ? [] : ['access key id']),
    ...(SIGNED_WITH.test(secretAccessKey) ? [] : ['secret access key']),
    ...(sessionToken === undefined || SENT.test(sessionToken) ? [] : ['session token']),
  ]
  if (odd.length === 0) return keys
  throw new JsnapError(
    'Credentials',
    `the ${odd.join(' and the ')} ${from} ${odd.length === 1 ? 'is' : 'are'} invalid`,
    {
      hint: 'check for an empty value, a line break, a space or another character that no key has',
    },
  )
}
