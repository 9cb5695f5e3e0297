import { digestOf } from '../model/digest.ts'

/**
 * How a path segment becomes components of a file name and back. A component is
 *
 *     <escaped text>[%~<16 hex>][%~f|%~]
 *
 * `%XX` is a byte of UTF-8, so a `%~` is always a mark: `%~<16 hex>` distinguishes a case or Unicode twin from its
 * sibling, `%~f` a file from the folder of the same path, and a bare `%~` says that the segment continues in the next
 * component.
 */
const CONTINUED = '%~'
const BOTH = '%~f'
const MARKS = /^(.*?)(?:%~[0-9a-f]{16})?(%~f?)?$/s

/** No component is much longer than this many bytes, so that all of them stay under the 255 of most file systems. */
const MAX_BYTES = 200

// With the u flag a surrogate in a class matches only where it is alone, which UTF-8 cannot express.
const UNSAFE = /[\x00-\x1f\x7f%\\:*?"<>|\ud800-\udfff]|[. ]$/u
const UNSAFE_ALL = new RegExp(UNSAFE, 'gu')
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i
const LONE_SURROGATE = /%ED%([AB][0-9A-F])%([89AB][0-9A-F])/g
const CHARACTERS = /%ED%[AB].%..|%..|./gsu

/** The components of one segment of a path; more than one when it is long in a file system. */
export function componentsOf(
  segment: string,
  lengthOf: (text: string) => number = utf8Length,
): readonly string[] {
  const text = escapeSegment(segment)
  // No UTF-16 unit takes more than three bytes.
  if (text.length * 3 <= MAX_BYTES || lengthOf(text) <= MAX_BYTES) return [text]
  return split(text)
}

/** The component with the mark that distinguishes it from a sibling that some file systems take for the same. */
export function markTwin(component: string): string {
  const continued = component.endsWith(CONTINUED)
  const text = continued ? component.slice(0, -CONTINUED.length) : component
  const mark = `%~${digestOf(unescape(text)).slice(0, 16)}`
  return continued ? text + mark + CONTINUED : text + mark
}

/** The component of a file whose path is also that of a folder. */
export function markFile(component: string): string {
  return component + BOTH
}

/** The text that a component stands for, without its marks. */
export function rawComponent(component: string): string {
  return unescape(MARKS.exec(component)?.[1] ?? component)
}

/** The path that a file name of a checkout stands for. */
export function decodeFileName(name: string): string {
  let path = ''
  for (const component of name.split('/')) {
    const continued = component.endsWith(CONTINUED)
    path += rawComponent(component) + (continued ? '' : '/')
  }
  return path.slice(0, -1)
}

/** Bytes of text in a file system. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text)
}

function escapeSegment(segment: string): string {
  if (segment === '') return '%2F'
  if (segment === '.') return '%2E'
  if (segment === '..') return '%2E%2E'
  const text = UNSAFE.test(segment) ? segment.replace(UNSAFE_ALL, escapeCharacter) : segment
  return escapeDevice(text)
}

/** Windows takes `con` and `con.txt` for the console, in every folder. */
function escapeDevice(text: string): string {
  return DEVICE.test(text) ? escapeCharacter(text.charAt(0)) + text.slice(1) : text
}

function escapeCharacter(character: string): string {
  const unit = character.charCodeAt(0)
  if (unit < 0x80) return hex(unit)
  // The three bytes that UTF-8 would have for it.
  return hex(0xe0 | (unit >> 12)) + hex(0x80 | ((unit >> 6) & 0x3f)) + hex(0x80 | (unit & 0x3f))
}

function hex(byte: number): string {
  return '%' + byte.toString(16).toUpperCase().padStart(2, '0')
}

function unescape(text: string): string {
  if (text === '%2F') return ''
  if (!text.includes('%')) return text
  return text
    .replace(LONE_SURROGATE, (_, middle: string, last: string) =>
      String.fromCharCode(0xd000 | ((parseInt(middle, 16) & 0x3f) << 6) | (parseInt(last, 16) & 0x3f)),
    )
    .replace(/%([0-9A-F]{2})/g, (_, byte: string) => String.fromCharCode(parseInt(byte, 16)))
}

function split(text: string): string[] {
  const parts: string[] = []
  let part = ''
  let bytes = 0
  for (const [character] of text.matchAll(CHARACTERS)) {
    const length = Buffer.byteLength(character)
    if (bytes + length > MAX_BYTES) {
      parts.push(escapeDevice(part) + CONTINUED)
      part = ''
      bytes = 0
    }
    part += character
    bytes += length
  }
  parts.push(escapeDevice(part))
  return parts
}
