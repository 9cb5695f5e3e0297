import { JsnapError } from '../runtime/errors.ts'

/** Names that mean something else. */
const TAKEN = new Set(['HEAD', 'live'])
/** Marks of good versions begin so. */
const RESERVED = /^good\//

/** Says whether text can name a version: letters, digits and `. _ - + /`, beginning with a letter or digit. */
export function isVersionName(text: string): boolean {
  return (
    /^[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}$/.test(text) &&
    !/\.\.|\/\/|\/$|\.lock$/.test(text) &&
    !TAKEN.has(text) &&
    !RESERVED.test(text)
  )
}

/** @throws JsnapError InvalidName for a text that cannot name a version */
export function checkVersionName(name: string): void {
  if (isVersionName(name)) return
  throw new JsnapError('InvalidName', `'${name}' is not a valid version name`, {
    hint: 'letters, digits and . _ - + / are allowed, beginning with a letter or digit; HEAD, live and good/… are reserved',
  })
}
