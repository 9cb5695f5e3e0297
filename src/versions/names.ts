/** Names that mean something else. */
const TAKEN = new Set(['HEAD', 'live'])

/** Says whether text can name a version: letters, digits and `. _ - + /`, beginning with a letter or digit. */
export function isVersionName(text: string): boolean {
  return (
    /^[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}$/.test(text) &&
    !/\.\.|\/\/|\/$|\.lock$/.test(text) &&
    !TAKEN.has(text)
  )
}
