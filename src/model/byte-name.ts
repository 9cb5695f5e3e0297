import { isUtf8 } from 'node:buffer'

/** What a byte that is not UTF-8 begins with in text, before its two hex digits; a real one is doubled. */
const STAND_IN = '\ufffd'
const DOUBLED = STAND_IN + STAND_IN

/**
 * A file name, which is any bytes, as text that gives it back: a byte that is not UTF-8 becomes U+FFFD and its two hex
 * digits, and a U+FFFD two of them.
 */
export function textOfName(name: Uint8Array): string {
  if (isUtf8(name)) return nameOfText(Buffer.from(name).toString())
  const bytes = Buffer.from(name)
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at)
    text +=
      length === 0
        ? STAND_IN + bytes.toString('hex', at, at + 1)
        : nameOfText(bytes.toString('utf8', at, at + length))
    at += Math.max(length, 1)
  }
  return text
}

/** The same for a name that is text already. */
export function nameOfText(name: string): string {
  return name.includes(STAND_IN) ? name.replaceAll(STAND_IN, DOUBLED) : name
}

/** The bytes of a name, or of a path of names, that stands as text. No byte below 0x80 (a slash, a dot) can be hidden in it. */
export function bytesOfName(text: string): Buffer {
  const parts = text.split(/(\ufffd\ufffd|\ufffd[89a-f][0-9a-f])/)
  return Buffer.concat(
    parts.map((part, i) => {
      if (i % 2 === 0) return Buffer.from(part)
      return part === DOUBLED ? Buffer.from(STAND_IN) : Buffer.from(part.slice(1), 'hex')
    }),
  )
}

/** Says whether text is what `textOfName` makes of some bytes: only then does no other text stand for the same ones. */
export function isNameText(text: string): boolean {
  return !text.includes(STAND_IN) || textOfName(bytesOfName(text)) === text
}

/** Where the names of a path, as text, lead in a folder of the file system. */
export function placeInFolder(folder: string, path: string): string | Buffer {
  return path.includes(STAND_IN)
    ? Buffer.concat([Buffer.from(`${folder}/`), bytesOfName(path)])
    : `${folder}/${path}`
}

/** The member of an entry's meta that says how its path is to be taken: the bytes of the path, where text cannot be them. */
export function rawNameMeta(path: string): { readonly rawName?: string } {
  return path.includes(STAND_IN) ? { rawName: bytesOfName(path).toString('base64') } : {}
}

/** Bytes of the UTF-8 character that begins at a place; 0 where none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0
}
