import { isUtf8 } from 'node:buffer'
import { canonicalJson, readableJson, type Json } from '../../model/canonical-json.ts'
import { writesNumbersAlike } from '../../model/exact-numbers.ts'
import { written } from '../../model/marks.ts'
import { isNestedTooDeep } from '../../model/depth-limit.ts'
import type { SecretRule } from '../../model/secret-rules.ts'
import type { Mark } from '../mark.ts'
import { markedPointers, markedValues } from '../marked-json.ts'
import { markedUrl } from '../secret-url.ts'
import { markedNetrc } from './marked-netrc.ts'

/**
 * What is stored of a file of secrets: names and structure, with a marker for each value. Undefined for one that the
 * rule does not make secret: a certificate in a file that could hold a key.
 */
export function withoutSecrets(bytes: Uint8Array, rule: SecretRule, mark: Mark): string | undefined {
  if (rule === 'plain') return undefined
  if (rule === 'key' && isNoKey(bytes)) return undefined
  // What is not text is sealed as base64.
  if (!isUtf8(bytes)) return whole('base64', Buffer.from(bytes).toString('base64'), mark)
  const text = Buffer.from(bytes).toString()
  switch (rule) {
    case 'key':
      return whole('private key', text, mark)
    case 'sealed':
      return whole('content', text, mark)
    case 'env':
      return withoutSettings(text, mark)
    case 'netrc':
      return markedNetrc(text, mark)
    case 'urls':
      return text.replace(/[^\r\n]+/g, (line) => textOf(markedUrl('url', line, mark)))
    case 'json':
    default:
      return withoutMembers(text, rule, mark)
  }
}

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----/g
const PUBLIC_BLOCK =
  /^(?:(?:TRUSTED |X509 )?CERTIFICATE|(?:NEW )?CERTIFICATE REQUEST|X509 CRL|(?:RSA )?PUBLIC KEY|DH PARAMETERS|EC PARAMETERS|PKCS7)$/

/** Says whether a file that is called as a key holds none: certificates in PEM (RFC 7468), a presentation (a zip), nothing at all. */
export function isNoKey(bytes: Uint8Array): boolean {
  // Names beside the blocks may be in any encoding.
  const text = Buffer.from(bytes).toString('latin1')
  if (text === '' || text.startsWith('PK\x03\x04')) return true
  const blocks = [...text.matchAll(PEM_BLOCK)].map(([, kind = '']) => kind)
  return blocks.length > 0 && blocks.every((kind) => PUBLIC_BLOCK.test(kind))
}

function whole(name: string, text: string, mark: Mark): string {
  return `${canonicalJson(mark(name, text))}\n`
}

/** A setting, also one in a comment: what is quoted may go on over lines, and to the end when nothing closes it. */
const SETTING =
  /^([ \t]*(?:[#;][ \t]*)*(?:export[ \t]+|set[ \t]+)?)(\/\/[\w.:/-]+:_[\w-]+|@[\w.-]+:[\w-]+|[A-Za-z_][\w.-]*)([ \t]*(?:=|:(?=[ \t"'\r\n]|$(?![^])))[ \t]*)("(?:\\[^]|[^"\\])*(?:"|$(?![^]))|'[^']*(?:'|$(?![^]))|[^\r\n]*)/
/** A line that names something and holds no value: empty, a section, or words of a comment. */
const HARMLESS = /^(?:[ \t]*|[ \t]*\[[^\]\r]*\][ \t]*|[ \t]*[#;][^=:\r]*)$/

function withoutSettings(text: string, mark: Mark): string {
  let marked = ''
  let isOpaque: boolean = false
  for (let rest = text; rest !== '';) {
    const found: RegExpExecArray | null = SETTING.exec(rest)
    const setting: RegExpExecArray | null = found !== null && isPadding(found, isOpaque) ? null : found
    const [taken = '', before = '', name = '', sign = '', value = ''] = setting ?? []
    if (setting !== null) {
      marked += before + name + sign + (value === '' ? '' : textOf(mark(name, unquoted(value))))
      rest = rest.slice(taken.length)
    }
    const [line = ''] = /^[^\n]*\n?/.exec(rest) ?? []
    const content = line.replace(/\r?\n$/, '')
    // What is behind a value, and lines that are not understood, may be anything.
    const isHarmless: boolean = content === '' || (setting === null && HARMLESS.test(content))
    isOpaque = !isHarmless
    marked += (isHarmless ? content : textOf(mark('line', content))) + line.slice(content.length)
    rest = rest.slice(line.length)
  }
  return marked
}

/** Says whether what looks like a name without a value is the end of some base64: what is before it is none of a setting. */
function isPadding([, , , , value = '']: RegExpExecArray, isOpaque: boolean): boolean {
  return value === '=' || (value === '' && isOpaque)
}

function unquoted(value: string): string {
  return /^(["'])([^]*)\1$/.exec(value)?.[2] ?? value
}

function withoutMembers(text: string, rule: readonly string[] | 'json', mark: Mark): string {
  // To write such a number again would change it.
  if (!writesNumbersAlike(text)) return whole('content', text, mark)
  let document: Json
  try {
    document = JSON.parse(text) as Json
  } catch {
    return whole('content', text, mark)
  }
  if (isNestedTooDeep(document)) return whole('content', text, mark)
  return readableJson(
    written(rule === 'json' ? markedValues('', document, mark) : markedPointers(document, rule, mark)),
  )
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value)
}
