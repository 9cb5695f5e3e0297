import { isUtf8 } from 'node:buffer'

/** The text of a file that a person wrote: UTF-8, with or without a byte order mark. @throws Error that says what else it is */
export function utf8Text(bytes: Buffer): string {
  const [first = 1, second = 1] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0))
    throw new Error('it is UTF-16 or binary; save it as UTF-8')
  if (!isUtf8(bytes)) throw new Error('it is not UTF-8; save it as UTF-8')
  const text = bytes.toString()
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
